import { describe, expect, test } from 'vitest';
import { attributesOf, chainOf, type Group, leafOf } from './inherit.ts';

const leafAt = (market: string, channelCategoryId: string) => ({ channel: 'tiktok-shop', market, channelCategoryId, attributeIds: {} });
const group = (id: string, parentId: string | null, facts: Partial<Group> = {}): Group => ({
  ...{ id, parentId, attributes: {}, leaves: [] },
  ...facts,
});
const groups = new Map(
  [
    group('home', null, { attributes: { Origin: 'China', Finish: 'matt' }, leaves: [leafAt('GB', 'gb-home'), leafAt('TH', 'th-home')] }),
    group('kitchen', 'home', { attributes: { Finish: 'gloss', Capacity: '' } }),
    group('cups', 'kitchen', { leaves: [leafAt('GB', 'gb-cups')] }),
    group('snake', 'tail'),
    group('tail', 'snake'),
  ].map((each) => [each.id, each]),
);

describe('what a group passes down', () => {
  test.each([
    ['cups', ['cups', 'kitchen', 'home']],
    ['home', ['home']],
    ['gone', []],
    [null, []],
    ['snake', ['snake', 'tail']],
  ])('above %s stand %j', (id, chain) => expect(chainOf(groups, id).map((each) => each.id)).toEqual(chain));

  test.each([
    ['cups', 'GB', 'gb-cups'],
    ['cups', 'TH', 'th-home'],
    ['kitchen', 'GB', 'gb-home'],
    ['cups', 'US', undefined],
    [null, 'GB', undefined],
  ])('a product of %s in %s is published under %s', (id, market, leaf) =>
    expect(leafOf(chainOf(groups, id), { channel: 'tiktok-shop', market })?.channelCategoryId).toBe(leaf),
  );

  test.each([
    ['kitchen', {}, { Origin: 'China', Finish: 'gloss' }],
    ['kitchen', { Finish: 'raw', Capacity: '300 ml' }, { Origin: 'China', Finish: 'raw', Capacity: '300 ml' }],
    [null, { Finish: 'raw' }, { Finish: 'raw' }],
  ])('a product of %s that says %j says %j', (id, own, said) => expect(attributesOf(chainOf(groups, id), own)).toEqual(said));
});
