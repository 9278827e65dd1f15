/**
 * Writing notifications. A notification is told in the transaction of the fact it tells of, so that neither exists without the other:
 *
 *   (none) → open      `raise`; while it is open the same fact (kind and subject) is not told again
 *   open   → closed    `settle`, in the transaction that mends it; it stays in the list and says so
 *   closed → open      only by `reconcile`, for what comes and goes by itself: within REOPEN_MS it is the old one again, so that a shop
 *                      that stumbles every ten minutes is one line and not a hundred
 *
 * Some facts belong to no transaction, because they are true by the passing of time (a stream that was not read for ten minutes).
 * For these somebody looks now and then and hands all that is true to `reconcile`, which raises what is new and settles what is over.
 */
import type { NotificationKind } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../database/database.ts';
import type { Hints } from '../hints.ts';
import type { NotificationFacts } from './tables.ts';

type Tools = { newId: () => string; hints: Pick<Hints, 'publish'> };
/** What it is about within its kind: the shop's id, a task's, a lane. Kind and subject together are the fact. */
type Told = {
  kind: NotificationKind;
  subject: string;
  shopId: string | null;
  facts: NotificationFacts;
  /** Whom alone it is for, as they sign in; without: all who may see it. */
  personId?: string | null;
};
export type NewNotification = Told & { merchantId: string; now: number };

const REOPEN_MS = 6 * 3_600_000;

const factOf = ({ kind, subject }: Pick<Told, 'kind' | 'subject'>): string => `${kind}:${subject}`;

export async function raise(tx: TenantTx, tools: Tools, told: NewNotification): Promise<void> {
  const made = await tx
    .insertInto('notification')
    .values({
      merchant_id: told.merchantId,
      id: tools.newId(),
      kind: told.kind,
      fact: factOf(told),
      shop_id: told.shopId,
      person_id: told.personId ?? null,
      facts: JSON.stringify(told.facts),
      raised_at: new Date(told.now),
      closed_at: null,
    })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'fact']).where('closed_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) await hint(tx, tools, told.merchantId);
}

type Mended = { merchantId: string; kind: NotificationKind; subject: string; now: number };

export const settle = (tx: TenantTx, tools: Tools, { subject, ...mended }: Mended): Promise<void> =>
  settleMany(tx, tools, { ...mended, subjects: [subject] });

type MendedMany = Omit<Mended, 'subject'> & { subjects: readonly string[] };

export async function settleMany(tx: TenantTx, tools: Tools, { subjects, kind, merchantId, now }: MendedMany): Promise<void> {
  if (subjects.length === 0) return;
  const closed = await tx
    .updateTable('notification')
    .set({ closed_at: new Date(now) })
    .where(
      'fact',
      'in',
      subjects.map((subject) => factOf({ kind, subject })),
    )
    .where('closed_at', 'is', null)
    .returning('id')
    .execute();
  if (closed.length > 0) await hint(tx, tools, merchantId);
}

type Readdressed = Omit<MendedMany, 'now'> & { personId: string | null };

/** What is still open becomes somebody else's business, or everybody's. */
export async function readdress(tx: TenantTx, tools: Tools, { subjects, kind, merchantId, personId }: Readdressed): Promise<void> {
  const { rows } = await sql`
    UPDATE notification SET person_id = ${personId}
    WHERE fact = ANY (${subjects.map((subject) => factOf({ kind, subject }))}::text[]) AND closed_at IS NULL AND person_id IS DISTINCT FROM ${personId}
    RETURNING id`.execute(tx);
  if (rows.length > 0) await hint(tx, tools, merchantId);
}

type Look = { merchantId: string; kinds: readonly NotificationKind[]; found: readonly Told[]; now: number };

/** `found` is all that is true now of these kinds; what is open and no longer among it is settled. */
export async function reconcile(tx: TenantTx, tools: Tools, { merchantId, kinds, found, now }: Look): Promise<void> {
  const open = await tx
    .selectFrom('notification')
    .select(['id', 'fact'])
    .where('kind', 'in', [...kinds])
    .where('closed_at', 'is', null)
    .execute();
  const isTrue = new Set(found.map(factOf));
  const isOpen = new Set(open.map(({ fact }) => fact));
  const over = open.filter(({ fact }) => !isTrue.has(fact)).map(({ id }) => id);
  if (over.length > 0)
    await tx
      .updateTable('notification')
      .set({ closed_at: new Date(now) })
      .where('id', 'in', over)
      .execute();
  for (const told of found.filter((each) => !isOpen.has(factOf(each)))) {
    if (!(await reopen(tx, factOf(told), now))) await raise(tx, tools, { ...told, merchantId, now });
  }
  if (over.length > 0) await hint(tx, tools, merchantId);
}

/** Whoever has read it is not told again. Another process may have opened the fact since: then there is nothing to do. */
async function reopen(tx: TenantTx, fact: string, now: number): Promise<boolean> {
  const { rows } = await sql`
    UPDATE notification SET closed_at = NULL
    WHERE id = (SELECT id FROM notification WHERE fact = ${fact} AND closed_at > ${new Date(now - REOPEN_MS)} ORDER BY closed_at DESC LIMIT 1)
      AND NOT EXISTS (SELECT 1 FROM notification WHERE fact = ${fact} AND closed_at IS NULL)
    RETURNING id`.execute(tx);
  return rows.length > 0;
}

async function hint(tx: TenantTx, { hints }: Tools, merchantId: string): Promise<void> {
  await hints.publish(tx, merchantId, [{ type: 'notification.changed', ids: [], shopId: null }]);
}
