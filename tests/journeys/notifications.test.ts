import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFaults } from './stage/axe.ts';
import { type Look, openBrowser, settled } from './stage/browser.ts';
import { until } from './stage/until.ts';
import { addMember, failBinding } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

async function home(look: Look = {}, as = cookies): Promise<Page> {
  const { page } = await browser.visit(look, as);
  await page.goto('/');
  await settled(page);
  return page;
}
const bell = (page: Page) => page.getByTestId('notifications-button');
const unread = async (page: Page) => Number(await bell(page).getAttribute('data-unread'));
const rows = (page: Page, kind: string) => page.locator(`[data-testid="notification"][data-kind="${kind}"]`);

async function openPanel(page: Page): Promise<void> {
  await bell(page).click();
  await page.getByTestId('notification').first().waitFor();
}

test('what happens now is told at once, without reload, with the one place to do something about it', async () => {
  const page = await home();
  await page.evaluate(() => document.documentElement.setAttribute('data-same-document', 'yes'));
  const before = await until(
    'the count is there',
    async () => (await bell(page).getAttribute('data-unread')) !== null && (await unread(page)) + 1,
  );
  await failBinding('BR');
  await until('one more is unread', async () => (await unread(page)) >= before);
  await openPanel(page);
  const told = rows(page, 'consent-failed').first();
  await told.getByText('No shop was bound in Brazil').waitFor();
  expect(await told.getAttribute('data-read')).toBe('false');
  expect(await page.evaluate(() => document.documentElement.getAttribute('data-same-document'))).toBe('yes');
  await told.getByRole('link', { name: 'Go to shops' }).click();
  await page.getByRole('heading', { level: 1, name: 'Shops' }).waitFor();
  await until('it counts as read', async () => (await unread(page)) === before - 1);
});

test('histories that are complete are told for each shop under the day it happened; one or all are marked as read and stay so', async () => {
  const page = await home();
  await openPanel(page);
  const complete = rows(page, 'backfill-complete');
  await complete.first().locator('.chip-name').waitFor();
  expect(await complete.count()).toBeGreaterThan(5);
  await page.getByTestId('notifications-panel').getByRole('heading', { level: 3 }).first().waitFor();
  const before = await unread(page);
  await complete.first().getByTestId('notification-read').click();
  await until('one less is unread', async () => (await unread(page)) === before - 1);
  await page.getByTestId('notifications-read-all').click();
  await until('nothing is unread', async () => (await unread(page)) === 0);
  await page.reload();
  await openPanel(page);
  expect(await unread(page)).toBe(0);
  await page.getByText('All read').waitFor();
});

test('a kind that one mutes is gone from the list, and comes back', async () => {
  const page = await home();
  await openPanel(page);
  const kinds = async (kind: string, isThere: boolean) => {
    await page.getByTestId('notifications-choose').click();
    await page.getByTestId(`notification-kind-${kind}`).click();
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await until(`${kind} is ${isThere ? 'there' : 'gone'}`, async () => (await rows(page, kind).count()) > 0 === isThere);
  };
  await kinds('consent-failed', false);
  expect(await rows(page, 'backfill-complete').count()).toBeGreaterThan(0);
  await kinds('consent-failed', true);
});

test('a viewer is not told of bindings, which are none of theirs, and reads for themselves alone', async () => {
  const { password } = await addMember({ name: 'Nora News', email: 'nora@demo.tradewind.example', role: 'viewer' });
  const page = await home({}, await browser.signIn({ email: 'nora@demo.tradewind.example', password }));
  await openPanel(page);
  expect(await rows(page, 'backfill-complete').first().getAttribute('data-read')).toBe('false');
  expect(await rows(page, 'consent-failed').count()).toBe(0);
});

test('the keyboard opens the list, acts and leaves, and is then where it was', async () => {
  const page = await home();
  await bell(page).focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('notification').first().waitFor();
  await page.keyboard.press('Tab');
  await until('the focus is in the list', () =>
    page.evaluate(() => document.querySelector('[data-testid="notifications-panel"]')?.contains(document.activeElement) ?? false),
  );
  await page.keyboard.press('Escape');
  await page.getByTestId('notification').first().waitFor({ state: 'hidden' });
  await until('the focus is back on the bell', () => bell(page).evaluate((button) => button === document.activeElement));
});

test.each([
  { locale: 'en-GB', colorScheme: 'light', width: 1440 },
  { locale: 'zh-CN', colorScheme: 'dark', width: 390 },
] as const)('the list can be read and has names for everything: %o', async (look) => {
  const page = await home(look);
  await openPanel(page);
  // Colours are measured when the drawer has come to rest.
  await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running'));
  expect(await axeFaults(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
