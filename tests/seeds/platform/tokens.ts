/**
 * The platform's tokens, by the rules of the sandbox: an access token lives a week; a refresh gives a new pair, the replaced access token
 * lives on to its own end, and the replaced refresh token gives the same new pair again until the new access token is first used.
 * It keeps a record of every refresh that took effect, because one is all that an expiry may cost.
 */
const DAY_MS = 86_400_000;
const ACCESS_LIFE_MS = 7 * DAY_MS;
const REFRESH_LIFE_MS = 365 * DAY_MS;

type Pair = { access: string; accessEndsAt: number; refresh: string; refreshEndsAt: number };
export type RefreshRecord = { token: string; program: string; at: number; isRepeat: boolean };

export type Tokens = {
  pair(): Pair;
  /** null: the platform takes this refresh token no more. */
  refresh(token: string, program: string): Pair | null;
  accepts(access: string): boolean;
  /** Ends the newest access token before its time. */
  expire(): void;
  records(): readonly RefreshRecord[];
  expiries(): number;
};

export function createTokens(name: string, clock: { now(): number }): Tokens {
  let made = 0;
  let expired = 0;
  const records: RefreshRecord[] = [];
  const issue = (): Pair => {
    made += 1;
    return {
      access: `TTP_${name}_${made}`,
      accessEndsAt: clock.now() + ACCESS_LIFE_MS,
      refresh: `TTPR_${name}_${made}`,
      refreshEndsAt: clock.now() + REFRESH_LIFE_MS,
    };
  };
  let current = issue();
  let replaced: string | null = null;
  const older: { access: string; accessEndsAt: number }[] = [];
  return {
    pair: () => current,
    refresh: (token, program) => {
      if (token !== current.refresh && token !== replaced) return null;
      const isRepeat = token === replaced;
      records.push({ token, program, at: clock.now(), isRepeat });
      if (isRepeat) return current;
      older.push({ access: current.access, accessEndsAt: current.accessEndsAt });
      replaced = token;
      current = issue();
      return current;
    },
    accepts: (access) => {
      if (access === current.access) {
        if (current.accessEndsAt <= clock.now()) return false;
        replaced = null;
        return true;
      }
      return older.some((pair) => pair.access === access && pair.accessEndsAt > clock.now());
    },
    expire: () => {
      if (current.accessEndsAt <= clock.now()) return;
      current = { ...current, accessEndsAt: clock.now() };
      expired += 1;
    },
    records: () => records,
    expiries: () => expired,
  };
}
