/**
 * What identifies one merchant and must never be seen by another: harvested from the merchant's own answers, by the names of the
 * fields that carry it, less everything the other has as well (two sellers may offer a product of one name).
 */
import type { Answer } from '../stage/client.ts';

const IDENTIFYING = new Set([
  'id',
  'channelOrderId',
  'channelShopId',
  'channelProductId',
  'channelSkuId',
  'channelPackageId',
  'channelAfterSaleId',
  'channelConversationId',
  'channelId',
  'turnId',
  'channelOpeningId',
  'channelViolationId',
  'channelAppealId',
  'sellerSku',
  'productName',
  'sku',
  'fileName',
  'title',
  'trackingNumber',
  'name',
  'email',
  'phone',
  'address',
  'objectId',
  'prefix',
  'perEuro',
  'category',
  'sku',
  'reference',
]);
const SHORTEST = 5;

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** Null for what is no JSON. */
export function parsed(text: string): Json {
  try {
    // JSON.parse gives nothing but JSON.
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

export function harvest(value: Json, into = new Set<string>(), name = ''): Set<string> {
  if (Array.isArray(value)) for (const item of value) harvest(item, into, name);
  else if (typeof value === 'object' && value !== null) for (const [key, item] of Object.entries(value)) harvest(item, into, key);
  else if (typeof value === 'string' && IDENTIFYING.has(name) && value.length >= SHORTEST) into.add(value);
  return into;
}

export const without = (all: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> =>
  new Set([...all].filter((value) => !others.has(value)));

const WORDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\p{L}\p{N}_@.+-]{5,}/giu;

/** The canaries in an answer: as a whole value, as a word of a text, or (texts that are no JSON) anywhere. */
export function leaks(
  { text, headers }: Pick<Answer, 'text' | 'headers'>,
  canaries: ReadonlySet<string>,
  sent: readonly string[] = [],
): string[] {
  const found = new Set<string>();
  const all = `${[...headers].map((pair) => pair.join(' ')).join('\n')}\n${text}`;
  for (const [word] of all.matchAll(WORDS)) if (canaries.has(word)) found.add(word);
  const body = parsed(text);
  if (body === null) for (const canary of canaries) if (canary.includes(' ') && text.includes(canary)) found.add(canary);
  for (const value of stringsOf(body)) if (canaries.has(value)) found.add(value);
  return [...found].filter((value) => !sent.some((known) => known.includes(value)));
}

function stringsOf(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsOf);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}
