import { randomBytes } from 'node:crypto';
import type { Random } from '../ports.ts';

export const realRandom: Random = {
  /** 48 bits of chance, the most that one read of an integer gives. */
  number: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
  bytes: (length) => randomBytes(length),
};
