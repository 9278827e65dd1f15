/** The notifications a caller may see: of kinds whose right they have, of shops they are not bound away from, and not muted by them. */
import { type Notification, type NotificationKind, notificationKindNames, notificationKinds } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../database/database.ts';
import { decodeCursor, pageOf } from '../http/cursor.ts';
import { type Caller, type Handlers, refuse } from '../http/handler.ts';
import type { Services } from '../services.ts';

type Tools = Pick<Services, 'database' | 'clock'>;
type NotificationHandlers = Pick<
  Handlers,
  | 'notifications.list'
  | 'notifications.count'
  | 'notifications.read'
  | 'notifications.read-all'
  | 'notification-preferences.get'
  | 'notification-preferences.set'
>;

const COUNTED_AT_MOST = 100;
const position = z.tuple([z.iso.datetime(), z.uuid()]);

export function notificationHandlers(tools: Tools): NotificationHandlers {
  const within = <T>(caller: Caller, run: (tx: TenantTx) => Promise<T>) => tools.database.withMerchant(caller.merchantId, run);
  return {
    'notifications.list': async ({ caller, query }) => {
      const before = decodeCursor(query.cursor, position);
      const rows = await within(caller, (tx) =>
        readList(tx, caller, { before, isUnread: query.unread === 'true', limit: query.limit + 1 }),
      );
      const page = pageOf(rows, query.limit, (last) => [last.raised_at.toISOString(), last.id]);
      return { items: page.items.map(view), nextCursor: page.nextCursor };
    },
    'notifications.count': async ({ caller }) => {
      const rows = await within(caller, (tx) => unread(tx, caller).limit(COUNTED_AT_MOST).execute());
      return { unread: rows.length };
    },
    'notifications.read': ({ caller, params }) =>
      within(caller, async (tx) => {
        const found = await visible(tx, caller).select('note.id').where('note.id', '=', params.notificationId).executeTakeFirst();
        if (!found) return refuse('not-found');
        await markRead(tx, caller, { ids: [found.id], now: tools.clock.now() });
        return undefined;
      }),
    'notifications.read-all': ({ caller, body }) =>
      within(caller, async (tx) => {
        const rows = await unread(tx, caller).where('note.raised_at', '<=', new Date(body.until)).execute();
        await markRead(tx, caller, { ids: rows.map(({ id }) => id), now: tools.clock.now() });
        return undefined;
      }),
    'notification-preferences.get': ({ caller }) => within(caller, async (tx) => ({ muted: await mutedBy(tx, caller) })),
    'notification-preferences.set': ({ caller, body }) =>
      within(caller, async (tx) => {
        await tx.deleteFrom('notification_mute').where('person_id', '=', caller.id).execute();
        const muted = [...new Set(body.muted)];
        const rows = muted.map((kind) => ({ merchant_id: caller.merchantId, person_id: caller.id, kind }));
        if (rows.length > 0)
          await tx
            .insertInto('notification_mute')
            .values(rows)
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        return { muted: notificationKindNames.filter((kind) => muted.includes(kind)) };
      }),
  };
}

const kindsOf = (caller: Caller): NotificationKind[] =>
  notificationKindNames.filter((kind) => caller.scopes.has(notificationKinds[kind].scope));

/** What is for one person only they see. What concerns no single shop is for those of all shops, except the rates, which stand in everybody's figures. */
function visible(tx: TenantTx, caller: Caller) {
  const { shopIds } = caller;
  const query = tx
    .selectFrom('notification as note')
    .where('note.kind', '=', sql<NotificationKind>`ANY (${kindsOf(caller)}::text[])`)
    .where(({ or, eb }) => or([eb('note.person_id', 'is', null), eb('note.person_id', '=', caller.id)]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('notification_mute as mute')
            .select('mute.kind')
            .where('mute.person_id', '=', caller.id)
            .whereRef('mute.kind', '=', 'note.kind'),
        ),
      ),
    );
  if (shopIds === null) return query;
  return query.where(({ or, eb }) =>
    or([eb('note.shop_id', '=', sql<string>`ANY (${shopIds}::uuid[])`), eb('note.kind', '=', 'rates-stale')]),
  );
}

const unread = (tx: TenantTx, caller: Caller) =>
  visible(tx, caller)
    .select('note.id')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('notification_read as seen')
            .select('seen.person_id')
            .where('seen.person_id', '=', caller.id)
            .whereRef('seen.notification_id', '=', 'note.id'),
        ),
      ),
    );

type Wanted = { before: [string, string] | null; isUnread: boolean; limit: number };

function readList(tx: TenantTx, caller: Caller, { before, isUnread, limit }: Wanted) {
  return visible(tx, caller)
    .leftJoin('notification_read as seen', (join) =>
      join
        .onRef('seen.merchant_id', '=', 'note.merchant_id')
        .onRef('seen.notification_id', '=', 'note.id')
        .on('seen.person_id', '=', caller.id),
    )
    .select(['note.id', 'note.kind', 'note.shop_id', 'note.facts', 'note.raised_at', 'note.closed_at', 'seen.read_at'])
    .$if(isUnread, (select) => select.where('seen.read_at', 'is', null))
    .$if(before !== null, (select) =>
      select.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('note.raised_at', 'note.id'), '<', tuple(new Date(before?.[0] ?? 0), before?.[1] ?? '')),
      ),
    )
    .orderBy('note.raised_at', 'desc')
    .orderBy('note.id', 'desc')
    .limit(limit)
    .execute();
}

const view = (row: Awaited<ReturnType<typeof readList>>[number]): Notification => ({
  id: row.id,
  kind: row.kind,
  shopId: row.shop_id,
  facts: row.facts,
  raisedAt: row.raised_at.toISOString(),
  closedAt: row.closed_at?.toISOString() ?? null,
  isRead: row.read_at !== null,
});

async function markRead(tx: TenantTx, caller: Caller, { ids, now }: { ids: string[]; now: number }): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    INSERT INTO notification_read (merchant_id, person_id, notification_id, read_at)
    SELECT ${caller.merchantId}::uuid, ${caller.id}, id, ${new Date(now)}::timestamptz FROM unnest(${ids}::uuid[]) AS given(id)
    ON CONFLICT DO NOTHING`.execute(tx);
}

async function mutedBy(tx: TenantTx, caller: Caller): Promise<NotificationKind[]> {
  const rows = await tx.selectFrom('notification_mute').select('kind').where('person_id', '=', caller.id).execute();
  return notificationKindNames.filter((kind) => rows.some((row) => row.kind === kind));
}
