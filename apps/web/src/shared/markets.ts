/**
 * One colour per market, the same in every chart and chip, for good: a reader learns that DE is orange. The hues come
 * from palettes made for colour-blind readers; twelve and more cannot all differ for everybody, so no chart relies on
 * colour alone (code and dash pattern go with it). Dark mode keeps the hue and lifts what would sink into the ground.
 */
const colours: Record<string, readonly [light: string, dark: string]> = {
  US: ['#0072b2', '#3d9be0'],
  GB: ['#d55e00', '#f07f2e'],
  DE: ['#b57900', '#e8b33a'],
  FR: ['#2f95d0', '#74c3f2'],
  IT: ['#00876a', '#1fbf98'],
  ES: ['#c0639a', '#e08fc0'],
  JP: ['#8f2550', '#d9608f'],
  MX: ['#117733', '#3fae63'],
  TH: ['#43309a', '#9384ea'],
  VN: ['#84842a', '#b9b94f'],
  MY: ['#2f9484', '#62c9b9'],
  ID: ['#a03c90', '#cf72c0'],
  PH: ['#a0862f', '#dccb76'],
  SG: ['#7d2f12', '#d0805f'],
  BR: ['#3f7fa6', '#8fc4e6'],
  IE: ['#5c7d1f', '#9fc45c'],
};
const unknownColour = ['#64717f', '#93a1b0'] as const;

/** Order of markets wherever figures do not decide it. */
export const marketOrder = Object.keys(colours);

export const marketColour = (market: string, mode: 'light' | 'dark'): string =>
  (colours[market] ?? unknownColour)[mode === 'light' ? 0 : 1];

export const dashOf = (market: string): 'solid' | 'dashed' | 'dotted' =>
  (['solid', 'dashed', 'dotted'] as const)[marketOrder.indexOf(market) % 3] ?? 'solid';

const names = new Map<string, Intl.DisplayNames>();
export function marketName(market: string, locale: string): string {
  const known = names.get(locale) ?? new Intl.DisplayNames(locale, { type: 'region' });
  names.set(locale, known);
  return known.of(market) ?? market;
}
