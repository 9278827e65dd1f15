import type { Core } from './core.ts';
import type { Episode, Instant, Market, Order, Shop } from './types.ts';
import { DAY } from './zone.ts';

/**
 * What ails the shops of a troubled world, and when: days are counted from the end of the history, so some of it has
 * happened and some is still to come. Shares are of the orders created in the episode. The platform's window of seven
 * days holds two days of orders whose deadline is not over yet, so a late share shows up as about 0.7 of itself, a
 * cancelled one as 0.9.
 *
 * Shares are dealt out evenly, not drawn: every window of an episode then holds the share within one order, and a
 * shop said to stay just under a limit does. Orders placed by hand are left to their dice and deal nothing.
 */
type Planned = Omit<Episode, 'from' | 'until'> & { days: readonly [number, number] };

const ALWAYS = [-400, 400] as const;
const PLANS: Partial<Record<Market, readonly Planned[]>> = {
  // 10–25 %, then above 50 % across the end of the history.
  US: [
    { ails: 'late', share: 0.17, days: [-30, -16] },
    { ails: 'late', share: 0.85, days: [-5, 6] },
  ],
  // Above 60 %: crosses 12 and 24 points.
  GB: [{ ails: 'late', share: 0.92, days: [-26, 3] }],
  VN: [
    { ails: 'cancels', share: 0.2, days: [-24, -8] },
    { ails: 'cancels', share: 0.08, days: [3, 14] },
  ],
  TH: [
    { ails: 'late', share: 0.5, days: [-22, -6] },
    { ails: 'cancels', share: 0.65, days: [2, 10] },
  ],
  // Just under 4 % late and 2.5 % cancelled, for good.
  MY: [
    { ails: 'late', share: 0.05, days: ALWAYS },
    { ails: 'cancels', share: 0.02, days: ALWAYS },
  ],
  // A warning of the platform, no points.
  ID: [{ ails: 'late', share: 0.11, days: ALWAYS }],
  // Just under 10 % cancelled.
  SG: [{ ails: 'cancels', share: 0.1, days: [-30, 10] }],
  // As bad as it gets where no table applies.
  DE: [{ ails: 'late', share: 0.5, days: [-20, 5] }],
  FR: [{ ails: 'bad-goods', share: 0.09, days: [-60, 20] }],
  IT: [{ ails: 'slow-replies', share: 1, days: [-45, 20] }],
  ES: [{ ails: 'slow-returns', share: 0.5, days: [-70, 20] }],
};
/** What a shop with a plan does at other times. */
const USUAL = { late: 0.008, cancels: 0.004, 'bad-goods': 0, 'slow-replies': 0, 'slow-returns': 0 } as const;

export const episodesOf = (market: Market, endsAt: Instant): Episode[] =>
  (PLANS[market] ?? []).map(({ days, ...episode }) => ({ ...episode, from: endsAt + days[0] * DAY, until: endsAt + days[1] * DAY }));

function shareOf(shop: Shop, ails: Episode['ails'], at: Instant): number {
  return shop.episodes.find((episode) => episode.ails === ails && at >= episode.from && at < episode.until)?.share ?? USUAL[ails];
}

export const hasEpisode = (core: Core, shop: Shop, ails: Episode['ails']): boolean => shareOf(shop, ails, core.at()) > USUAL[ails];

/** Deals this trouble to this order or not. To be asked once per order. */
export function falls(core: Core, { shop, order }: { shop: Shop; order: Order }, ails: Episode['ails']): boolean {
  const key = `${shop.id}:${ails}`;
  const due = (core.dealt.get(key) ?? 0.5) + shareOf(shop, ails, order.createdAt);
  core.dealt.set(key, due >= 1 ? due - 1 : due);
  return due >= 1;
}
