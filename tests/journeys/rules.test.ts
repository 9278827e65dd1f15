/** A rule is tried out, shared by its address, and read in the reader's own language. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFaults } from './stage/axe.ts';
import { demo, openBrowser, settled } from './stage/browser.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const tenPercentLate = { market: 'GB', totalOrders: 200, lateOrders: 20, averageDailyOrders: 28.5 };
const addressOf = (id: string, input: object | string) =>
  `/rules/${id}?input=${encodeURIComponent(typeof input === 'string' ? input : JSON.stringify(input))}`;
const verdict = (page: Page) => page.getByTestId('rule-verdict');
const field = (page: Page, path: string) => page.locator(`[data-field="${path}"]`);
/** By the keyboard, as people do it: a number field keeps what is typed until it is left. */
async function type(page: Page, path: string, text: string): Promise<void> {
  await field(page, path).locator('input').fill(text);
  await page.keyboard.press('Tab');
}

test('a shared address opens after sign-in in a fresh session, explained in Chinese; a bad entry is told at its field', async () => {
  const { page, troubles } = await browser.visit({ locale: 'zh-CN' });
  await page.goto(addressOf('late-dispatch', tenPercentLate));
  await page.locator('input[type="email"], input[autocomplete="username"]').first().fill(demo().email);
  await page.locator('input[type="password"]').fill(demo().password);
  await page.locator('button[type="submit"]').click();
  await verdict(page).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  expect(await verdict(page).innerText()).toMatch(/\p{Script=Han}.*10%|10%.*\p{Script=Han}/su);
  expect(await field(page, '/lateOrders').locator('input').inputValue()).toBe('20');
  expect(await page.getByTestId('rule-outputs').innerText()).toContain('80%');
  expect(await axeFaults(page)).toEqual([]);
  expect(troubles).toEqual([]);

  await type(page, '/lateOrders', '300');
  await field(page, '/lateOrders').getByRole('alert').waitFor();
  await page.getByTestId('rule-mend').waitFor();
  expect(await field(page, '/totalOrders').getAttribute('data-bad')).toBeNull();
  expect(await axeFaults(page)).toEqual([]);
  await type(page, '/lateOrders', '0');
  await verdict(page).waitFor();
  expect(await page.locator('[data-bad]').count()).toBe(0);
});

test('what is typed lies in the address, and the copied link asks the same question', async () => {
  const { page, context } = await browser.visit({}, cookies);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/rules');
  await settled(page);
  await page.getByTestId('rule-late-dispatch').getByRole('link').click();
  await verdict(page).waitFor();
  const before = await verdict(page).innerText();
  await type(page, '/lateOrders', '120');
  await expect.poll(() => verdict(page).innerText()).not.toBe(before);
  await expect.poll(() => new URL(page.url()).searchParams.get('input') ?? '').toContain('"lateOrders":120');
  await page.getByTestId('copy-link').click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const asked = await verdict(page).innerText();
  const { page: other } = await browser.visit({}, cookies);
  await other.goto(link);
  await verdict(other).waitFor();
  expect(await verdict(other).innerText()).toBe(asked);
  await page.getByTestId('rule-reset').click();
  await expect.poll(() => verdict(page).innerText()).toBe(before);
  expect(new URL(page.url()).searchParams.has('input')).toBe(false);
});

test.each(['{', '[]', '"text"'])('a link that was cut to %s says so and shows the example', async (input) => {
  const { page } = await browser.visit({}, cookies);
  await page.goto(addressOf('late-dispatch', input));
  await verdict(page).waitFor();
  await page.getByText('The link holds no readable case').waitFor();
});

test('a key that the rule does not have is named, because no field could show it', async () => {
  const { page } = await browser.visit({}, cookies);
  await page.goto(addressOf('late-dispatch', { ...tenPercentLate, surprise: 1 }));
  await page.getByText('/surprise').waitFor();
});

test('where no source states a rule, the page says so and judges nothing', async () => {
  const { page } = await browser.visit({}, cookies);
  await page.goto(addressOf('late-dispatch', { ...tenPercentLate, market: 'JP' }));
  await page.locator('[data-testid="rule-result"][data-covered="false"]').waitFor();
  await page.getByText('No source states a rule for this case').first().waitFor();
});

test('a live shop fills what is known of it, and each filled field says where from', async () => {
  const { page } = await browser.visit({}, cookies);
  await page.goto('/rules/late-dispatch');
  await verdict(page).waitFor();
  await page.getByRole('combobox', { name: 'Fill from a shop' }).fill('US');
  await page.locator('.ant-select-item-option').filter({ hasText: 'US' }).first().click();
  await field(page, '/totalOrders').getByText('From the orders of the last 7 days').waitFor();
  expect(await field(page, '/market').innerText()).toContain('United States');
  await type(page, '/totalOrders', '100000');
  await field(page, '/totalOrders').getByText('From the orders of the last 7 days').waitFor({ state: 'detached' });
});
