/**
 * JSON as the platforms send it. Some ids arrive as bare numbers past 2^53, which JSON.parse rounds
 * silently to another id. Such integers come out as strings here; all other numbers stay numbers.
 *
 * A buyer may write anything, also a NUL or half a character, which no database takes: one such reason for a return would
 * keep the page that it is on from ever being stored. Both come out as U+FFFD.
 *
 * The lossless parser is several times slower than the engine's, and an order page needs it almost
 * never, so the text is first searched for a long bare run of digits. The search may hit inside a
 * string (then the slow way is taken for nothing) but cannot miss a bare number.
 */
import { parse } from 'lossless-json';

/** Escapes that may stand for what no text may hold; the raw bytes cannot hold it, being UTF-8 and JSON. */
const UNSTORABLE_ESCAPE = /\\u(?:0000|d[89a-f])/i;
const UNSTORABLE = /\0|\p{Surrogate}/gu;
const LONG_BARE_NUMBER = /(?:^|[:[,\s])-?\d{16}/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Throws on anything but well-formed JSON in well-formed UTF-8: a cut-off answer must not pass for a short one. */
export function parseJson(bytes: Uint8Array): unknown {
  const text = utf8.decode(bytes);
  const value: unknown = LONG_BARE_NUMBER.test(text) ? parse(text, undefined, exactNumber) : JSON.parse(text);
  return UNSTORABLE_ESCAPE.test(text) ? storable(value) : value;
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(UNSTORABLE, '\ufffd');
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [storable(name), storable(item)]));
}

function exactNumber(digits: string): number | string {
  const value = Number(digits);
  return /^-?\d+$/.test(digits) && !Number.isSafeInteger(value) ? digits : value;
}
