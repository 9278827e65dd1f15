/** A clerk at the packing table: a wave of single items, its labels in one file, and every parcel checked by a scanner that types. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { widthsOf } from '../../apps/server/src/modules/picking/testing-pdf.ts';
import { openBrowser, settled } from './stage/browser.ts';
import { dispatchOrders, passTime } from './stage/platform.ts';
import { addWarehouse, boundShops } from './stage/workbench.ts';

const ORDERS = 4;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const outcome = (page: Page, is: string) => page.locator(`[data-testid=scan-outcome][data-outcome="${is}"]`).waitFor();
/** As the scanner does: it types wherever the focus is, and ends with Enter. */
const scan = async (page: Page, code: string) => {
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
};

test('a wave of single items is made, its labels come as one file, and each parcel is verified; a wrong item is refused', async () => {
  const shop = (await boundShops()).find(({ market }) => market === 'GB');
  if (!shop) throw new Error('no shop in GB');
  await addWarehouse('Packing table');
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto(`/orders/picking?shop=${shop.id}`);
  await settled(page);
  await page.locator('#wave-orders-max').fill(String(ORDERS));
  await page.getByTestId('make-single-item').click();
  const picked = page.getByTestId('pick-row');
  await picked.first().waitFor();
  const skus = await picked.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-sku') ?? ''));

  await page.getByTestId('tab-orders').click();
  const rows = page.getByTestId('wave-order');
  await rows.first().waitFor();
  const orders = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-order') ?? ''));
  expect(orders.length).toBe(ORDERS);
  await dispatchOrders(shop.channelShopId, orders);
  await passTime(15_000);

  await page.getByTestId('tab-print').click();
  await page.getByTestId('make-labels').click();
  await page.locator('[data-testid=label-run][data-state=done]').waitFor();
  const fetched = await page.locator('[data-testid=label-row][data-state=fetched]').count();
  const missing = await page.locator('[data-testid=label-row][data-state=missing]').count();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('label-file').click()]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
  const pages = await widthsOf(Buffer.concat(chunks));
  // A parcel that goes by the shop's own carrier has no label of the platform: the sheet in front says so.
  expect([fetched + missing, pages.length]).toEqual([ORDERS, fetched + (missing > 0 ? 1 : 0)]);

  await page.goBack();
  await page.getByTestId('tab-pack').click();
  await page.getByTestId('scan').waitFor();
  await page.getByRole('heading', { level: 1 }).click();
  await scan(page, 'NOTHING-OF-OURS');
  await outcome(page, 'unknown-code');
  for (const order of orders.slice(0, 1)) await scan(page, order);
  await outcome(page, 'opened');
  await page.reload();
  const item = page.getByTestId('parcel-item');
  await item.first().waitFor();
  const [first = ''] = (await item.first().innerText()).split('\n');
  const other = skus.find((sku) => sku !== first.trim());
  await scan(page, other ?? 'ANOTHER-ITEM');
  await outcome(page, other ? 'wrong-item' : 'unknown-code');
  expect(await page.getByTestId('scan-outcome').innerText()).toMatch(other ? /Wrong item/ : /Nobody knows/);
  await scan(page, first.trim());
  await outcome(page, 'verified');
  for (const order of orders.slice(1)) {
    await scan(page, order);
    await outcome(page, 'opened');
    await page.locator('[data-testid=parcel][data-state=packing]').waitFor();
    const [sku = ''] = (await item.first().innerText()).split('\n');
    await scan(page, sku.trim());
    await outcome(page, 'verified');
  }
  await page.getByText(`${ORDERS} of ${ORDERS} orders verified`).first().waitFor();
  expect(troubles).toEqual([]);
});
