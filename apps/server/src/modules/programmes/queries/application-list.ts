import type { ProgrammeForm } from '@tradewind/channels';
import type { AnswerOf, ParsedOf, ProgrammeApplication, Routes } from '@tradewind/contract';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';

type Row = Selectable<TenantTables['programme_application']>;
type Input = { caller: Caller; query: ParsedOf<Routes['programme-applications.list']>['query'] };

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });

export async function listApplications(
  services: Services,
  { caller, query }: Input,
): Promise<AnswerOf<Routes['programme-applications.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = await shopsInScope(tx, { caller, ...(query.shopId ? { shopIds: [query.shopId] } : {}) });
    if (shops.length === 0) return { items: [], nextCursor: null };
    let found = tx
      .selectFrom('programme_application')
      .selectAll()
      .where(
        'shop_id',
        'in',
        shops.map(({ id }) => id),
      )
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1);
    if (query.programme) found = found.where('programme', '=', query.programme);
    if (after) found = found.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(new Date(after.at), after.id)));
    const page = pageOf(await found.execute(), query.limit, (row) => ({ at: row.created_at.toISOString(), id: row.id }));
    const items = page.items.flatMap((row) => {
      const shop = shops.find(({ id }) => id === row.shop_id);
      return shop ? [applicationView(row, shop)] : [];
    });
    return { items, nextCursor: page.nextCursor };
  });
}

/** The one that counts now. */
export async function latestApplication(
  tx: TenantTx,
  shop: ShopInScope,
  programme: ProgrammeForm['programme'],
): Promise<ProgrammeApplication | null> {
  const row = await tx
    .selectFrom('programme_application')
    .selectAll()
    .where('shop_id', '=', shop.id)
    .where('programme', '=', programme)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? applicationView(row, shop) : null;
}

const states = { planned: 'planned', sent: 'unconfirmed', unknown: 'unconfirmed', refused: 'refused' } as const;

export function applicationView(row: Row, shop: ShopInScope): ProgrammeApplication {
  return {
    id: row.id,
    shop: shopChip(shop),
    programme: row.programme,
    form: row.form && formView(row.form),
    state: row.status ?? states[row.intent ?? 'unknown'],
    failureCode: row.failure_code,
    history: row.history.map(({ status, at }) => ({ status, at: new Date(at).toISOString() })),
    reasons: row.reasons,
    invitedCategories: row.invited_categories,
    stage: row.stage,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

function formView(form: ProgrammeForm): NonNullable<ProgrammeApplication['form']> {
  const none = { categories: [], qualifications: [], shipToCountry: null, stockCountries: [], vatCountries: [], documents: [] };
  if (form.programme === 'us-to-mexico') return { ...none, categories: form.categories, qualifications: form.qualifications };
  const { shipToCountry, stockCountries, vatCountries, documents } = form;
  return { ...none, shipToCountry, stockCountries, vatCountries, documents: documents.map(({ type }) => type) };
}
