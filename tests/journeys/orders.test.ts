import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled } from './stage/browser.ts';
import { placeOrder, trueSkus } from './stage/platform.ts';
import { until } from './stage/until.ts';
import { boundShops } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
let bought: { id: string; sellerSku: string };
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const row = (page: Page, id: string) => page.locator(`[data-testid="order-row"][data-channel-order-id="${id}"]`);

/** An order of one SKU: the first one that the shop still has. */
async function buy(market: string): Promise<typeof bought> {
  const shopId = (await boundShops()).find((shop) => shop.market === market)?.channelShopId ?? '';
  for (const { skuId, sellerSku } of await trueSkus(shopId)) {
    const id = await placeOrder({ shopId, skuId }).catch(() => null);
    if (id) return { id, sellerSku };
  }
  throw new Error(`nothing left to sell in ${market}`);
}

async function orderPage(): Promise<Page> {
  const { page } = await browser.visit({}, cookies);
  await page.goto('/orders');
  await page.getByTestId('order-row').first().waitFor();
  return page;
}

test('an order placed now is offered above the list and comes in by a click, without reload', async () => {
  const page = await orderPage();
  await page.evaluate(() => document.documentElement.setAttribute('data-same-document', 'yes'));
  bought = await buy('MX');
  await page.getByTestId('newer-orders').click();
  await row(page, bought.id).waitFor();
  expect(await page.getByTestId('order-row').first().getAttribute('data-channel-order-id')).toBe(bought.id);
  expect(await page.evaluate(() => document.documentElement.getAttribute('data-same-document'))).toBe('yes');
});

test('the order tells its lines, its buyer and what happened when', async () => {
  const page = await orderPage();
  await row(page, bought.id).getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: `Order ${bought.id}` }).waitFor();
  await page.getByTestId('order-timeline').getByText('placed', { exact: false }).first().waitFor();
  expect(await page.getByRole('table', { name: 'Lines' }).textContent()).toContain(bought.sellerSku);
  expect(await page.getByTestId('order-buyer').textContent()).toMatch(/Name.+/);
});

test('the order is found by its id, by its SKU and by the name of its buyer', async () => {
  const page = await orderPage();
  const search = page.getByTestId('orders-search');
  const find = async (text: string) => {
    await search.fill(text);
    await until(`the address asks for ${text}`, async () => new URL(page.url()).searchParams.get('q')?.includes(text));
    await row(page, bought.id).waitFor();
  };
  await find(bought.id);
  await until('only that order', async () => (await page.getByTestId('order-row').count()) === 1);
  await row(page, bought.id).getByRole('link').click();
  const name = await page.getByTestId('order-buyer').locator('dd').first().textContent();
  await page.goBack();
  await find(bought.sellerSku);
  await find(name ?? '');
  const others = await page.getByTestId('order-row').count();
  await search.fill('no such order, SKU or buyer');
  await page.getByText('No order matches').waitFor();
  expect(others).toBeGreaterThan(0);
});

test('filters stand in the address: the same list opens from a link', async () => {
  const page = await orderPage();
  await page.getByRole('button', { name: 'Delivered', exact: true }).click();
  await until('only delivered orders', async () => {
    const statuses = await page.getByTestId('order-row').evaluateAll((rows) => rows.map((each) => each.getAttribute('data-status')));
    return statuses.length > 0 && statuses.every((status) => status === 'delivered');
  });
  const { page: other } = await browser.visit({}, cookies);
  await other.goto(page.url());
  await settled(other);
  await other.getByTestId('order-row').first().waitFor();
  expect(new Set(await other.getByTestId('order-row').evaluateAll((rows) => rows.map((each) => each.getAttribute('data-status'))))).toEqual(
    new Set(['delivered']),
  );
});
