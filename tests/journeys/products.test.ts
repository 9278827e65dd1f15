/**
 * Whoever keeps the goods: a file with three bad rows, whose good ones go in; the bad ones come back as a file, are mended and go in as
 * well. Then five products go to six markets; two pairs lack a paper, and the platform refuses one. At last somebody changes one of them
 * in the seller centre.
 */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paper } from '../drills/stage/paper.ts';
import { openBrowser, settled } from './stage/browser.ts';
import { editListing, letPass, papersOnPlatform, trueListing } from './stage/platform.ts';
import { makeProduct, titleFor } from './stage/workbench.ts';

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

const MARKETS = ['GB', 'MY', 'VN', 'JP', 'MX', 'TH'];
/** The longest that the platform examines a listing, and a little. */
const AUDIT_MS = 7 * 60_000;

test('five products go to six markets; what lacks a paper or is refused stays, says why, and follows when it is mended', async () => {
  // A second try finds nothing of the first.
  const run = `P${Date.now().toString(36).toUpperCase()}`;
  const goods = [1, 2, 3].map((at) => ({
    code: `${run}-${at}`,
    title: `${run} enamel storage basket ${at}`,
    category: 'home-daily',
  }));
  const toys = [4, 5].map((at) => ({ code: `${run}-${at}`, title: `${run} educational toys ${at}`, category: 'toys-3-plus' }));
  const [{ page, troubles }] = await Promise.all([browser.visit({}, cookies), ...[...goods, ...toys].map(makeProduct)]);
  await page.goto(`/listings/publish?q=${run}`);
  for (const { code } of [...goods, ...toys]) await page.getByTestId(`choose-${code}`).check();
  for (const market of MARKETS) await page.getByTestId(`choose-shop-${market}`).first().check();
  await page.getByTestId('check-pairs').click();
  const rows = (facts = '') => page.locator(`[data-testid=publication-row]${facts}`);
  const become = (state: string, count: number) => expect.poll(() => rows(`[data-state=${state}]`).count()).toBe(count);
  await become('draft', 30);
  await expect.poll(() => page.getByTestId('send-run').isEnabled()).toBe(true);
  for (const { code } of toys)
    await rows(`[data-product="${code}"][data-market=GB]`).locator('[data-code=paper-missing]').getByText('UKCA').waitFor();
  expect(await page.locator('[data-code=paper-missing]').count()).toBe(2);
  // None of these sells in dollars or euros, and the page says so instead of offering it.
  expect(await page.getByTestId('choose-global').isDisabled()).toBe(true);
  await page.locator('[data-code=currency-missing]').first().waitFor();
  for (const market of MARKETS) {
    await page.getByTestId(`fill-price-${market}`).fill('2500');
    await page.getByTestId(`fill-quantity-${market}`).fill('9');
    await page.getByTestId(`fill-${market}`).click();
  }
  // A word that the platform takes from nobody.
  await titleFor({ code: `${run}-1`, market: 'MX' }, `${run} miracle basket`);
  await expect.poll(() => page.locator('[data-code=price-missing]').count()).toBe(0);

  await page.getByTestId('send-run').click();
  await become('under-review', 27);
  expect(await rows('[data-state=incomplete] [data-code=paper-missing]').count()).toBe(2);
  const refused = rows(`[data-state=rejected][data-product="${run}-1"][data-market=MX]`);
  await refused.getByText('prohibited word “miracle”').waitFor();

  await refused.locator('td').first().click();
  await page.getByTestId('publication-drawer').getByRole('textbox').first().fill(`${run} plain basket`);
  await page.getByTestId('keep-publication').click();
  await expect.poll(() => page.getByTestId('keep-publication').isDisabled()).toBe(true);
  await page.locator('.ant-drawer-close').click();
  // The rules and the platform ask for the same paper: filed once, where it lacks, it serves both products.
  await rows(`[data-product="${toys[0]?.code}"][data-market=GB]`).locator('td').first().click();
  await page.getByTestId('wanted-paper').getByTestId('file-paper').click();
  const buffer = Buffer.from(paper('UKCA of the toys'));
  await page.locator('.ant-modal input[type=file]').setInputFiles({ name: 'ukca.pdf', mimeType: 'application/pdf', buffer });
  await page.getByTestId('document-submit').click();
  await page.locator('[data-testid=wanted-paper][data-state=ready]').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByTestId('papers-along').count()).toBe(2);
  await page.getByTestId('send-run').click();
  await become('under-review', 30);
  const shown = { name: 'UKCA declaration of conformity', files: [{ name: 'ukca-declaration.pdf' }] };
  expect(await papersOnPlatform(`${run} educational`)).toEqual([shown, shown]);
  await letPass(AUDIT_MS);
  await become('live', 30);
  expect(troubles).toEqual([]);
});

test('a product is made once above two shops of one seller; the one with words of its own says why it goes its own way', async () => {
  const run = `G${Date.now().toString(36).toUpperCase()}`;
  const goods = [1, 2].map((at) => ({ code: `${run}-${at}`, title: `${run} enamel storage basket ${at}`, category: 'home-daily' }));
  const [{ page, troubles }] = await Promise.all([browser.visit({}, cookies), ...goods.map(makeProduct)]);
  await page.goto(`/listings/publish?q=${run}`);
  for (const { code } of goods) await page.getByTestId(`choose-${code}`).check();
  for (const market of ['US', 'VN']) await page.getByTestId(`choose-shop-${market}`).first().check();
  await page.getByTestId('check-pairs').click();
  const row = (at: number, market: string) =>
    page.locator(`[data-testid=publication-row][data-product="${run}-${at}"][data-market=${market}]`);
  await expect.poll(() => page.getByTestId('send-run').isEnabled()).toBe(true);
  for (const market of ['US', 'VN']) {
    await page.getByTestId(`fill-price-${market}`).fill('2500');
    await page.getByTestId(`fill-quantity-${market}`).fill('9');
    await page.getByTestId(`fill-${market}`).click();
  }
  await titleFor({ code: `${run}-2`, market: 'VN' }, `${run} giỏ tráng men`);
  await page.getByTestId('choose-global').click();
  await row(2, 'VN').locator('[data-code=not-global-alone]').waitFor();
  await expect.poll(() => page.locator('[data-code=price-missing]').count()).toBe(0);
  await page.getByTestId('send-run').click();
  await expect.poll(() => page.locator('[data-testid=publication-row][data-state=under-review]').count()).toBe(4);
  for (const market of ['US', 'VN']) {
    await row(1, market).getByText('Global product').waitFor();
    expect(await row(2, market).getByText('Global product').count()).toBe(0);
  }
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

test('what somebody changed in the seller centre is found, one field is kept ours and one theirs, and both sides say the same', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  // A second try finds nothing of the first.
  const code = `D${Date.now().toString(36).toUpperCase()}`;
  const ours = `${code} enamel storage basket`;
  await makeProduct({ code, title: ours, category: 'home-daily' });
  await page.goto(`/listings/publish?q=${code}`);
  await page.getByTestId(`choose-${code}`).check();
  await page.getByTestId('choose-shop-GB').first().check();
  await page.getByTestId('check-pairs').click();
  const row = (state: string) => page.locator(`[data-testid=publication-row][data-product="${code}"][data-state=${state}]`);
  await row('draft').locator('[data-code=price-missing]').waitFor();
  await page.getByTestId('fill-price-GB').fill('2500');
  await page.getByTestId('fill-quantity-GB').fill('9');
  await page.getByTestId('fill-GB').click();
  await expect.poll(() => page.locator('[data-code=price-missing]').count()).toBe(0);
  await expect.poll(() => page.getByTestId('send-run').isEnabled()).toBe(true);
  await page.getByTestId('send-run').click();
  await row('under-review').waitFor();
  await letPass(AUDIT_MS);
  await row('live').waitFor();

  const sold = await trueListing(code);
  const [sku] = sold.skus;
  if (!sku) throw new Error('it was listed without a SKU');
  await editListing({ productId: sold.id, title: `${code} cheap basket`, skus: [{ skuId: sku.id, price: sku.listPrice + 300 }] });
  await page.goto('/listings');
  await page.getByTestId('listing-view-drifted').click();
  const drifted = page.locator(`[data-testid=drift-row][data-product="${code}"]`);
  await drifted.locator('td').first().click();
  const choice = page.getByTestId('drift');
  expect(await choice.locator('[data-field=title]').innerText()).toMatch(new RegExp(`${ours}[^]*${code} cheap basket`));
  await page.getByTestId('keep-ours-title').check();
  await page.getByTestId('keep-theirs-price').check();
  await page.getByTestId('resolve-drift').click();
  await drifted.waitFor({ state: 'detached' });
  await letPass(AUDIT_MS);
  await expect.poll(async () => (await trueListing(code)).title).toBe(ours);
  expect((await trueListing(code)).skus[0]?.listPrice).toBe(sku.listPrice + 300);
  expect(troubles).toEqual([]);
});
