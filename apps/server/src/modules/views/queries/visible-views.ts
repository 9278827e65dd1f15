import type { SavedView } from '@tradewind/contract';
import { scopeOfViewPage } from '@tradewind/contract';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

export const maySee = (caller: Caller, page: SavedView['page']): boolean => caller.scopes.has(scopeOfViewPage[page]);

/** The caller's own views and the shared ones; another person's private view is as absent as another merchant's. */
function visibleViews(tx: TenantTx, caller: Caller) {
  return tx
    .selectFrom('saved_view as view')
    .leftJoin('default_view as chosen', (join) =>
      join
        .onRef('chosen.merchant_id', '=', 'view.merchant_id')
        .onRef('chosen.view_id', '=', 'view.id')
        .on('chosen.person_id', '=', caller.id),
    )
    .select(['view.id', 'view.page', 'view.name', 'view.owner_id', 'view.is_shared', 'view.search', 'view.created_at', 'view.updated_at'])
    .select('chosen.view_id as chosen')
    .where(({ or, eb }) => or([eb('view.owner_id', '=', caller.id), eb('view.is_shared', '=', true)]));
}

export async function visibleView(tx: TenantTx, caller: Caller, viewId: string): Promise<SavedView | null> {
  const row = await visibleViews(tx, caller).where('view.id', '=', viewId).executeTakeFirst();
  return row && maySee(caller, row.page) ? viewOf(caller)(row) : null;
}

export async function listViews(
  { database }: Pick<Services, 'database'>,
  { caller, query }: Parameters<Handlers['saved-views.list']>[0],
): Promise<{ items: SavedView[]; nextCursor: string | null } | Refusal> {
  if (!maySee(caller, query.page)) return refuse('forbidden');
  const after = decodeCursor(query.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const rows = await database.withMerchant(caller.merchantId, (tx) =>
    visibleViews(tx, caller)
      .where('view.page', '=', query.page)
      .$if(after !== null, (select) =>
        select.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('view.created_at', 'view.id'), '>', tuple(new Date(after?.[0] ?? 0), after?.[1] ?? '')),
        ),
      )
      .orderBy('view.created_at')
      .orderBy('view.id')
      .limit(query.limit + 1)
      .execute(),
  );
  const page = pageOf(rows, query.limit, (last) => [last.created_at.toISOString(), last.id]);
  return { items: page.items.map(viewOf(caller)), nextCursor: page.nextCursor };
}

type Row = Awaited<ReturnType<ReturnType<typeof visibleViews>['execute']>>[number];

const viewOf =
  (caller: Caller) =>
  (row: Row): SavedView => {
    const isOwn = row.owner_id === caller.id;
    return {
      id: row.id,
      page: row.page,
      name: row.name,
      search: row.search,
      isShared: row.is_shared,
      isOwn,
      isEditable: isOwn || caller.role === 'owner',
      isDefault: row.chosen !== null,
      createdAt: row.created_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
    };
  };
