/** What differs between us and the platform: changed there (drift), or here and not sent yet (pending changes). */
import type { AnswerOf, ParsedOf, PublicationChange, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import type { Difference } from '../facts.ts';
import type { PublicationCell, PublicationProblem } from '../publication-cell.ts';
import { livePublications, pendingAmong } from './pending-changes.ts';
import { judgeCells, publicationCells } from './publication-cells.ts';

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Asked<Id extends 'publication-drifts.list' | 'publication-changes.list'> = { caller: Caller; query: ParsedOf<Routes[Id]>['query'] };

export async function listDrifts(
  services: Services,
  { caller, query }: Asked<'publication-drifts.list'>,
): Promise<AnswerOf<Routes['publication-drifts.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller, shopIds: query.shopIds, market: query.market })).map(({ id }) => id);
    const ofThese = sql`shop_id = ANY (${shopIds}::uuid[]) AND drift IS NOT NULL
      AND (${query.publicationId ?? null}::uuid IS NULL OR id = ${query.publicationId ?? null}::uuid)`;
    const { rows: counted } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM publication WHERE ${ofThese}`.execute(tx);
    const { rows } = await sql<{ id: string; created_at: Date }>`
      SELECT id, created_at FROM publication WHERE ${ofThese}
        ${after ? sql`AND (created_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
      ORDER BY created_at DESC, id DESC LIMIT ${sql.lit(query.limit + 1)}`.execute(tx);
    const page = pageOf(rows, query.limit, (row) => ({ at: row.created_at.toISOString(), id: row.id }));
    const ids = page.items.map(({ id }) => id);
    const cells = await publicationCells(tx, services, ids);
    const names = await categoryNames(
      tx,
      cells.map((cell) => ({ cell, differences: cell.drift?.differences ?? [] })),
    );
    const items = cells.flatMap((cell) => {
      const { drift } = cell;
      if (!drift) return [];
      const differences = drift.differences.map((one) => ({ ...one, ...names(cell, one) }));
      return [{ ...chipsOf(cell), state: cell.state, foundAt: drift.foundAt, currency: cell.shop.currency, differences }];
    });
    return { count: counted[0]?.count ?? 0, items, nextCursor: page.nextCursor };
  });
}

export async function listChanges(
  services: Services,
  { caller, query }: Asked<'publication-changes.list'>,
): Promise<AnswerOf<Routes['publication-changes.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller, shopIds: query.shopIds, market: query.market })).map(({ id }) => id);
    const productIds = query.productIds ?? null;
    const rows = await livePublications(tx, { shopIds, productIds, beyond: after ?? null, limit: query.limit + 1 });
    const page = pageOf(rows, query.limit, (row) => row);
    const ids = page.items.map(({ id }) => id);
    const pending = await pendingAmong(tx, ids, services);
    const judged = await judgeCells(
      tx,
      pending.map(({ cell }) => cell),
      services,
    );
    const names = await categoryNames(tx, pending);
    const items = pending.map(({ cell, differences }, at): PublicationChange => {
      const problems: PublicationProblem[] = judged[at]?.problems ?? [];
      const told = differences.map((one) => ({ ...one, ...names(cell, one) }));
      return { ...chipsOf(cell), currency: cell.shop.currency, differences: told, problems, isKeptBack: judged[at]?.isKeptBack ?? true };
    });
    return { items, nextCursor: page.nextCursor };
  });
}

const chipsOf = ({ id, product, shop }: PublicationCell) => ({
  id,
  product: { id: product.id, code: product.code, title: product.title },
  // The cast: written from the contract's enum.
  shop: {
    ...{ id: shop.id, name: shop.name, market: shop.market, timeZone: shop.timeZone },
    channel: shop.channel as PublicationChange['shop']['channel'],
  },
});

type Told = { cell: PublicationCell; differences: readonly Difference[] };
type NameSides = (cell: PublicationCell, one: Difference) => Pick<Difference, 'ours' | 'theirs'>;

/** Categories are kept by their ids; people read names. */
async function categoryNames(tx: TenantTx, told: readonly Told[]): Promise<NameSides> {
  const ids = told.flatMap(({ differences }) =>
    differences.flatMap(({ field, ours, theirs }) => (field === 'category' ? [ours ?? '', theirs ?? ''] : [])),
  );
  const rows =
    ids.length === 0
      ? []
      : await tx
          .selectFrom('shop_category')
          .select(['shop_id', 'channel_category_id', 'name'])
          .where('channel_category_id', 'in', ids)
          .execute();
  const names = new Map(rows.map((row) => [`${row.shop_id} ${row.channel_category_id}`, row.name]));
  return ({ shop }, { field, ours, theirs }) => {
    const named = (id: string | null): string | null => (id === null ? null : (names.get(`${shop.id} ${id}`) ?? id));
    return field === 'category' ? { ours: named(ours), theirs: named(theirs) } : { ours, theirs };
  };
}
