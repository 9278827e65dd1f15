import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled } from './stage/browser.ts';
import { until } from './stage/until.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

async function home(): Promise<Page> {
  const { page } = await browser.visit({}, cookies);
  await page.goto('/');
  await settled(page);
  return page;
}

test('a workbench that does not answer is told above the page, and no more when it is back', async () => {
  const page = await home();
  await page.getByRole('button', { name: 'Live' }).waitFor();
  await page.context().setOffline(true);
  await page.getByTestId('away-banner').waitFor();
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  await page.context().setOffline(false);
  await page.getByTestId('away-banner').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Live' }).waitFor();
});

test('a page that finds no workbench when it is opened says so, and trying again brings it', async () => {
  const { page } = await browser.visit({}, cookies);
  await page.route('**/api/v1/me', (route) => route.abort('connectionrefused'));
  await page.goto('/');
  await page.getByRole('alert').waitFor();
  await page.unroute('**/api/v1/me');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
});

/** Counts the times the document is asked for anew: before any of its parts are. */
function countLoads(page: Page): () => number {
  let loads = 0;
  page.on('request', (request) => {
    if (request.isNavigationRequest()) loads += 1;
  });
  return () => loads;
}

test('after a new release a part that is gone brings the page anew, once, and one is where one wanted to go', async () => {
  const page = await home();
  const loads = countLoads(page);
  const isHere = new Set(await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)));
  const before = loads();
  // Gone for the page as it was; the new release has it. A hint to fetch it ahead may fail unheard, so one refusal would not do.
  await page.route('**/assets/*.js', (route) =>
    loads() > before || isHere.has(route.request().url()) ? route.fallback() : route.fulfill({ status: 404 }),
  );
  await page.getByRole('navigation').getByRole('link', { name: 'Markets' }).click();
  await expect.poll(() => loads() - before).toBe(1);
  await page.getByRole('heading', { level: 1, name: 'Markets' }).waitFor();
  await settled(page);
  expect(loads() - before).toBe(1);
});

test('a part that stays missing is told instead of loading for ever', async () => {
  const page = await home();
  const loads = countLoads(page);
  const isShell = new Set(await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)));
  await page.route('**/assets/*.js', (route) => (isShell.has(route.request().url()) ? route.fallback() : route.fulfill({ status: 404 })));
  await page.getByRole('navigation').getByRole('link', { name: 'Markets' }).click();
  await page.getByRole('alert').waitFor();
  const settledLoads = await until('no more loads', async () => {
    const seen = loads();
    await page.waitForTimeout(1500);
    return loads() === seen && seen + 1;
  });
  expect(settledLoads - 1).toBeLessThanOrEqual(2);
  await page.unroute('**/assets/*.js');
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Markets' }).waitFor();
});
