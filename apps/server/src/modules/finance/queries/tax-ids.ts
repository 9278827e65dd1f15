/** Where a shop stands with its tax number: the platform's rule over this month's sales and what a person noted. */
import type { AnswerOf, ParsedOf, Routes, TaxId } from '@tradewind/contract';
import { startOfDay } from '@tradewind/rules/calendar';
import { evaluatePolicy } from '@tradewind/rules/policies';
import { freezeAfter, taxIdLimit, taxIdMarkets } from '@tradewind/rules/tax-id';
import type { Selectable } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import type { ShopInScope } from '../../accounts/index.ts';
import { type MonthSales, monthSales } from '../../insights/index.ts';
import { shopChip } from '../../orders/index.ts';
import { sellingShops } from './rate-cards.ts';

type Scope = { caller: Caller; query: ParsedOf<Routes['tax-ids.list']>['query'] };

export async function listTaxIds(services: Services, scope: Scope): Promise<AnswerOf<Routes['tax-ids.list']>> {
  const items = await services.database.withMerchant(scope.caller.merchantId, async (tx) =>
    taxIdsOf(
      services,
      tx,
      (await sellingShops(tx, scope)).filter(({ market }) => taxIdMarkets.includes(market)),
    ),
  );
  return { limit: taxIdLimit, items };
}

export async function taxIdsOf(services: Services, tx: TenantTx, shops: readonly ShopInScope[]): Promise<TaxId[]> {
  if (shops.length === 0) return [];
  const now = services.clock.now();
  const sales = await monthSales(services, tx, { shops, currency: taxIdLimit.currency, now });
  const ids = shops.map(({ id }) => id);
  const notes = await tx.selectFrom('tax_id').selectAll().where('shop_id', 'in', ids).execute();
  return shops.flatMap((shop, index) => {
    const sold = sales[index];
    const note = notes.find((row) => row.shop_id === shop.id);
    return sold ? [viewOf(shop, { sold, note, now })] : [];
  });
}

type Known = { sold: MonthSales; note: Selectable<TenantTables['tax_id']> | undefined; now: number };

function viewOf(shop: ShopInScope, { sold, note, now }: Known): TaxId {
  const instantOf = (day: string | null | undefined) => (day ? startOfDay(day, shop.timeZone) : null);
  const text = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const [promptedAt, filedAt] = [instantOf(note?.prompted_on), instantOf(note?.filed_on)];
  const { required, prompt, frozen, frozenUntil, withdrawalBlocked } = evaluatePolicy('tax-id-hold', {
    market: shop.market,
    // Without a rate only the prompt can be judged by.
    monthSales: sold.converted ?? { amount: 0, currency: taxIdLimit.currency },
    taxIdOnFile: false,
    promptedAt: text(promptedAt),
    filedAt: text(filedAt),
    asOf: new Date(now).toISOString(),
  });
  const isFiled = filedAt !== null && filedAt <= now;
  const freeze = promptedAt === null || isFiled || !taxIdMarkets.includes(shop.market) ? null : freezeAfter(promptedAt);
  return {
    shop: shopChip(shop),
    month: sold.month,
    sales: sold.native,
    salesUsd: sold.converted,
    promptedOn: note?.prompted_on ?? null,
    filedOn: note?.filed_on ?? null,
    required,
    prompt,
    frozen,
    freezesAt: freeze && now < freeze.until ? text(freeze.from) : null,
    frozenUntil,
    withdrawalBlocked,
    notedBy: note?.noted_by ?? null,
    notedAt: note?.noted_at.toISOString() ?? null,
  };
}
