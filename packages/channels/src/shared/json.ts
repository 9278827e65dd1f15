/**
 * JSON as the platforms send it. Some ids arrive as bare numbers past 2^53, which JSON.parse rounds
 * silently to another id. Such integers come out as strings here; all other numbers stay numbers.
 *
 * The lossless parser is several times slower than the engine's, and an order page needs it almost
 * never, so the text is first searched for a long bare run of digits. The search may hit inside a
 * string (then the slow way is taken for nothing) but cannot miss a bare number.
 */
import { parse } from 'lossless-json';

const LONG_BARE_NUMBER = /(?:^|[:[,\s])-?\d{16}/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Throws on anything but well-formed JSON in well-formed UTF-8: a cut-off answer must not pass for a short one. */
export function parseJson(bytes: Uint8Array): unknown {
  const text = utf8.decode(bytes);
  return LONG_BARE_NUMBER.test(text) ? parse(text, undefined, exactNumber) : JSON.parse(text);
}

function exactNumber(digits: string): number | string {
  const value = Number(digits);
  return /^-?\d+$/.test(digits) && !Number.isSafeInteger(value) ? digits : value;
}
