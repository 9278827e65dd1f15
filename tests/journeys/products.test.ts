/**
 * Whoever keeps the goods: a file with three bad rows, whose good ones go in; the bad ones come back as a file, are mended and go in as
 * well. A text is written for a market and met again in the publishing review.
 */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled } from './stage/browser.ts';
import { makeProduct } from './stage/workbench.ts';

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

/** As a spreadsheet hands it over. */
const paste = (page: Page, text: string) =>
  page.getByTestId('product-grid').evaluate((grid, block) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', block);
    grid.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);

test('a column is pasted into the table, one of its cells is wrong and mended, and what was too much is undone', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  const code = `T${RUN}`;
  await handIn(
    page,
    'table.csv',
    ['product_code,title,sku', ...['A', 'B', 'C'].map((of) => `${code}${of},${code},${code}${of}`), ''].join('\n'),
  );
  await takeIn(page);
  await page.goto(`/products/table?q=${code}`);
  await page.getByTestId('grid-row').nth(2).waitFor();
  const grid = page.getByTestId('product-grid');
  const weights = () => page.locator('td[data-column=weight_g]').allInnerTexts();
  await grid.focus();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight');
  await paste(page, '210\n-5\n230\n');
  expect(await weights()).toEqual(['210', '-5', '230']);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('80');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+z');
  expect(await page.getByTestId('table-changes').innerText()).toContain('3 cells changed');
  await page.getByTestId('table-save').click();
  await page.getByTestId('table-faults').waitFor();
  expect(await page.getByTestId('table-changes').innerText()).toContain('1 cell changed');
  expect(await page.getByTestId('table-faults').innerText()).toContain('must be more than 0');
  await page.getByTestId('table-faults').getByRole('button').click();
  await grid.focus();
  await page.keyboard.type('220');
  await page.keyboard.press('Enter');
  await page.getByTestId('table-save').click();
  await page.getByText('nothing changed').waitFor();
  await page.reload();
  await page.getByTestId('grid-row').nth(2).waitFor();
  expect(await weights()).toEqual(['210', '220', '230']);
  expect(troubles).toEqual([]);
});

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

test('a text is written for a market, told what it may not say, approved, and met again in the publishing review', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  // A second try finds nothing of the first.
  const code = `T${Date.now().toString(36).toUpperCase()}`;
  await makeProduct({ code, title: `${code} mug 300 ml`, category: 'home-daily' });
  await page.goto(`/products?q=${code}`);
  await page.locator(`[data-testid=product-row][data-code="${code}"]`).locator('td').first().click();
  await page.getByTestId('product-texts').click();
  await page.getByTestId('text-market-DE').click();
  await page.getByTestId('text-title').fill('Tasse heilt alles');
  await page.getByTestId('text-description').fill('Für Tee.');
  await page.getByTestId('text-save').click();
  await page.locator('[data-testid=text-finding][data-code=forbidden]').waitFor();
  expect(await page.locator('mark').first().innerText()).toBe('heilt');
  expect(await page.getByTestId('text-approve').isDisabled()).toBe(true);
  await page.getByTestId('text-title').fill(`${code} Tasse 300 ml`);
  // By the keyboard, and on to the next market that waits.
  await page.keyboard.press('Control+Enter');
  await page.waitForURL((url) => url.searchParams.get('at') !== 'DE');
  await page.getByTestId('text-market-DE').click();
  await page.locator('[data-testid=text-state][data-state=approved]').waitFor();
  await page.goto(`/listings/publish?q=${code}`);
  await page.getByTestId(`choose-${code}`).check();
  await page.getByTestId('choose-shop-DE').first().check();
  await page.getByTestId('check-pairs').click();
  await page.getByText(`${code} Tasse 300 ml`).first().waitFor();
  expect(troubles).toEqual([]);
});
