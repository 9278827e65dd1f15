import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openBrowser, settled, type Visitor } from './stage/browser.ts';
import { placeOrder } from './stage/platform.ts';
import { until } from './stage/until.ts';
import { addMember, boundShops } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const figures = ['gmv', 'orders', 'units', 'adSpend', 'roas', 'refunds'] as const;

/** Set before leaving, gone after a load: what a reader would see as a flash and lost input. */
const markDocument = (page: Page) => page.evaluate(() => document.documentElement.setAttribute('data-same-document', 'yes'));
const isSameDocument = (page: Page) => page.evaluate(() => document.documentElement.getAttribute('data-same-document') === 'yes');

async function home(as = cookies): Promise<Visitor> {
  const visitor = await browser.visit({}, as);
  await visitor.page.goto('/');
  await settled(visitor.page);
  return visitor;
}

const figure = (page: Page, period: string, id: string) => page.getByTestId(`period-${period}`).locator(`data[data-figure="${id}"]`);

test('Home shows GMV, orders, units, ad spend, ROAS and refunds of today, yesterday and this month', async () => {
  const { page } = await home();
  for (const period of ['yesterday', 'month'])
    for (const id of figures) {
      const shown = figure(page, period, id);
      await shown.waitFor();
      expect(Number.parseFloat((await shown.getAttribute('value')) ?? ''), `${id} of ${period}`).toBeGreaterThanOrEqual(0);
    }
  await figure(page, 'today', 'gmv').waitFor();
  const month = await figure(page, 'month', 'orders').getAttribute('value');
  expect(Number(month)).toBeGreaterThan(500);
  expect(await figure(page, 'month', 'gmv').textContent()).toMatch(/^\$\d{1,3}(,\d{3})*\.\d\d$/);
});

test('a number opens what it means and the way to its rows', async () => {
  const { page } = await home();
  await page.getByTestId('period-month').getByRole('button', { name: /^GMV/ }).click();
  const explanation = page.locator('.explanation');
  await explanation
    .getByText(/^¥[\d,]+$/)
    .first()
    .waitFor();
  await explanation.getByRole('link', { name: 'See it market by market' }).click();
  await page.getByRole('heading', { level: 1, name: 'Markets' }).waitFor();
});

test('the language changes to Chinese and back at once, without loading the page again', async () => {
  // Somebody of their own: the language goes with the person, and the other journeys are the owner's.
  const person = { name: 'Two Tongues', email: 'two-tongues@journey.example', role: 'viewer' };
  const { password } = await addMember(person);
  const { page } = await home(await browser.signIn({ email: person.email, password }));
  await markDocument(page);
  await page.getByTestId('language').click();
  await page.getByRole('menuitem', { name: '简体中文' }).click();
  await page.getByRole('heading', { level: 1, name: '首页' }).waitFor();
  await page.getByRole('menu').waitFor({ state: 'hidden' });
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
  await page.getByTestId('language').click();
  await page.getByRole('menuitem', { name: 'English' }).click();
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  expect(await isSameDocument(page)).toBe(true);
});

test('the figures change to the display currency chosen, and stay so after a reload', async () => {
  const { page } = await home();
  const currency = page.getByRole('combobox', { name: 'Display currency' });
  await currency.click();
  await currency.fill('JPY');
  await page.keyboard.press('Enter');
  const gmv = figure(page, 'month', 'gmv');
  await until('GMV of the month in yen', async () => (await gmv.getAttribute('value'))?.endsWith(' JPY'));
  expect(await gmv.textContent()).toMatch(/^¥[\d,]+$/);
  await page.reload();
  await until('GMV of the month in yen', async () => (await gmv.getAttribute('value'))?.endsWith(' JPY'));
});

test('an order placed on the platform appears in the feed and moves the figures of today, without reload', async () => {
  const { page } = await home();
  await page.getByRole('combobox', { name: 'Whose day counts' }).click();
  const today = new Date().toISOString().slice(0, 10);
  const isToday = (url: URL) =>
    url.pathname.endsWith('/analytics/overview') && url.searchParams.get('timeZone') === 'UTC' && url.searchParams.get('from') === today;
  const [answer] = await Promise.all([
    page.waitForResponse((response) => isToday(new URL(response.url()))),
    page.getByText('Day in UTC').last().click(),
  ]);
  const { orders: before } = z.object({ orders: z.number() }).parse(await answer.json());
  const orders = figure(page, 'today', 'orders');
  // Until the answer is drawn, the page shows the figures of the shops' own days.
  await until('the orders of the day in UTC', async () => Number(await orders.getAttribute('value')) === before);
  await markDocument(page);
  const shop = (await boundShops()).find(({ market }) => market === 'DE');
  const id = await placeOrder({ shopId: shop?.channelShopId ?? '' });
  await page.locator(`[data-testid="feed-row"][data-channel-order-id="${id}"]`).waitFor();
  await until('one more order today', async () => Number(await orders.getAttribute('value')) > before);
  expect(await isSameDocument(page)).toBe(true);
});
