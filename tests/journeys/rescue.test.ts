/** A person who is told which parcels keep the shop out of the next row of points, ships exactly these, and sees the threat go. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled } from './stage/browser.ts';
import { dispatchOrders, ordersWaiting } from './stage/platform.ts';
import { boundShops, rescueOf, shopStandings } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

/** The shop with the shortest list of several that may all be shipped: in its first hour an order is on hold. */
async function threatened() {
  const standings = (await shopStandings()).filter(({ toShip }) => toShip > 1).sort((a, b) => a.toShip - b.toShip);
  const shops = await boundShops();
  for (const { shopId } of standings) {
    const channelShopId = shops.find(({ id }) => id === shopId)?.channelShopId ?? '';
    const waiting = new Set((await ordersWaiting(channelShopId)).map(({ id }) => id));
    if ((await rescueOf(shopId)).every((id) => waiting.has(id))) return { shopId, channelShopId };
  }
  throw new Error('no shop of the small world is threatened');
}

test('shipping the rescue list, and no parcel more, clears the forecast while one looks on', async () => {
  const { shopId, channelShopId } = await threatened();
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto(`/performance/${shopId}`);
  await settled(page);
  const rescue = page.getByTestId('rescue');
  const ahead = page.locator('[data-testid=forecast][data-ahead=true]');
  await rescue.waitFor();
  expect(await ahead.count()).toBe(1);
  const orderIds = await page
    .getByTestId('rescue-order')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-channel-order-id') ?? ''));
  expect(await rescue.getAttribute('data-count')).toBe(String(new Set(orderIds).size));

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
