/**
 * How many days a parcel of the platform's own shipping takes on average, as the platform has told it; for comparison, not as a promise.
 * Source: seeds/001 (Seller Center encyclopaedia entry), on data of the first quarter of 2024: 4.2 days in Southeast Asia, 6.8 in Great
 * Britain, 1.9 to 2.3 days quicker than third-party carriers. Nothing newer is published, and nothing of other markets.
 */
export type DeliveryBenchmark = { days: number; path: 'platform' | 'seller'; asOf: string };

const AS_OF = '2024-03-31';
/** The middle of 1.9 and 2.3. */
const THIRD_PARTY_LATER_DAYS = 2.1;
const platformDays: Readonly<Record<string, number>> = { GB: 6.8, TH: 4.2, VN: 4.2, MY: 4.2, ID: 4.2, PH: 4.2, SG: 4.2 };

/** Null: nothing is published of this market. */
export function deliveryBenchmark(market: string, path: 'platform' | 'seller'): DeliveryBenchmark | null {
  const days = platformDays[market];
  if (days === undefined) return null;
  return { path, asOf: AS_OF, days: path === 'platform' ? days : Math.round((days + THIRD_PARTY_LATER_DAYS) * 10) / 10 };
}
