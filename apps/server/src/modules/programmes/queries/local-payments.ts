import type { AnswerOf, PaymentCoverage, Routes } from '@tradewind/contract';
import { evaluatePolicy } from '@tradewind/rules/policies';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';

/** Shown whether or not there are shops yet: what a market wants is known before one sells there. */
const latinAmerica = ['MX', 'BR'];

export async function listPayments(services: Services, { caller }: { caller: Caller }): Promise<AnswerOf<Routes['local-payments.list']>> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const rows = await tx.selectFrom('payment_method').select(['market', 'methods', 'updated_at']).orderBy('market').execute();
    const shops = (await shopsInScope(tx, { caller })).filter(({ state }) => state !== 'unbound');
    const markets = [...new Set([...latinAmerica, ...rows.map(({ market }) => market)])];
    return { items: markets.map((market) => coverageOf(market, { row: rows.find((one) => one.market === market) ?? null, shops })) };
  });
}

type Known = { row: { methods: string[]; updated_at: Date } | null; shops: readonly ShopInScope[] };

export function coverageOf(market: string, { row, shops }: Known): PaymentCoverage {
  const judged = evaluatePolicy('local-payments', { market, methods: row?.methods ?? [] });
  return {
    market,
    shops: shops.filter((shop) => shop.market === market).map(shopChip),
    methods: row ? (row.methods as NonNullable<PaymentCoverage['methods']>) : null, // written from the contract's enum
    updatedAt: row?.updated_at.toISOString() ?? null,
    // Of what nobody has said nothing is missed yet.
    adequate: row ? judged.adequate : null,
    missing: judged.missing,
    recommended: judged.recommended,
    estimatedLossShare: row ? judged.estimatedLossShare : null,
    atLeast: row ? judged.atLeast : false,
  };
}
