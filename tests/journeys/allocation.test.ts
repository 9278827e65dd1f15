/** An order is given to the nearest warehouse that has it; a clerk sends it from another, its units move along, and it leaves. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled } from './stage/browser.ts';
import { passTime, placeOrder, trueSkus } from './stage/platform.ts';
import { addProduct, addWarehouse, boundShops, hasProduct } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const NEXT_READING_MS = 61_000;

test('an order goes to the near warehouse and says why; chosen at the desk, the far one keeps its units and it is shipped', async ({
  task,
}) => {
  const attempt = task.result?.retryCount ?? 0;
  const [shop] = (await boundShops()).filter(({ market }) => market === 'GB');
  const sold = (await trueSkus(shop?.channelShopId ?? '')).at(attempt);
  if (!shop || !sold) throw new Error('no shop sells anything');
  const sku = sold.sellerSku;
  if (!(await hasProduct(sku))) await addProduct({ code: sku, title: `Allocated ${sku}`, variants: [{ sku }] });
  const near = await addWarehouse(`Leeds ${attempt}`);
  const far = await addWarehouse(`Poznań ${attempt}`, 'PL');
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto(`/stock?sku=${encodeURIComponent(sku)}`);
  await settled(page);
  await page.getByTestId('count-by-file').click();
  const counted = [near, far].map(({ name }) => `${sku},${name},50\n`).join('');
  const file = { name: 'count.csv', mimeType: 'text/csv', buffer: Buffer.from(`sku,warehouse,counted\n${counted}`) };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByTestId('import-result').waitFor();
  await page.getByTestId('import-apply').click();
  await page.locator(`[data-testid=stock-row][data-sku="${sku}"]`).filter({ hasText: '50' }).waitFor();

  // Counted is what lay there then: an order is newer by the platform's clock too.
  await passTime(5_000);
  const channelOrderId = await placeOrder({ shopId: shop.channelShopId, skuId: sold.skuId });
  await passTime(NEXT_READING_MS);
  await page.goto(`/orders/desk?q=%22${channelOrderId}%22`);
  const row = page.getByTestId('desk-row').first();
  await row.locator('td').first().click();
  const sentFrom = page.getByTestId('sent-from');
  await sentFrom.getByText(`${near.name} × 1`).waitFor();
  await sentFrom.getByText(`${far.name}: abroad`).waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).first().click();

  await row.getByTestId('choose-order').click();
  await page.getByRole('combobox', { name: 'Send from' }).press('ArrowDown');
  await page.locator('.ant-select-item-option').filter({ hasText: far.name }).click();
  await row.getByText(far.name).waitFor();
  await row.locator('td').first().click();
  await page.locator('[data-testid=sent-from][data-by=person]').getByText(`${far.name} × 1`).waitFor();
  await page.getByTestId('open-order-page').click();
  await page.getByTestId('ship-order').click();
  await page.getByTestId('ship-send').click();
  await page.locator('[data-testid=shipment-run][data-open="0"]').waitFor();
  expect(troubles).toEqual([]);
});
