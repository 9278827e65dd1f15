/** A person who is told which parcels keep the shop out of the next row of points, ships exactly these, and sees the threat go. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled } from './stage/browser.ts';
import { dispatchOrders } from './stage/platform.ts';
import { boundShops, shopStandings } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

/** The shop with the shortest list of several: what a person would begin with, and enough to leave one out. */
async function threatened() {
  const [first] = (await shopStandings())
    .filter(({ toShip }) => toShip > 1)
    .sort((a, b) => a.toShip - b.toShip || a.shopId.localeCompare(b.shopId));
  if (!first) throw new Error('no shop of the small world is threatened');
  return first;
}

test('shipping the rescue list, and no parcel more, clears the forecast while one looks on', async () => {
  const { shopId, toShip } = await threatened();
  const channelShopId = (await boundShops()).find(({ id }) => id === shopId)?.channelShopId ?? '';
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto(`/performance/${shopId}`);
  await settled(page);
  const rescue = page.getByTestId('rescue');
  const ahead = page.locator('[data-testid=forecast][data-ahead=true]');
  await rescue.waitFor();
  expect(await rescue.getAttribute('data-count')).toBe(String(toShip));
  expect(await ahead.count()).toBe(1);
  const orderIds = await page
    .getByTestId('rescue-order')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-channel-order-id') ?? ''));
  expect(new Set(orderIds).size).toBe(toShip);

  // All but one is not enough: the list is the smallest.
  const [last = '', ...others] = orderIds;
  await dispatchOrders(channelShopId, others);
  await page.locator('[data-testid=rescue][data-count="1"]').waitFor();
  expect(await ahead.count()).toBe(1);
  await dispatchOrders(channelShopId, [last]);
  await page.locator('[data-testid=rescue][data-count="0"]').waitFor();
  await expect.poll(() => ahead.count()).toBe(0);
  expect(troubles).toEqual([]);
});
