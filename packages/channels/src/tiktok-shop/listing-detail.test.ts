import { expect, test } from 'vitest';
import { CONFIG, refusal, SHOP, scripted, success } from './testing/scripted-platform.ts';

const chain = (...names: string[]) => names.map((local_name, index) => ({ id: String(index), local_name }));

test.each([
  ['the deepest name that is known decides', chain('Pet Supplies', 'Pet Toys', 'Balls'), 'pet-toys'],
  ['a leaf may say more than its root', chain('Health', 'Oral Care'), 'beauty-personal-care'],
  ['known, and no rule speaks of it', chain('Shoes', 'Slippers'), 'shoes'],
  ['none is known', chain('Health', 'Massage'), null],
  ['a name that every object has', chain('constructor'), null],
  ['no chain at all', undefined, null],
])('category: %s', async (_, category_chains, category) => {
  const { channel, seen } = scripted(() => success({ id: '171', category_chains }));
  const channelCategory = (category_chains ?? []).map(({ local_name }) => local_name).join(' › ');
  expect(await channel.listingDetail(SHOP, '171')).toEqual({ category, channelCategory, brand: null, variants: [] });
  expect(seen[0]).toMatchObject({ method: 'GET', path: '/product/202309/products/171', query: { locale: 'en-US' } });
});

test('the brand is taken where one is named', async () => {
  const { channel } = scripted(() => success({ brand: { id: '1', name: ' Sailor ' } }));
  expect(await channel.listingDetail(SHOP, '171')).toMatchObject({ brand: 'Sailor' });
});

test('a variant has its trade item number, where it is one', async () => {
  const codes = ['6971234567890', '0123456789', '', '96385074'];
  const skus = codes.map((code, index) => ({ id: String(index), identifier_code: { code, type: 'EAN' } }));
  const { channel } = scripted(() => success({ skus: [...skus, { id: '9' }] }));
  const detail = await channel.listingDetail(SHOP, '171');
  expect(detail?.variants.map(({ gtin }) => gtin)).toEqual(['6971234567890', null, null, '96385074', null]);
});

test('a product that is gone has no detail; any other refusal is a failure', async () => {
  const gone = scripted(() => refusal(12052048));
  expect(await gone.channel.listingDetail(SHOP, '171')).toBe(null);
  const refused = scripted(() => refusal(36009010));
  await expect(refused.channel.listingDetail(SHOP, '171')).rejects.toMatchObject({ kind: 'rejected' });
});

test('the seller’s own page of a listing is the platform’s, or where the operator says', () => {
  const { channel } = scripted(() => success({}));
  const listing = { channelShopId: '749', channelProductId: '17/2' };
  expect(channel.listingPage(listing)).toBe('https://seller.tiktokglobalshop.com/product/edit/17%2F2');
  const own = scripted(() => success({}), { config: { ...CONFIG, sellerPageUrl: 'http://x.example/{shop}/{product}' } });
  expect(own.channel.listingPage(listing)).toBe('http://x.example/749/17%2F2');
});
