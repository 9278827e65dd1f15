/**
 * Whoever lists: five products go to six markets; two pairs lack a paper, and the platform refuses one. One is made once above two shops of
 * one seller. At last somebody changes one in the seller centre.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paper } from '../drills/stage/paper.ts';
import { openBrowser } from './stage/browser.ts';
import { editListing, letPass, papersOnPlatform, trueListing } from './stage/platform.ts';
import { makeProduct, titleFor } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

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
