/** Which shops can share a global product, which of their listings can be part of one, and why the rest cannot. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsFit, type GlobalShop, shopsFit } from './global-fit.ts';
import type { PublicationCell } from './publication-cell.ts';
import { wishOf } from './publication-wish.ts';

const shop = (market: string, change: Partial<GlobalShop> = {}): GlobalShop => ({
  ...{ id: market, authorizationId: 'account', legalEntityId: 'company', market, currency: market === 'US' ? 'USD' : 'GBP' },
  ...{ isActive: true, isCrossBorder: true, isPermitted: true, hasTwin: false, hasMade: false },
  ...change,
});
const us = shop('US');

const shops: [string, GlobalShop[], (string | null)[]][] = [
  ['two markets of one seller', [us, shop('GB')], [null, null]],
  ['one that takes no calls leaves the other alone', [us, shop('GB', { isActive: false })], ['alone', 'not-active']],
  ['one within its own country', [us, shop('GB'), shop('MY', { isCrossBorder: false })], [null, null, 'not-cross-border']],
  ['an account without the permission', [shop('US', { isPermitted: false })], ['not-permitted']],
  ['two shops of one market', [us, shop('GB', { hasTwin: true })], ['alone', 'market-twice']],
  ['two accounts', [us, shop('GB', { authorizationId: 'other' })], ['alone', 'alone']],
  ['two companies', [us, shop('GB', { legalEntityId: 'other' })], ['alone', 'alone']],
  ['neither dollars nor euros', [shop('GB'), shop('MY')], ['currency-missing', 'currency-missing']],
  ['one alone, after others', [shop('GB', { hasMade: true })], [null]],
  ['one that takes no calls, after others', [shop('GB', { hasMade: true, isActive: false })], ['not-active']],
];
test.each(shops)('of a task: %s', (_name, given, reasons) => {
  expect(given.map(({ id }) => shopsFit(given).get(id))).toEqual(reasons);
});

test('nothing is shared by fewer than two, however shops are put together', () => {
  const any = fc.record({
    ...{ id: fc.uuid(), authorizationId: fc.constantFrom('a', 'b'), legalEntityId: fc.constantFrom('c', 'd') },
    ...{ market: fc.constantFrom('US', 'GB', 'DE'), currency: fc.constantFrom('USD', 'GBP', 'EUR'), hasMade: fc.constant(false) },
    ...{ isActive: fc.boolean(), isCrossBorder: fc.boolean(), isPermitted: fc.boolean(), hasTwin: fc.boolean() },
  });
  fc.assert(
    fc.property(fc.uniqueArray(any, { selector: ({ id }) => id, maxLength: 8 }), (given) => {
      const fits = shopsFit(given);
      for (const one of given.filter(({ id }) => fits.get(id) === null)) {
        const same = given.filter((other) => fits.get(other.id) === null && other.authorizationId === one.authorizationId);
        expect(same.filter(({ legalEntityId }) => legalEntityId === one.legalEntityId).length).toBeGreaterThan(1);
      }
    }),
  );
});

type Given = {
  title?: string;
  currency?: string;
  price?: number | null;
  warehouses?: number;
  channelProductId?: string;
  asks?: 'always' | 'of glass';
};
let made = 0;
function cell({ title, currency = 'USD', price = 100, warehouses = 1, channelProductId, asks }: Given = {}): PublicationCell {
  made += 1;
  const parts = Array.from({ length: warehouses }, (_, at) => ({ channelWarehouseId: `w${at}`, units: 1 }));
  const offer = {
    price: price === null ? null : { amount: price, from: 'typed' },
    quantity: { units: warehouses, from: 'stock', parts },
    allocated: null,
  };
  const ofGlass = [{ channelAttributeId: 'material', channelValueId: 'glass' }];
  const certificate = { channelCertificateId: 'c', name: 'UKCA', isRequired: true, conditions: asks === 'of glass' ? ofGlass : [] };
  const category = asks ? { id: 'leaf', attributes: [], rules: { certificates: [certificate] } } : null;
  const size = { weightG: 1, lengthMm: 1, widthMm: 1, heightMm: 1 };
  // The cast: of a cell, only what a draft is made of.
  return {
    ...{ id: `cell-${made}`, channelProductId: channelProductId ?? null, wish: wishOf(title ? { title } : {}), media: [], category },
    ...{
      shop: { market: `M${made}`, currency },
      product: { title: 'Mug', description: 'For tea.', brand: null, materials: [], optionNames: [] },
    },
    ...{ variants: [{ id: 'v', sku: 'MUG', optionValues: [], gtin: null, ...size }], offers: new Map([['v', offer]]) },
    ...{ shopText: null, said: [] },
  } as unknown as PublicationCell;
}

const products: [string, Given[], (string | null)[]][] = [
  ['the same everywhere', [{}, { currency: 'GBP', price: 90 }], [null, null]],
  ['one with a title of its own', [{}, { title: 'Cup' }, { currency: 'GBP' }], [null, 'own-content', null]],
  ['what most share wins, wherever it stands', [{ title: 'Cup' }, {}, {}], ['own-content', null, null]],
  ['all of them different', [{ title: 'Cup' }, {}], ['alone', 'alone']],
  ['units in two warehouses', [{ warehouses: 2 }, {}, {}], ['several-warehouses', null, null]],
  ['units nowhere', [{ warehouses: 0 }, {}], [null, null]],
  ['there already', [{ channelProductId: 'P' }, {}, {}], ['listed', null, null]],
  ['one whose leaf asks for a paper', [{ asks: 'always' }, {}, {}], ['papers', null, null]],
  ['where no paper is asked for after all', [{ asks: 'of glass' }, { asks: 'of glass' }], [null, null]],
  ['no price in dollars or euros', [{ price: null }, { currency: 'GBP' }], ['price-missing', 'price-missing']],
  ['one market', [{}], ['alone']],
];
test.each(products)('of a product: %s', (_name, given, reasons) => {
  const cells = given.map(cell);
  const fit = cellsFit(cells, null);
  expect(cells.map(({ id }) => fit.reasons.get(id))).toEqual(reasons);
});

test('what is made already takes a single market, if that means the same', () => {
  const { content } = cellsFit([cell(), cell()], null);
  const later = [cell({ currency: 'GBP' }), cell({ title: 'Cup' }), cell({ title: 'Cup' })];
  const { reasons } = cellsFit(later, content);
  expect(later.map(({ id }) => reasons.get(id))).toEqual([null, 'own-content', 'own-content']);
});
