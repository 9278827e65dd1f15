import { randomBytes } from 'node:crypto';
import type { Random } from '../ports.ts';

/**
 * Chance is fetched from the system some thousand bytes at a time: each fetch costs as much as sealing a value, and a page of orders
 * wants hundreds of short ones. What was handed out is wiped from the store, since it may become a key.
 */
const STORE_BYTES = 8_192;
const SHORT_BYTES = 256;

let store = Buffer.alloc(0);
let used = 0;

function bytes(length: number): Uint8Array {
  if (length > SHORT_BYTES) return randomBytes(length);
  if (used + length > store.length) {
    store = randomBytes(STORE_BYTES);
    used = 0;
  }
  const taken = Uint8Array.prototype.slice.call(store, used, used + length);
  store.fill(0, used, used + length);
  used += length;
  return taken;
}

export const realRandom: Random = {
  /** 48 bits of chance, the most that one read of an integer gives. */
  number: () => Buffer.from(bytes(6)).readUIntBE(0, 6) / 2 ** 48,
  bytes,
};
