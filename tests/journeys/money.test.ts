/** Whoever keeps the books: a file of rates with a bad row, mended; what a sale then costs; and a duty on Home that leads to where it is done. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demo, openBrowser, settled } from './stage/browser.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

/** The interface as a script asks it. */
async function api(path: string, method = 'GET', body?: unknown): Promise<unknown> {
  const answer = await fetch(`${demo().url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${demo().apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
  return answer.status === 204 ? null : answer.json();
}
type Shop = { id: string; channelShopId: string; market: string };
const shopIn = async (market: string): Promise<Shop> => {
  const { items } = (await api(`/shops?market=${market}&limit=200`)) as { items: Shop[] };
  if (!items[0]) throw new Error(`no shop in ${market}`);
  return items[0];
};

const HEAD = 'shop_id,shop_name,valid_from,kind,name,percent,fixed_fee,first_kg,further_kg,currency';
const fileOf = (...rows: string[]) => ({ name: 'rates.csv', mimeType: 'text/csv', buffer: Buffer.from([HEAD, ...rows, ''].join('\r\n')) });

/** Types into a list's field and takes the first that fits. */
async function choose(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(text);
  await page.locator('.ant-select-item-option').filter({ hasText: text }).first().waitFor();
  await field.press('Enter');
}

test('a price rule is previewed, saved and applied; a price explains itself; undone, nothing is left of it', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  const product = {
    code: 'JOURNEY',
    title: 'Journey dress',
    category: 'womens-clothing',
    status: 'active',
    variants: [{ sku: 'JOURNEY-1' }],
  };
  const { variants } = (await api('/products', 'POST', product)) as { variants: { id: string }[] };
  await api(`/variants/${variants[0]?.id}/costs/2026-01-01`, 'PUT', { cost: { amount: 1200, currency: 'GBP' } });

  await page.goto('/money/prices');
  await settled(page);
  await page.getByLabel('SKU or title').fill('JOURNEY');
  const cell = page.locator('[data-sku=JOURNEY-1] [data-testid=price-GB]');
  await cell.and(page.locator('[data-refused=no-rule]')).waitFor();

  await page.getByTestId('new-price-rule').click();
  await page.getByTestId('preview-price-rule').click();
  await cell.getByText('£21.99').waitFor();
  expect(await page.getByTestId('apply-prices').isDisabled()).toBe(true);
  await page.getByTestId('save-price-rule').click();
  await page.getByTestId('price-rule').getByText('All goods · Everywhere').waitFor();

  await cell.click();
  const why = page.getByTestId('price-why');
  await why.getByTestId('line-commission').getByText('1.8%').waitFor();
  await why.getByTestId('line-ending').getByText('£21.99').waitFor();
  await page.keyboard.press('Escape');
  await why.waitFor({ state: 'hidden' });

  await page.getByTestId('apply-prices').click();
  await cell.and(page.locator('[data-state=same]')).waitFor();
  await page.getByTestId('undo-prices').click();
  await cell.and(page.locator('[data-state=new]')).waitFor();
  await page.getByTestId('price-application').getByText('Undone').waitFor();
  expect(troubles).toEqual([]);
});

test('a file with one bad row is refused with its errors as a file; mended, it changes what a sale costs', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  const shop = await shopIn('GB');
  const row = (cells: string) => `${shop.channelShopId},Any,2026-01-01,${cells}`;

  await page.goto('/money/rate-cards');
  await settled(page);
  await page.getByTestId('import-cards').click();
  const file = page.locator('input[type=file]');
  await file.setInputFiles(fileOf(row('commission,shoes,12.5,,,,'), row('commission,bags,=1+1,,,,')));
  await page.getByTestId('import-errors').getByText('Line 3').waitFor();
  expect(await page.getByTestId('import-apply').isDisabled()).toBe(true);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('import-error-file').click()]);
  expect(download.suggestedFilename()).toBe('rates-errors.csv');
  expect(await readFile(await download.path(), 'utf8')).toContain('3,percent,formula,');

  await file.setInputFiles(fileOf(row('commission,shoes,12.5,,,,'), row('commission,bags,8,,,,')));
  await page.getByTestId('import-result').getByText('New: 1').waitFor();
  await page.getByTestId('import-apply').click();
  await page.getByTestId('import-result').getByText('Taken in').waitFor();
  await page.getByTestId('import-apply').click();
  await page.locator('[data-testid=card-row][data-market=GB]').getByText('Jan 1, 2026').waitFor();

  await page.getByTestId('money-fees').click();
  await choose(page, 'Shop', 'GB');
  await choose(page, 'Category', 'Shoes');
  const commission = page.locator('[data-testid=fee-commission][data-basis=rate-card]');
  await commission.getByText('£3.13').waitFor();

  // As it was, for the pages that others look at.
  await api(`/rate-cards/${shop.id}/2026-01-01`, 'DELETE');
  await commission.waitFor({ state: 'detached' });
  await page.getByTestId('fees-unknown').getByText('No commission is known for Shoes').waitFor();
  expect(troubles).toEqual([]);
});

test('Home names what needs a person; its button leads there, and done is done', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  const shop = await shopIn('VN');
  const duty = (kind: string) => page.locator(`[data-testid=duty][data-kind=${kind}][data-market=VN]`);
  await page.goto('/?duties=all');
  await duty('tax-id-needed').getByRole('button').click();
  await page.getByLabel('Asked for on').fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
  await page.getByTestId('save-tax-id').click();
  await page.locator('[data-testid=tax-row][data-market=VN][data-state=freezing]').waitFor();

  await page.goto('/?duties=all');
  await duty('tax-id-freezing').getByText('left').waitFor();
  await api(`/tax-ids/${shop.id}`, 'PUT', { promptedOn: null, filedOn: null });
  await duty('tax-id-needed').waitFor();
  expect(troubles).toEqual([]);
});
