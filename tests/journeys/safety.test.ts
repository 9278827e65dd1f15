import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './stage/browser.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

/** Charts are drawn once they are in sight. */
async function seeChart(page: Page): Promise<void> {
  const chart = page.locator('.chart-frame');
  await chart.scrollIntoViewIfNeeded();
  await chart.locator('canvas').first().waitFor({ state: 'attached' });
}

test('dialogs, menus and drawers are silent behind the page too', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/shops');
  await page.getByTestId('bind-shop').click();
  await page.getByTestId('bind-submit').click();
  await page.getByText('Choose the market of the shop').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('shop-row-US').click();
  await page.getByTestId('shop-drawer').waitFor();
  await page.keyboard.press('Escape');
  await page.goto('/orders');
  await page.getByTestId('orders-columns').click();
  await page.keyboard.press('Escape');
  await page.goto('/markets');
  for (const chart of ['Share', 'Bubbles']) {
    await page.locator('.chart-panel').getByText(chart, { exact: true }).click();
    await seeChart(page);
  }
  await page.goto('/no-such-page');
  await page.getByText('There is no such page').waitFor();
  await page.goto('/orders/00000000-0000-7000-8000-000000000000');
  await page.getByText('This does not exist').waitFor();
  expect(troubles.filter((trouble) => !/404/.test(trouble))).toEqual([]);
});
