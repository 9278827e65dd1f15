import { createHash } from 'node:crypto';
import type { Random } from '../ports.ts';

/** `twk_` lets secret scanners recognise a leaked key; 32 random bytes need no slow hash, so SHA-256 is kept. */
export const makeApiKey = (random: Random): string => `twk_${Buffer.from(random.bytes(32)).toString('base64url')}`;

export const hashApiKey = (key: string): Buffer => createHash('sha256').update(key).digest();

/** What is shown in lists: enough to tell keys apart, far too little to guess one. */
export const prefixOf = (key: string): string => key.slice(0, 10);

export const looksLikeApiKey = (text: string): boolean => /^twk_[A-Za-z0-9_-]{43}$/.test(text);
