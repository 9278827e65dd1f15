/** What counts as a difference, and what is only the platform's manner of writing. */
import { expect, test } from 'vitest';
import { driftOf, keepTheirs } from './drift.ts';
import type { ListingFacts } from './facts.ts';
import { differencesBetween, textOfHtml } from './listing-facts.ts';
import { wishOf } from './publication-wish.ts';

const sent: ListingFacts = {
  ...{ title: 'A mug for tea', description: 'Holds <tea>.\n\nAnd coffee\nin the morning.', channelCategoryId: 'leaf' },
  attributes: { material: { name: 'Material', values: [{ channelValueId: 'v1', name: 'Enamel' }] } },
  ...{ images: 2, mediaIds: ['a', 'b'], currency: 'GBP' },
  variants: { RED: { price: 1_500, options: 'Red' }, BLUE: { price: 1_600, options: 'Blue' } },
};
const html = '<p>Holds &lt;tea&gt;.</p><p>And coffee<br>in the morning.</p>';
const shown: ListingFacts = {
  ...sent,
  ...{ description: textOfHtml(html), mediaIds: null },
  variants: { RED: { price: 1_500, options: null }, BLUE: { price: 1_600, options: null } },
};
const material = (...values: { channelValueId: string | null; name: string }[]) => ({ material: { name: 'Material', values } });

const same: [string, Partial<ListingFacts>][] = [
  ['as it was sent', {}],
  ['spaces around and within a title', { title: '  A mug \u00a0for\ttea ' }],
  ['the letters of a title put together otherwise', { title: 'A mug for tea'.normalize('NFD') }],
  [
    'tags on lines of their own',
    { description: textOfHtml('<div>\n  <p>Holds &lt;tea&gt;.</p>\n  <p>And coffee<br/>in the morning.</p>\n</div>') },
  ],
  ['entities by number', { description: textOfHtml('<p>Holds &#60;tea&#x3E;.</p><p>And coffee in&nbsp;the morning.</p>') }],
  ['words made bold', { description: textOfHtml('<p>Holds <b>&lt;tea&gt;</b>.</p><p>And coffee<br>in the <i>morning</i>.</p>') }],
  ['a value without its id', { attributes: material({ channelValueId: null, name: 'ENAMEL ' }) }],
  ['a value in other words under its id', { attributes: material({ channelValueId: 'v1', name: 'Enamelled steel' }) }],
  [
    'an attribute of its own',
    { attributes: { ...sent.attributes, origin: { name: 'Origin', values: [{ channelValueId: '9', name: 'CN' }] } } },
  ],
  ['its own words for the options', { variants: { BLUE: { price: 1_600, options: null }, RED: { price: 1_500, options: null } } }],
];
test.each(same)('%s is no difference', (_name, change) => {
  expect(differencesBetween(sent, { ...shown, ...change })).toEqual([]);
});

const others: [string, Partial<ListingFacts>, string][] = [
  ['another title', { title: 'A mug for coffee' }, 'title'],
  ['a title in other letters', { title: 'a mug for tea' }, 'title'],
  ['another description', { description: 'Holds tea.' }, 'description'],
  ['another category', { channelCategoryId: 'other' }, 'category'],
  ['another value', { attributes: material({ channelValueId: 'v2', name: 'Tin' }) }, 'attribute material'],
  ['no value', { attributes: {} }, 'attribute material'],
  [
    'a further value',
    { attributes: material({ channelValueId: 'v1', name: 'Enamel' }, { channelValueId: 'v2', name: 'Tin' }) },
    'attribute material',
  ],
  ['a picture less', { images: 1 }, 'images'],
  ['another price', { variants: { ...shown.variants, RED: { price: 1_499, options: null } } }, 'price RED'],
  ['a variant less', { variants: { RED: { price: 1_500, options: null } } }, 'variant BLUE'],
  ['a variant more', { variants: { ...shown.variants, GREEN: { price: 1, options: null } } }, 'variant GREEN'],
];
test.each(others)('%s is one', (_name, change, place) => {
  const found = differencesBetween(sent, { ...shown, ...change });
  expect(found.map(({ field, subject }) => [field, subject].filter(Boolean).join(' '))).toEqual([place]);
});

test('what is kept for the shop is no difference any more, and what stays keeps its age', () => {
  const there = { ...shown, title: 'Theirs', images: 3, variants: { RED: { price: 900, options: null } } };
  const first = driftOf({ lastSent: sent, shown: there, before: null, at: '2026-03-01T00:00:00.000Z' });
  if (!first) throw new Error('nothing was found');
  expect(first.differences.map(({ field, subject }) => [field, subject])).toEqual([
    ['title', null],
    ['images', null],
    ['variant', 'BLUE'],
    ['price', 'RED'],
  ]);
  const again = driftOf({ lastSent: sent, shown: there, before: first, at: '2026-03-02T00:00:00.000Z' });
  expect(again).toEqual(first);
  const more = driftOf({ lastSent: sent, shown: { ...there, channelCategoryId: 'x' }, before: first, at: '2026-03-03T00:00:00.000Z' });
  expect(more).toMatchObject({ foundAt: '2026-03-03T00:00:00.000Z', differences: [{ since: '2026-03-01T00:00:00.000Z' }, {}, {}, {}, {}] });
  const places = first.differences;
  const kept = keepTheirs({ wish: wishOf({}), lastSent: sent, drift: first, places, variantIds: new Map([['RED', 'id-red']]) });
  expect(kept.wish).toMatchObject({ title: 'Theirs', description: null, prices: { 'id-red': 900 } });
  expect(differencesBetween(kept.lastSent, there)).toEqual([]);
});
