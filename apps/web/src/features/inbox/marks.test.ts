import { expect, test } from 'vitest';
import { withoutPlaces } from './marks.ts';

test.each([
  ['Please cancel your order, it is sold out.', [[7, 24]], 'Please, it is sold out.'],
  [
    'Write to me at a@b.example or +49 170 1234567 please',
    [
      [15, 26],
      [30, 45],
    ],
    'Write to me at or please',
  ],
  [
    'overlapping places',
    [
      [0, 11],
      [5, 12],
    ],
    'places',
  ],
  ['nothing', [], 'nothing'],
  ['加我微信 abc123 吧', [[2, 11]], '加我 吧'],
] as const)('%s', (text, places, left) => {
  expect(
    withoutPlaces(
      text,
      places.map(([start, end]) => ({ start, end })),
    ),
  ).toBe(left);
});
