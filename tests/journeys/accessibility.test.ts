import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled } from './stage/browser.ts';
import { contrastProblems, structureProblems } from './stage/in-page.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const paths = [
  '/sign-in',
  '/invitation#nobody',
  '/',
  '/markets?period=90-days',
  '/orders',
  '/shops',
  '/settings/profile',
  '/settings/sessions',
  '/settings/colleagues',
  '/settings/api-keys',
];

/** Runs the check on every page, an order included; each finding begins with the page it is on. */
async function onEveryPage(page: Page, check: () => string[]): Promise<string[]> {
  const problems: string[] = [];
  const run = async (name: string) => {
    await settled(page);
    problems.push(...(await page.evaluate(check)).map((problem) => `${name}: ${problem}`));
  };
  for (const path of paths) {
    if (path === '/') await page.context().addCookies(cookies);
    await page.goto(path);
    await run(path);
    if (path !== '/orders') continue;
    await page.getByTestId('order-row').first().getByRole('link').first().click();
    await page.getByTestId('order-timeline').waitFor();
    await run('an order');
  }
  return problems;
}

test.each([1440, 390])('every page has one heading, landmarks, named fields and buttons, and headed tables: %i px', async (width) => {
  const { page } = await browser.visit({ width });
  expect(await onEveryPage(page, structureProblems)).toEqual([]);
});

test.each(['light', 'dark'] as const)('all text can be read against its ground (AA): %s', async (colorScheme) => {
  const { page } = await browser.visit({ colorScheme });
  expect(await onEveryPage(page, contrastProblems)).toEqual([]);
});
