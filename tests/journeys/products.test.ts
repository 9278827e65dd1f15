/** Whoever keeps the goods: a file with three bad rows, whose good ones go in; the bad ones come back as a file, are mended and go in as well. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled } from './stage/browser.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

async function handIn(page: Page, name: string, text: string): Promise<void> {
  await page.goto('/products/imports');
  await settled(page);
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByTestId('import-check').click();
  await page.locator('[data-testid=import-outcome][data-state=checked]').waitFor();
}

async function takeIn(page: Page): Promise<void> {
  await page.getByTestId('import-apply').click();
  await page.locator('[data-testid=import-outcome][data-state=applied]').waitFor();
}

const countsOf = (page: Page) =>
  Promise.all(['created', 'changed', 'failed'].map(async (name) => Number(await page.getByTestId(`count-${name}`).innerText())));

/** A second try meets what the first has left. */
const RUN = `J${Date.now().toString(36).toUpperCase()}`;
const FILE = [
  'product_code,title,sku,option1_name,option1_value,weight_g,cost,cost_currency',
  `${RUN},${RUN} cup,${RUN}-S,Size,S,210,12.50,CNY`,
  `${RUN},,${RUN}-L,Size,L,-5,13,CNY`,
  `${RUN},,${RUN}-S,Size,XS,200,13,CNY`,
  `${RUN}-2,${RUN} lid,${RUN}-LID,,,40,0,CNY`,
  '',
].join('\n');

test('the good rows of a file go in, the bad ones are mended in their own file, and all of it is taken back', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  await handIn(page, 'cups.csv', FILE);
  expect(await countsOf(page)).toEqual([1, 0, 3]);
  expect(await page.locator('[data-testid=import-line][data-line="3"]').innerText()).toContain('must be more than 0');
  expect(await page.locator('[data-testid=import-line][data-line="4"]').innerText()).toContain('(row 2)');
  await takeIn(page);
  // What was done survives a reload: it lies on the server.
  await page.reload();
  await page.locator('[data-testid=import-outcome][data-state=applied]').waitFor();

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('failed-rows').click()]);
  expect(download.suggestedFilename()).toBe('cups-failed.csv');
  const failed = await readFile(await download.path(), 'utf8');
  expect(failed).toContain('weight_g not-positive');
  const mended = failed
    .replace(/,'?-5,/, ',250,')
    .replace(`${RUN}-S,Size,XS`, `${RUN}-XS,Size,XS`)
    .replace(',40,0,CNY', ',40,3.20,CNY');
  await handIn(page, 'mended.csv', mended);
  expect(await countsOf(page)).toEqual([3, 0, 0]);
  await takeIn(page);

  await page.goto(`/products?q=${RUN}`);
  await page.locator(`[data-testid=product-row][data-code=${RUN}]`).locator('td').first().click();
  await page.getByTestId('variant-row').nth(2).waitFor();
  expect(
    await page
      .getByTestId('cost-row')
      .filter({ hasText: `${RUN}-S` })
      .innerText(),
  ).toContain('12.50');

  await page.goto('/products/imports');
  await page.getByTestId('import-row').first().locator('td').first().click();
  await page.getByTestId('import-undo').click();
  await page.locator('.ant-popconfirm .ant-btn-primary').click();
  await page.locator('[data-testid=import-outcome][data-state=undone]').waitFor();
  await page.goto(`/products?q=${RUN}`);
  await page.getByTestId('product-row').first().waitFor();
  expect(await page.getByTestId('product-row').count()).toBe(1);
  expect(troubles).toEqual([]);
});
