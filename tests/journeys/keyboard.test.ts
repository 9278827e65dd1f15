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

async function open(path: string): Promise<Page> {
  const { page } = await browser.visit({}, cookies);
  await page.goto(path);
  await settled(page);
  return page;
}

test('Ctrl+K goes to an order by its id, and to a page by its name, without the mouse', async () => {
  const page = await open('/orders');
  const id = (await page.getByTestId('order-row').nth(3).getAttribute('data-channel-order-id')) ?? '';
  await page.goto('/');
  await settled(page);
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Order id, SKU, buyer, shop, page or command').waitFor();
  await page.keyboard.type(id);
  await page.getByRole('option').filter({ hasText: id }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: `Order ${id}` }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  // At once, as a quick hand or a scanner does: the list has not caught up when Enter comes.
  await page.keyboard.type('Markets');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Markets' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/markets');
});

test('“?” opens the sheet of keys, Esc closes it, and “g o” goes to Orders as the sheet says', async () => {
  const page = await open('/');
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await sheet.getByText('Go to Orders').waitFor();
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor();
});

test('keys typed into a field stay text', async () => {
  const page = await open('/orders');
  await page.getByTestId('orders-search').focus();
  await page.keyboard.type('go?');
  expect(await page.getByTestId('orders-search').inputValue()).toBe('go?');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(new URL(page.url()).pathname).toBe('/orders');
});

test('the first Tab offers to skip to the page, and Enter goes there', async () => {
  const page = await open('/orders');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the page' });
  expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true);
  await page.waitForFunction(() => (document.activeElement?.getBoundingClientRect().top ?? -1) >= 0);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.querySelector('main')?.contains(document.activeElement))).toBe(true);
});

test('wherever Tab leads on a page, one sees where one is', async () => {
  for (const path of ['/', '/orders', '/shops', '/settings/profile', '/settings/colleagues']) {
    const page = await open(path);
    const unseen: string[] = [];
    for (let step = 0; step < 25; step++) {
      await page.keyboard.press('Tab');
      const problem = await page.evaluate(focusProblem);
      if (problem) unseen.push(`${path}: ${problem}`);
    }
    expect(unseen).toEqual([]);
    await page.close();
  }
});

/** Runs in the page: what has the focus must show it by an outline, a shadow, or (composed fields) a frame of its own. */
function focusProblem(): string | null {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const shows = (each: Element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
  };
  const frame = element.closest('.ant-select, .ant-segmented-item, .ant-input-affix-wrapper, .ant-switch, .ant-checkbox');
  if (shows(element) || (frame && [frame, ...frame.querySelectorAll('*')].some(shows))) return null;
  return element.outerHTML.slice(0, 160);
}
