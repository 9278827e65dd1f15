import { dayIn } from '@tradewind/rules/calendar';
import { markets } from '@tradewind/rules/markets';
import { usePreferences } from '../app/preferences.ts';
import { useScope } from '../app/scope.ts';
import { useShops } from './api/shops.ts';
import { nowMs, readerZone } from './time.ts';

/**
 * Which calendar day "today" is. In the chosen reporting zone; where each shop counts its own day, it is the day of the
 * one shop or market shown, else the reader's.
 */
export function useToday(): string {
  const { dayZone } = usePreferences();
  const { market, shopId } = useScope();
  const { shops } = useShops();
  const shopZone = shopId ? shops.find(({ id }) => id === shopId)?.timeZone : market ? markets[market]?.timeZone : undefined;
  return dayIn(nowMs(), dayZone === 'shop' ? (shopZone ?? readerZone()) : dayZone);
}

/** What every analytics request of the screen has in common. */
export function useFigureScope() {
  const { currency, dayZone } = usePreferences();
  const { query } = useScope();
  return { currency, timeZone: dayZone, ...query };
}
