/**
 * What sellers have granted to the app: codes, access tokens, refresh tokens.
 *
 * A code lives 30 minutes and works once. A grant covers one seller and the shops ticked in the
 * consent; each exchange of a code makes a grant of its own, and earlier grants keep working. An
 * access token lives 7 days; a refresh gives a new pair, and the replaced access token lives on to
 * its own end, so calls in flight do not fail. The refresh token ends with the authorisation, a
 * year after the consent, whenever it was rotated.
 *
 * A refresh whose answer is lost can be repeated: until the new access token is first used, the
 * old refresh token gives the very same new pair again. From the first use on it is dead. The real
 * platform's rule is not documented; this one neither strands nor rewards a careless client.
 */
import { z } from 'zod';
import type { Instant } from '../world/types.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const CODE_LIFE_MS = 30 * MINUTE_MS;
const ACCESS_LIFE_MS = 7 * DAY_MS;
const AUTHORISATION_LIFE_MS = 365 * DAY_MS;

const Pair = z.object({ access: z.string(), refresh: z.string(), accessEndsAt: z.number(), used: z.boolean() });
/** `replaced` is the refresh token that the current pair came from, as long as it can still be repeated. */
export const GrantSchema = z.object({
  id: z.string(),
  sellerId: z.string(),
  shopIds: z.array(z.string()),
  scopes: z.array(z.string()),
  grantedAt: z.number(),
  endsAt: z.number(),
  current: Pair,
  replaced: z.string().nullable(),
  olderAccess: z.array(z.object({ access: z.string(), accessEndsAt: z.number() })),
});
export type Grant = z.infer<typeof GrantSchema>;
type Code = { sellerId: string; shopIds: string[]; endsAt: Instant };
export type AccessCheck = { grant: Grant; expired: boolean } | null;

export type GrantsOptions = { now(): Instant; newToken(prefix: string): string; scopes: readonly string[]; keep(grant: Grant): void };

export class Grants {
  private readonly options: GrantsOptions;
  private readonly codes = new Map<string, Code>();
  private readonly byId = new Map<string, Grant>();
  private readonly byAccess = new Map<string, Grant>();
  private readonly byRefresh = new Map<string, Grant>();

  constructor(options: GrantsOptions) {
    this.options = options;
  }

  issueCode(sellerId: string, shopIds: string[]): string {
    const code = this.options.newToken('TTP_c');
    this.codes.set(code, { sellerId, shopIds, endsAt: this.options.now() + CODE_LIFE_MS });
    return code;
  }

  exchange(code: string): Grant | null {
    const consent = this.codes.get(code);
    this.codes.delete(code);
    const grantedAt = this.options.now();
    if (!consent || consent.endsAt <= grantedAt) return null;
    const grant: Grant = {
      id: this.options.newToken('g'),
      sellerId: consent.sellerId,
      shopIds: consent.shopIds,
      scopes: [...this.options.scopes],
      grantedAt,
      endsAt: grantedAt + AUTHORISATION_LIFE_MS,
      current: this.newPair(),
      replaced: null,
      olderAccess: [],
    };
    this.index(grant);
    this.options.keep(grant);
    return grant;
  }

  refresh(token: string): Grant | null {
    const grant = this.byRefresh.get(token);
    if (!grant || grant.endsAt <= this.options.now()) return null;
    const isRepeat = token === grant.replaced && grant.current.accessEndsAt > this.options.now();
    if (!isRepeat) this.rotate(grant, token);
    return grant;
  }

  /** The grant of an access token; the first use of a fresh pair ends the refresh token it came from. */
  check(access: string): AccessCheck {
    const grant = this.byAccess.get(access);
    if (!grant) return null;
    const isCurrent = grant.current.access === access;
    const pair = isCurrent ? grant.current : grant.olderAccess.find((older) => older.access === access);
    const expired = Math.min(pair?.accessEndsAt ?? 0, grant.endsAt) <= this.options.now();
    if (isCurrent && !expired && !grant.current.used) this.markUsed(grant);
    return { grant, expired };
  }

  /** Ends an access token before its time (fault `expireToken`). */
  expire(access: string): void {
    const grant = this.byAccess.get(access);
    if (!grant) return;
    for (const pair of [grant.current, ...grant.olderAccess]) if (pair.access === access) pair.accessEndsAt = this.options.now();
    this.options.keep(grant);
  }

  /** Ends the access tokens in use; answers how many there were. */
  expireAll(): number {
    const alive = [...this.byId.values()].filter((grant) => grant.current.accessEndsAt > this.options.now());
    for (const grant of alive) this.expire(grant.current.access);
    return alive.length;
  }

  /** Puts back a grant kept in an earlier life; a later state of the same grant replaces the earlier one. */
  restore(grant: Grant): void {
    const earlier = this.byId.get(grant.id);
    if (earlier) this.unindex(earlier);
    this.index(grant);
  }

  private newPair(): Grant['current'] {
    const { newToken, now } = this.options;
    return { access: newToken('TTP_'), refresh: newToken('TTPR_'), accessEndsAt: now() + ACCESS_LIFE_MS, used: false };
  }

  private rotate(grant: Grant, token: string): void {
    this.unindex(grant);
    const alive = [...grant.olderAccess, grant.current].filter((pair) => pair.accessEndsAt > this.options.now());
    grant.olderAccess = alive.map(({ access, accessEndsAt }) => ({ access, accessEndsAt }));
    grant.current = this.newPair();
    grant.replaced = token;
    this.index(grant);
    this.options.keep(grant);
  }

  private markUsed(grant: Grant): void {
    grant.current.used = true;
    if (grant.replaced) this.byRefresh.delete(grant.replaced);
    grant.replaced = null;
    this.options.keep(grant);
  }

  private index(grant: Grant): void {
    this.byId.set(grant.id, grant);
    for (const { access } of [grant.current, ...grant.olderAccess]) this.byAccess.set(access, grant);
    this.byRefresh.set(grant.current.refresh, grant);
    if (grant.replaced) this.byRefresh.set(grant.replaced, grant);
  }

  private unindex(grant: Grant): void {
    for (const { access } of [grant.current, ...grant.olderAccess]) this.byAccess.delete(access);
    this.byRefresh.delete(grant.current.refresh);
    if (grant.replaced) this.byRefresh.delete(grant.replaced);
  }
}
