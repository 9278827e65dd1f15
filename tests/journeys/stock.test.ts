/** Whoever counts the goods: a count goes in by file, the shop in the platform shows it, and a rule for all SKUs changes it and says why. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled } from './stage/browser.ts';
import { shownBy, trueSkus } from './stage/platform.ts';
import { addProduct, addWarehouse, boundShops, hasProduct, tellStock } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

test('a count by file reaches the shop, and a rule for every SKU says why it shows fewer', async ({ task }) => {
  const [shop] = (await boundShops()).filter(({ market }) => market === 'GB');
  // A second try takes a SKU that the first has left alone.
  const sold = (await trueSkus(shop?.channelShopId ?? '')).at(-1 - (task.result?.retryCount ?? 0));
  if (!shop || !sold) throw new Error('no shop sells anything');
  // The SKU is the shop's own, so that it is matched by itself. Another journey may have made products of all listings before.
  const sku = sold.sellerSku;
  const shown = () => shownBy(shop.channelShopId, sold.skuId);
  if (!(await hasProduct(sku))) await addProduct({ code: sku, title: `Counted ${sku}`, variants: [{ sku }] });
  const { name } = await addWarehouse('Journey');
  await tellStock(shop.id);
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto(`/stock?sku=${encodeURIComponent(sku)}`);
  await settled(page);
  await page.getByTestId('count-by-file').click();
  const file = { name: 'count.csv', mimeType: 'text/csv', buffer: Buffer.from(`sku,warehouse,counted\n${sku},${name},41\n`) };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByTestId('import-result').waitFor();
  await page.getByTestId('import-apply').click();
  const row = page.locator(`[data-testid=stock-row][data-sku="${sku}"]`);
  await row.filter({ hasText: '41' }).waitFor();
  // Buyers go on ordering meanwhile.
  await expect.poll(shown).toSatisfy((units: number) => units > 30 && units <= 41);

  await page.goto('/stock/rules');
  await page.getByTestId('add-rule').click();
  await page.locator('#rule-safetyStock').fill('11');
  await page.getByTestId('save-rule').click();
  await page.getByTestId('rule-row').filter({ hasText: '11' }).waitFor();
  await expect.poll(shown).toSatisfy((units: number) => units > 19 && units <= 30);
  await page.getByTestId('stock-levels').click();
  await row.locator('td').first().click();
  const why = page.getByTestId('why-shop').filter({ hasText: 'GB' }).first();
  await why.locator('summary').click();
  const explained = async () => Number(/less the safety stock of 11\s+= (\d+)/.exec(await why.innerText())?.[1]);
  expect(await explained()).toBe(await shown());
  expect(troubles).toEqual([]);
});
