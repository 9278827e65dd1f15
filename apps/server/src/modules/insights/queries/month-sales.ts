import { dayIn } from '@tradewind/rules/calendar';
import { convert, type Money } from '@tradewind/rules/money';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import type { ShopInScope } from '../../accounts/index.ts';
import { ratesInto } from './rates.ts';
import { sumsByShopDay } from './sums.ts';

/** `converted` null: there is no rate. */
export type MonthSales = { month: string; native: Money; converted: Money | null };
type Input = { shops: readonly Pick<ShopInScope, 'id' | 'currency' | 'timeZone'>[]; currency: string; now: number };

/** GMV of each shop since the first day of its own month, in its order. Each month is summed natively and converted once. */
export async function monthSales(services: Services, tx: TenantTx, { shops, currency, now }: Input): Promise<MonthSales[]> {
  const todays = shops.map(({ timeZone }) => dayIn(now, timeZone));
  const [earliest, latest] = [[...todays].sort()[0], [...todays].sort().at(-1)];
  if (earliest === undefined || latest === undefined) return [];
  const days = await sumsByShopDay(tx, { shopIds: shops.map(({ id }) => id), from: `${earliest.slice(0, 7)}-01`, to: latest });
  const rates = await ratesInto(services, tx, { display: currency, currencies: shops.map((shop) => shop.currency), to: latest });
  return shops.map((shop, index) => {
    const month = todays[index]?.slice(0, 7) ?? '';
    const own = days.filter((day) => day.shopId === shop.id && day.currency === shop.currency && day.at.startsWith(month));
    const native = { amount: own.reduce((sum, { gmvMinor }) => sum + gmvMinor, 0), currency: shop.currency };
    const rate = rates.rateTo(shop.currency);
    return { month, native, converted: rate === null ? null : convert(native, currency, rate) };
  });
}
