/** A product that sells in the US is new in Japan: it is linked, looked at, published, seen by buyers, and gone when its review is taken back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demo, openBrowser, settled } from './stage/browser.ts';
import { placeOrder, skuOf, takeBackReview, writeReview } from './stage/platform.ts';
import { linkCandidate } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const textOf = async (address: string): Promise<string> => {
  const answer = await fetch(address);
  return answer.ok ? answer.text() : '';
};

test('linked, previewed, published, on the storefront, and gone with its source', { retry: 0, timeout: 240_000 }, async () => {
  const { source, target } = await linkCandidate('US', 'JP');
  const storefront = `${demo().sandboxUrl}/storefront/${target.channelShopId}/${target.channelProductId}`;
  const { page, troubles } = await browser.visit({ locale: 'en-GB' }, cookies);
  await page.goto('/reputation/sync');
  await settled(page);
  await page.getByTestId('sync-link').click();
  await page.getByTestId('sync-market').click();
  await page.locator('.ant-select-item-option').filter({ hasText: 'JP' }).click();
  await page.getByTestId('sync-search').locator('input').fill(source.title);
  await page.keyboard.press('Enter');
  await page.locator('[data-testid=sync-candidate][data-source=US][data-target=JP]').first().click();
  // The numbers do not say that they are the same: each fact is declared.
  expect(await page.getByTestId('sync-link-keep').isDisabled()).toBe(true);
  for (const box of await page.getByTestId('sync-declared').locator('input').all()) await box.check();
  await page.getByTestId('sync-link-keep').click();
  await page.locator('[data-testid=sync-row]').first().click();
  await page.getByTestId('sync-gate-closed').waitFor();
  expect(await page.getByTestId('sync-publish').isDisabled()).toBe(true);

  await page.goto('/reputation/sync?view=markets');
  await page.locator('[data-testid=sync-gate][data-market=JP]').getByTestId('sync-gate-open').click();
  for (const box of await page.getByRole('dialog').locator('input[type=checkbox]').all()) await box.check();
  await page.getByTestId('sync-gate-keep').click();
  await page.locator('[data-testid=sync-gate][data-market=JP][data-open=true]').waitFor();

  await page.goto('/reputation/sync');
  await page.locator('[data-testid=sync-row]').first().click();
  const elsewhere = page.getByTestId('sync-after').locator('li');
  await elsewhere.first().waitFor();
  const marked = await elsewhere.first().innerText();
  expect(marked).toContain('US');
  expect(await textOf(storefront)).not.toContain('data-market="US"');
  await page.getByTestId('sync-publish').click();
  await page.locator('[data-testid=sync-preview][data-state=shown]').waitFor();
  expect(await textOf(storefront)).toContain('data-market="US"');
  const json = await page.getByTestId('sync-json').getAttribute('href');
  expect(await textOf(`${demo().url}${json}`)).toContain('"signature"');

  // A buyer says more, and takes it back: nobody clicks.
  const words = 'Sturdy, and the lid never leaks.';
  const orderId = await placeOrder({ shopId: source.channelShopId, skuId: await skuOf(source.channelProductId) });
  const reviewId = await writeReview({ orderId, stars: 2, text: words, language: 'en' });
  await expect.poll(() => textOf(storefront), { timeout: 90_000 }).toContain(words);
  await expect.poll(() => textOf(`${demo().url}${json}`), { timeout: 90_000 }).toContain(words);
  await takeBackReview(reviewId);
  await expect.poll(() => textOf(storefront), { timeout: 90_000 }).not.toContain(words);
  await expect.poll(() => textOf(`${demo().url}${json}`), { timeout: 90_000 }).not.toContain(words);

  await page.getByTestId('sync-withdraw').click();
  await expect.poll(() => textOf(storefront), { timeout: 30_000 }).not.toContain('data-market="US"');
  expect(await textOf(`${demo().url}${json}`)).toBe('');
  await page.goto('/reputation/sync?view=ledger');
  await page.locator('[data-testid=sync-entry][data-kind=shown]').first().waitFor();
  expect(troubles).toEqual([]);
});
