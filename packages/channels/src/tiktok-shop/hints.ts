/**
 * Webhooks. The signature is checked over the raw bytes before anything is parsed; what passes is read
 * as a hint that something changed, never as the change itself.
 * Tolerated, because it has been seen or announced: topics unknown here, numeric ids past 2^53, a topic
 * given by name instead of number, a missing notification id (older samples). Such a delivery gets an id made
 * from its bytes, so that the platform's retries of it still count as one.
 * Not signed by the platform: any time. Replay is therefore stopped by the id alone.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ChannelHint, HintVerdict } from '../port.ts';
import { parseJson } from '../shared/json.ts';
import { id, optionalId, optionalInstant } from './fields.ts';
import { sameSignature, signHint } from './signing.ts';

type Topic = { type: number; name: string; topic: ChannelHint['topic']; object: string | null };

/** The topics that mean something here. `object` is the field of `data` that names what to fetch. */
const TOPICS: readonly Topic[] = [
  { type: 1, name: 'ORDER_STATUS_CHANGE', topic: 'order', object: 'order_id' },
  { type: 2, name: 'REVERSE_STATUS_UPDATE', topic: 'after-sale', object: null },
  { type: 3, name: 'RECIPIENT_ADDRESS_UPDATE', topic: 'order', object: 'order_id' },
  { type: 4, name: 'PACKAGE_UPDATE', topic: 'package', object: null },
  { type: 5, name: 'PRODUCT_STATUS_CHANGE', topic: 'listing', object: 'product_id' },
  { type: 6, name: 'SELLER_DEAUTHORIZATION', topic: 'authorisation-revoked', object: null },
  { type: 7, name: 'UPCOMING_AUTHORIZATION_EXPIRATION', topic: 'authorisation-expiring', object: null },
  { type: 11, name: 'CANCELLATION_STATUS_CHANGE', topic: 'after-sale', object: 'cancel_id' },
  { type: 12, name: 'RETURN_STATUS_CHANGE', topic: 'after-sale', object: 'return_id' },
  { type: 13, name: 'NEW_CONVERSATION', topic: 'message', object: 'conversation_id' },
  { type: 14, name: 'NEW_MESSAGE', topic: 'message', object: 'conversation_id' },
  { type: 15, name: 'PRODUCT_INFORMATION_CHANGE', topic: 'listing', object: 'product_id' },
  { type: 16, name: 'PRODUCT_CREATION', topic: 'listing', object: 'product_id' },
  { type: 18, name: 'PRODUCT_CATEGORY_CHANGE', topic: 'listing', object: 'product_id' },
  // The platform's documents give this one no name; it can be had for an app as a whole only.
  { type: 27, name: 'INVENTORY_STATUS_CHANGE', topic: 'stock', object: 'product_id' },
  { type: 37, name: 'PRODUCT_AUDIT_STATUS_CHANGE', topic: 'listing', object: 'product_id' },
];

/** Ids become keys, and an index takes no key of kilobytes. */
const LONGEST_ID = 200;
const shortId = optionalId.refine((value) => value === null || value.length <= LONGEST_ID);
const delivery = z.object({
  type: z.union([z.int(), z.string().min(1).max(100)]),
  tts_notification_id: shortId,
  shop_id: shortId,
  timestamp: optionalInstant,
  data: z.unknown().optional(),
});
const record = z.record(z.string(), z.unknown());
const packageList = z.array(z.object({ package_id: z.unknown() }));

export function verifyHint(
  app: { appKey: string; appSecret: string; now: () => number },
  headers: Record<string, string>,
  body: Uint8Array,
): HintVerdict {
  const received = headers.authorization;
  if (received === undefined || !sameSignature(signHint(app, body), received)) return { ok: false, reason: 'bad-signature' };
  const wire = readDelivery(body);
  if (!wire) return { ok: false, reason: 'malformed' };
  const known = TOPICS.find((row) => String(row.type) === String(wire.type) || row.name === wire.type);
  return {
    ok: true,
    hint: {
      notificationId: wire.tts_notification_id ?? `body-${createHash('sha256').update(body).digest('hex')}`,
      channelShopId: wire.shop_id,
      occurredAt: wire.timestamp ?? app.now(),
      topic: known?.topic ?? 'unknown',
      channelObjectId: known ? objectIdOf(known, record.safeParse(wire.data).data ?? {}) : null,
      rawTopic: known?.name ?? String(wire.type),
    },
  };
}

/** Null also where the schema itself chokes, as on an id that is an object with a `length` of its own. */
function readDelivery(body: Uint8Array): z.infer<typeof delivery> | null {
  try {
    return delivery.safeParse(parseJson(body)).data ?? null;
  } catch {
    return null;
  }
}

/** A package update may name several packages; then none is named and the sweep finds them. */
function objectIdOf(topic: Topic, data: Record<string, unknown>): string | null {
  if (topic.topic === 'package') {
    const packages = packageList.safeParse(data.package_list).data ?? [];
    return packages.length === 1 ? shortOr(packages[0]?.package_id) : null;
  }
  return topic.object === null ? null : shortOr(data[topic.object]);
}

function shortOr(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const named = id.safeParse(value).data;
  return named !== undefined && named.length <= LONGEST_ID ? named : null;
}
