import { describe, expect, it } from 'vitest';
import { marketColour, marketOrder } from '../shared/markets.ts';
import { type Mode, type Palette, palette } from './palette.ts';

/** Relative luminance and contrast as WCAG 2.2 defines them. */
const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (a: string, b: string): number => {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((left, right) => left - right);
  return (high + 0.05) / (low + 0.05);
};

const pairs: [text: keyof Palette, ground: keyof Palette][] = [
  ...(['text', 'textSecond', 'textThird', 'accentText', 'losing', 'soon', 'done'] as const).flatMap((text) =>
    (['ground', 'surface', 'raised', 'sunken'] as const).map((ground): [keyof Palette, keyof Palette] => [text, ground]),
  ),
  ['accentText', 'accentSoft'],
  ['losing', 'losingSoft'],
  ['soon', 'soonSoft'],
  ['done', 'doneSoft'],
  ['plain', 'plainSoft'],
];

describe.each(['light', 'dark'] as const satisfies readonly Mode[])('the %s palette', (mode) => {
  it('keeps every text at 4.5 : 1 or more on every ground it stands on', () => {
    const weak = pairs.filter(([text, ground]) => contrast(palette[mode][text], palette[mode][ground]) < 4.5);
    expect(weak).toEqual([]);
  });

  it('keeps white on the accent readable', () => {
    expect(contrast('#ffffff', palette[mode].accent)).toBeGreaterThanOrEqual(4.5);
  });

  it('draws every market at 3 : 1 or more, no two alike', () => {
    const colours = marketOrder.map((market) => marketColour(market, mode));
    const weak = marketOrder.filter((market) => contrast(marketColour(market, mode), palette[mode].surface) < 3);
    expect({ weak, distinct: new Set(colours).size }).toEqual({ weak: [], distinct: marketOrder.length });
  });
});
