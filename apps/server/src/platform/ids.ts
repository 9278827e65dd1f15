/**
 * UUIDv7 (RFC 9562): 48 bits of milliseconds, then chance. Ids sort roughly by birth, which keeps indexes compact; within one
 * millisecond their order means nothing, so no reader may advance on a bare id.
 */
import { createHash } from 'node:crypto';
import type { Clock, Random } from './ports.ts';

export function uuidv7(ports: { clock: Pick<Clock, 'now'>; random: Random }): string {
  return layOut(ports.clock.now(), ports.random.bytes(10));
}

/**
 * The same layout with a fixed outcome: 12 bits of `sequence` and a digest of `text` in place of chance. For rows that a unique key
 * protects anyway, so that the same story twice gives the same ids, and ids of one call sort in its order.
 */
export function derivedUuidv7(at: number, sequence: number, text: string): string {
  const tail = new Uint8Array(createHash('sha256').update(text).digest().subarray(0, 10));
  const place = Math.min(sequence, 0xfff);
  tail[0] = place >> 8;
  tail[1] = place & 0xff;
  return layOut(at, tail);
}

function layOut(at: number, tail: Uint8Array): string {
  if (!Number.isSafeInteger(at) || at < 0) throw new RangeError('an id needs an instant in whole milliseconds');
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(at, 0, 6);
  bytes.set(tail, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
