import type { Instant, Shop } from '../types.ts';
import { DAY, HOUR, localTime } from '../zone.ts';

/** When a carrier comes to fetch: mornings and afternoons of the next three days, by the shop's clock, never on Sundays. */
export type PickupSlot = { from: Instant; until: Instant; isAvailable: boolean };

const DAYS = 3;
const WINDOWS = [
  { from: 9, until: 12 },
  { from: 13, until: 17 },
] as const;
/** A carrier wants to know some time ahead. */
const NOTICE_MS = HOUR;

export function pickupSlots({ timeZone }: Shop, now: Instant): PickupSlot[] {
  return Array.from({ length: DAYS }, (_, ahead) => now + ahead * DAY).flatMap((at) => {
    const { hour, weekday } = localTime(timeZone, at);
    const hourStart = at - (at % HOUR);
    return WINDOWS.map((window) => {
      const from = hourStart + (window.from - hour) * HOUR;
      return { from, until: from + (window.until - window.from) * HOUR, isAvailable: weekday !== 0 && from - now >= NOTICE_MS };
    });
  });
}
