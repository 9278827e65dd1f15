/** Whom to be wary of. What is written, or an order says, is hashed with the merchant's key and forgotten. */
import type { AnswerOf, BlacklistEntry, ParsedOf, Routes } from '@tradewind/contract';
import type { BlacklistKind } from '@tradewind/rules/review-rules';
import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { blacklistHash, buyerOf } from '../facts/buyers.ts';
import { mayKeep } from './keep-rule.ts';

type Input<K extends 'add' | 'remove'> = Parameters<Handlers[`blacklist.${K}`]>[0];
const wrong = (path: string, code: string, message: string): Refusal => ({ refused: 'invalid-input', errors: [{ path, code, message }] });

type Wanted = { caller: Caller; secrets: MerchantSecrets; kind: BlacklistKind; orderId: string };

async function hashFromOrder(tx: TenantTx, { caller, secrets, kind, orderId }: Wanted): Promise<string | Refusal> {
  const order = await tx.selectFrom('orders').select(['id', 'shop_id', 'buyer']).where('id', '=', orderId).executeTakeFirst();
  if (!order || (await shopsInScope(tx, { caller, shopIds: [order.shop_id] })).length === 0)
    return wrong('/orderId', 'unknown-order', 'No order has this id');
  const found = buyerOf(secrets, order).hashes.find((one) => one.kind === kind);
  return found?.hash ?? wrong('/kind', 'hidden', 'The platform hides it, or it was deleted');
}

/** Somebody who is there already is answered as they are. */
export async function addToBlacklist(services: Services, { caller, requestId, body }: Input<'add'>): Promise<BlacklistEntry | Refusal> {
  const { merchantId } = caller;
  const { kind, value, orderId, reason } = body;
  if ((value === undefined) === (orderId === undefined)) return wrong('/value', 'either-or', 'either a value or an order');
  const [now, secrets] = [services.clock.now(), await services.secrets.forMerchant(merchantId)];
  return services.database.withMerchant(merchantId, async (tx) => {
    const hash = orderId ? await hashFromOrder(tx, { caller, secrets, kind, orderId }) : blacklistHash(secrets, kind, value ?? '');
    if (hash === null) return wrong('/value', 'too-short', 'says too little to be met again');
    if (typeof hash !== 'string') return hash;
    const id = services.newId();
    const made = await tx
      .insertInto('blacklist_entry')
      .values({
        ...{ merchant_id: merchantId, id, kind, hash, reason, order_id: orderId ?? null, added_by: caller.name },
        added_at: new Date(now),
      })
      .onConflict((conflict) => conflict.columns(['merchant_id', 'kind', 'hash']).doNothing())
      .executeTakeFirst();
    if (made.numInsertedOrUpdatedRows) {
      const act = { action: 'blacklist.added', objectKind: 'blacklist-entry', objectId: id, facts: { kind } };
      await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
      await services.hints.publish(tx, merchantId, [{ type: 'review-rule.changed', ids: [], shopId: null }]);
    }
    const [entry] = await readEntries(tx, { caller, which: sql`b.kind = ${kind} AND b.hash = ${hash}`, limit: 1 });
    return entry ?? refuse('not-found');
  });
}

export function removeFromBlacklist(services: Services, { caller, requestId, params }: Input<'remove'>): Promise<undefined | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (!mayKeep(caller)) return refuse('forbidden');
    const { numDeletedRows } = await tx.deleteFrom('blacklist_entry').where('id', '=', params.blacklistEntryId).executeTakeFirst();
    if (numDeletedRows === 0n) return refuse('not-found');
    const act = { action: 'blacklist.removed', objectKind: 'blacklist-entry', objectId: params.blacklistEntryId, facts: {} };
    await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'review-rule.changed', ids: [], shopId: null }]);
    return undefined;
  });
}

type Row = Omit<BlacklistEntry, 'addedAt' | 'order'> & { addedAt: Date; orderId: string | null; channelOrderId: string | null };
type Which = { caller: Caller; which: ReturnType<typeof sql>; limit: number };

async function readEntries(tx: TenantTx, { caller, which, limit }: Which): Promise<BlacklistEntry[]> {
  const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
  const { rows } = await sql<Row>`
    SELECT b.id, b.kind, b.reason, b.added_by AS "addedBy", b.added_at AS "addedAt", o.id AS "orderId", o.channel_order_id AS "channelOrderId"
    FROM blacklist_entry b LEFT JOIN orders o ON o.merchant_id = b.merchant_id AND o.id = b.order_id AND o.shop_id = ANY (${shopIds}::uuid[])
    WHERE ${which} ORDER BY b.added_at DESC, b.id DESC LIMIT ${sql.lit(limit)}`.execute(tx);
  return rows.map(({ orderId, channelOrderId, ...row }) => ({
    ...row,
    order: orderId === null || channelOrderId === null ? null : { id: orderId, channelOrderId },
    addedAt: row.addedAt.toISOString(),
  }));
}

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type ListInput = { caller: Caller; query: ParsedOf<Routes['blacklist.list']>['query'] };

export function listBlacklist(services: Services, { caller, query }: ListInput): Promise<AnswerOf<Routes['blacklist.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const beyond = after ? sql`(b.added_at, b.id) < (${new Date(after.at)}::timestamptz, ${after.id}::uuid)` : sql`true`;
    const which = sql`${beyond} AND ${query.kind ? sql`b.kind = ${query.kind}` : sql`true`}`;
    const rows = await readEntries(tx, { caller, which, limit: query.limit + 1 });
    return pageOf(rows, query.limit, ({ addedAt, id }) => ({ at: addedAt, id }));
  });
}
