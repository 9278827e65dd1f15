import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Look, openBrowser, settled } from './stage/browser.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const titles = {
  'en-GB': {
    '/': 'Home',
    '/markets': 'Markets',
    '/orders': 'Orders',
    '/shops': 'Shops',
    '/settings/profile': 'Profile',
    '/settings/colleagues': 'Colleagues',
  },
  'zh-CN': {
    '/': '首页',
    '/markets': '市场',
    '/orders': '订单',
    '/shops': '店铺',
    '/settings/profile': '个人资料',
    '/settings/colleagues': '成员管理',
  },
} as const;

const looks = (['en-GB', 'zh-CN'] as const).flatMap((locale) =>
  (['light', 'dark'] as const).flatMap((colorScheme) => [1440, 390].map((width) => ({ locale, colorScheme, width }))),
);

/** Charts are drawn once they are in sight. */
async function seeChart(page: Page): Promise<void> {
  const chart = page.locator('.chart-frame');
  await chart.scrollIntoViewIfNeeded();
  await chart.locator('canvas').first().waitFor({ state: 'attached' });
}

/** Every page, from the sign-in to an order, as one reader sees it; ends with what went wrong behind them. */
async function walk(look: Required<Look>): Promise<string[]> {
  const { page, context, troubles } = await browser.visit(look);
  const problems: string[] = [];
  const check = async (name: string) => {
    const { over, theme } = await page.evaluate(() => ({
      over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      theme: document.documentElement.dataset.theme,
    }));
    if (over > 0) problems.push(`${name} is ${over} px wider than the screen`);
    if (theme !== look.colorScheme) problems.push(`${name} is ${theme}`);
  };
  await page.goto('/sign-in');
  await settled(page);
  await check('sign-in');
  await context.addCookies(cookies);
  for (const [path, title] of Object.entries(titles[look.locale])) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
    await settled(page);
    if (path === '/markets') await seeChart(page);
    await check(path);
    if (path !== '/orders') continue;
    await page.getByTestId('order-row').first().getByRole('link').first().click();
    await page.getByTestId('order-timeline').waitFor();
    await settled(page);
    await check('an order');
  }
  await context.close();
  return [...problems, ...troubles];
}

test.each(looks)('no page breaks, reports or scrolls sideways: $locale, $colorScheme, $width px', async (look) => {
  expect(await walk(look)).toEqual([]);
});

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
