/**
 * Markets of TikTok Shop: currency and the zone of the shop's day.
 * The platform states the currency (reference list of markets); it does not state a zone for its days, so the zone is
 * ours: the capital's, and Los Angeles for the US, where the platform's US seller centre closes its day.
 */
export type Market = { currency: string; timeZone: string };

export const markets: Readonly<Record<string, Market>> = {
  US: { currency: 'USD', timeZone: 'America/Los_Angeles' },
  GB: { currency: 'GBP', timeZone: 'Europe/London' },
  DE: { currency: 'EUR', timeZone: 'Europe/Berlin' },
  FR: { currency: 'EUR', timeZone: 'Europe/Paris' },
  IT: { currency: 'EUR', timeZone: 'Europe/Rome' },
  ES: { currency: 'EUR', timeZone: 'Europe/Madrid' },
  IE: { currency: 'EUR', timeZone: 'Europe/Dublin' },
  JP: { currency: 'JPY', timeZone: 'Asia/Tokyo' },
  MX: { currency: 'MXN', timeZone: 'America/Mexico_City' },
  BR: { currency: 'BRL', timeZone: 'America/Sao_Paulo' },
  TH: { currency: 'THB', timeZone: 'Asia/Bangkok' },
  VN: { currency: 'VND', timeZone: 'Asia/Ho_Chi_Minh' },
  MY: { currency: 'MYR', timeZone: 'Asia/Kuala_Lumpur' },
  ID: { currency: 'IDR', timeZone: 'Asia/Jakarta' },
  PH: { currency: 'PHP', timeZone: 'Asia/Manila' },
  SG: { currency: 'SGD', timeZone: 'Asia/Singapore' },
};
