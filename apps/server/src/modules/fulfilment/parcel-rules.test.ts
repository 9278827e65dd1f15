import { describe, expect, test } from 'vitest';
import { type ParcelFacts, type ParcelWish, reasonAgainst } from './parcel-rules.ts';

const facts: ParcelFacts = {
  status: 'awaiting-shipment',
  path: 'platform',
  isCancellationAsked: false,
  hold: null,
  isPackageMade: true,
  openPackages: ['1'],
};
const wish: ParcelWish = { channelPackageId: null, channelLineIds: null, own: null, lineIds: new Set(['11', '12']) };
const own = { isValid: true, isUsed: false };

describe('a parcel', () => {
  test.each<[string, Partial<ParcelFacts>, Partial<ParcelWish>, string | null]>([
    ['may leave by the platform’s carrier', {}, {}, null],
    ['may leave with its own number', { path: 'seller' }, { own }, null],
    ['a second part may follow the first', { status: 'partially-shipped' }, {}, null],
    ['is not paid', { status: 'unpaid' }, {}, 'order-unpaid'],
    ['waits out the platform’s hour', { status: 'on-hold' }, {}, 'platform-hold'],
    ['was cancelled', { status: 'cancelled' }, {}, 'order-cancelled'],
    ['has left', { status: 'in-transit' }, {}, 'order-shipped'],
    ['the buyer asks to cancel', { isCancellationAsked: true }, {}, 'cancellation-asked'],
    ['the desk holds it', { hold: 'address' }, {}, 'held-by-us'],
    ['a cancelled order is told before its hold', { status: 'cancelled', hold: 'address' }, {}, 'order-cancelled'],
    ['lacks a number', { path: 'seller' }, {}, 'number-missing'],
    ['a number where the platform numbers', {}, { own }, 'number-not-wanted'],
    ['a number of no form', { path: 'seller' }, { own: { ...own, isValid: false } }, 'number-form'],
    ['a number used before', { path: 'seller' }, { own: { ...own, isUsed: true } }, 'number-used'],
    ['no package is known', { openPackages: [] }, {}, 'package-missing'],
    ['the package named has left', {}, { channelPackageId: '2' }, 'package-missing'],
    ['the package named is open', { openPackages: ['1', '2'] }, { channelPackageId: '2' }, null],
    ['one number for two packages', { path: 'seller', openPackages: ['1', '2'] }, { own }, 'package-choice'],
    ['all packages by the platform', { openPackages: ['1', '2'] }, {}, null],
    ['a part where packages are split instead', {}, { channelLineIds: ['11'] }, 'parts-not-allowed'],
    ['a part where packages are made', { isPackageMade: false, openPackages: [] }, { channelLineIds: ['11'] }, null],
    ['units of another order', { isPackageMade: false, openPackages: [] }, { channelLineIds: ['99'] }, 'lines-unknown'],
  ])('%s', (_name, changed, wished, reason) => {
    expect(reasonAgainst({ ...facts, ...changed }, { ...wish, ...wished })).toBe(reason);
  });
});
