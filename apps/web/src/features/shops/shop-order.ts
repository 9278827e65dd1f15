import type { Shop } from '@tradewind/contract/types';
import { marketOrder } from '../../shared/markets.ts';

/** What the page shows: bound shops, those that need somebody, or those that were unbound. */
export const shopViews = ['bound', 'attention', 'unbound'] as const;
export type ShopView = (typeof shopViews)[number];

export const worstOf = (shop: Shop): 'losing' | 'soon' | null =>
  shop.state === 'unbound'
    ? null
    : shop.state === 're-authorise' || shop.health.troubles.some((trouble) => trouble.severity === 'losing')
      ? 'losing'
      : shop.health.troubles.length > 0
        ? 'soon'
        : null;

export const isIn = (shop: Shop, view: ShopView): boolean =>
  view === 'unbound' ? shop.state === 'unbound' : view === 'bound' ? shop.state !== 'unbound' : worstOf(shop) !== null;

const weight = (shop: Shop): number => ({ losing: 0, soon: 1, none: 2 })[worstOf(shop) ?? 'none'];

/** What loses now first, then by market in the order used everywhere. */
export const byUrgency = (a: Shop, b: Shop): number =>
  weight(a) - weight(b) || marketOrder.indexOf(a.market) - marketOrder.indexOf(b.market) || a.name.localeCompare(b.name);
