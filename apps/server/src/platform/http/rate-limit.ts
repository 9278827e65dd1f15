/**
 * Token buckets in this process's memory, one per credential, exporting caller or shop. Several processes let through several times as
 * much: it keeps one runaway script from starving the others, it is no quota. Guessing passwords has its own
 * limit in PostgreSQL (auth/attempts.ts). The map is bounded: the bucket used longest ago goes first, and full
 * buckets are the ones that nobody misses.
 */
export type Rate = { perSecond: number; burst: number };

export const rates = {
  'api-key': { perSecond: 10, burst: 50 },
  /** A page refetches several things per hint. */
  session: { perSecond: 50, burst: 200 },
  /** Per address: requests whose credential turned out wrong. */
  'bad-credential': { perSecond: 1, burst: 60 },
  /** Per caller: a file is everything at once, and six an hour are more than a person reads. */
  export: { perSecond: 6 / 3600, burst: 6 },
  /** Per shop, of deliveries whose signature is right, so that nobody else can use a shop's share up. */
  webhook: { perSecond: 200, burst: 400 },
} as const satisfies Record<string, Rate>;

const BUCKETS_MAX = 20_000;

export type RateLimiter = {
  /** Takes one; answers 0, or the seconds until the next is there. */
  take(kind: keyof typeof rates, key: string): number;
  /** Whether the bucket is empty, taking nothing. */
  waitOf(kind: keyof typeof rates, key: string): number;
};

export function createRateLimiter(now: () => number): RateLimiter {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const look = (kind: keyof typeof rates, key: string) => {
    const { perSecond, burst } = rates[kind];
    const at = now();
    const bucket = buckets.get(`${kind} ${key}`);
    const tokens = bucket ? Math.min(burst, bucket.tokens + (Math.max(0, at - bucket.at) / 1000) * perSecond) : burst;
    return { at, tokens, wait: tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perSecond) };
  };
  return {
    take: (kind, key) => {
      const { at, tokens, wait } = look(kind, key);
      const name = `${kind} ${key}`;
      buckets.delete(name); // and set again: the map keeps the order of use
      buckets.set(name, { tokens: wait === 0 ? tokens - 1 : tokens, at });
      if (buckets.size > BUCKETS_MAX) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      return wait;
    },
    waitOf: (kind, key) => look(kind, key).wait,
  };
}
