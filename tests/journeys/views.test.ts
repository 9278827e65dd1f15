import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { axeFaults } from './stage/axe.ts';
import { openBrowser, settled } from './stage/browser.ts';
import { until } from './stage/until.ts';
import { addMember, shareView } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());
/** Views outlive a test, and a default view would greet the next one and the other files. */
afterEach(async () => {
  const { page } = await browser.visit({}, cookies);
  await page.goto('/shops');
  await page.evaluate(async () => {
    const { items } = (await (await fetch('/api/v1/saved-views?page=orders&limit=200')).json()) as { items: { id: string }[] };
    const headers = { 'content-type': 'application/json' };
    for (const { id } of items) await fetch(`/api/v1/saved-views/${id}`, { method: 'DELETE', headers, body: '{}' });
  });
  await page.context().close();
});

async function orders(search = '', as = cookies): Promise<Page> {
  const { page } = await browser.visit({}, as);
  await page.goto(`/orders${search}`);
  await settled(page);
  await page.getByTestId('order-row').first().waitFor();
  return page;
}
const button = (page: Page) => page.getByTestId('views-button');
const choice = (page: Page, name: string) => page.locator(`[data-testid="view-row"][data-view="${name}"]`);
/** On a slow machine a dialog that is closing may still take the focus while the menu opens, which closes it again. */
async function openMenu(page: Page, name: string): Promise<void> {
  const entry = page.getByRole('menuitem').first();
  await until(`the menu of ${name} is open`, async () => {
    if (!(await choice(page, name).isVisible())) await button(page).click();
    if (!(await entry.isVisible())) await choice(page, name).getByTestId('view-more').click();
    await page.waitForTimeout(300);
    return entry.isVisible();
  });
}
const statuses = async (page: Page) => [
  ...new Set(await page.getByTestId('order-row').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-status')))),
];
const only = (page: Page, status: string) => until(`only ${status}`, async () => (await statuses(page)).join() === status);

async function save(page: Page, name: string, { isShared = false, isDefault = false } = {}): Promise<void> {
  await page.getByTestId('view-save').click();
  await page.getByTestId('view-name').fill(name);
  if (isShared) await page.getByTestId('view-shared').check();
  if (isDefault) await page.getByTestId('view-default').check();
  await page.getByTestId('view-submit').click();
  await until(`the view is ${name}`, async () => (await button(page).textContent())?.includes(name));
}

test('filters and columns are kept under a name, and the view is a link that opens the same list', async () => {
  const page = await orders('?status=delivered&q=&market=GB');
  await page.getByTestId('orders-columns').click();
  await page.getByRole('checkbox', { name: 'SKU' }).uncheck();
  await page.keyboard.press('Escape');
  await save(page, 'Delivered in Britain');
  const { page: other } = await browser.visit({}, cookies);
  await other.goto(page.url());
  await settled(other);
  await only(other, 'delivered');
  expect(await button(other).textContent()).toContain('Delivered in Britain');
  expect(await other.getByRole('columnheader', { name: 'SKU' }).count()).toBe(0);
  await button(other).click();
  await other.getByTestId('view-all').click();
  await until('more than one status again', async () => (await statuses(other)).length > 1);
  await other.getByRole('columnheader', { name: 'SKU' }).waitFor();
});

test('a view that was changed says so, and keeps the change when asked to', async () => {
  const page = await orders('?status=delivered');
  await save(page, 'Mine');
  await page.getByRole('button', { name: 'Completed', exact: true }).click();
  await only(page, 'completed');
  await page.getByRole('button', { name: 'View: Mine, changed' }).waitFor();
  await page.getByTestId('view-save-changes').click();
  await page.getByRole('button', { name: 'View: Mine', exact: true }).waitFor();
  await button(page).click();
  await page.getByTestId('view-all').click();
  await until('all again', async () => (await statuses(page)).length > 1);
  await button(page).click();
  await choice(page, 'Mine').getByText('Mine').click();
  await only(page, 'completed');
});

test('the list opens with one’s default view, and “All orders” still means all', async () => {
  const page = await orders('?status=delivered');
  await save(page, 'Every morning', { isDefault: true });
  await page.getByRole('navigation').getByRole('link', { name: 'Home' }).click();
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  await page.getByRole('navigation').getByRole('link', { name: 'Orders' }).click();
  await page.getByTestId('order-row').first().waitFor();
  await only(page, 'delivered');
  await button(page).click();
  await page.getByTestId('view-all').click();
  await until('all orders', async () => (await statuses(page)).length > 1);
  await page.reload();
  await page.getByTestId('order-row').first().waitFor();
  expect((await statuses(page)).length).toBeGreaterThan(1);
});

test('a colleague sees what is shared and not what is private, and may not change it', async () => {
  const page = await orders('?status=delivered');
  await save(page, 'For us all', { isShared: true });
  await page.getByRole('button', { name: 'Completed', exact: true }).click();
  await button(page).click();
  await page.getByTestId('view-save-as').click();
  await page.getByTestId('view-name').fill('For me alone');
  await page.getByTestId('view-submit').click();
  await until('saved', async () => (await button(page).textContent())?.includes('For me alone'));
  const { password } = await addMember({ name: 'Vic View', email: 'vic@demo.tradewind.example', role: 'viewer' });
  const theirs = await orders('', await browser.signIn({ email: 'vic@demo.tradewind.example', password }));
  await button(theirs).click();
  await choice(theirs, 'For us all').waitFor();
  expect(await choice(theirs, 'For me alone').count()).toBe(0);
  await openMenu(theirs, 'For us all');
  await theirs.getByRole('menuitem', { name: 'Open the list with it' }).waitFor();
  expect(await theirs.getByRole('menuitem').allTextContents()).toEqual(['Open the list with it']);
});

test('a view whose filter no longer exists opens with the rest and says what is missing', async () => {
  const { id } = await shareView('From another version', { status: 'delivered', warehouse: '7' });
  const page = await orders();
  await button(page).click();
  await choice(page, 'From another version').getByText('From another version').click();
  await only(page, 'delivered');
  await page.getByTestId('view-dropped').getByText('warehouse').waitFor();
  expect(page.url()).toContain(id);
  await page.getByRole('button', { name: 'Save without' }).click();
  await page.getByTestId('view-dropped').waitFor({ state: 'hidden' });
});

test('deleting asks first; a name one has already is refused beside the name', async () => {
  const page = await orders('?status=delivered');
  const name = `Soon gone ${Date.now()}`;
  await save(page, name);
  await button(page).click();
  await page.getByTestId('view-save-as').click();
  await page.getByTestId('view-name').fill(name);
  await page.getByTestId('view-submit').click();
  await page.getByText('You have a view of this name. Choose another.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('view-name').waitFor({ state: 'hidden' });
  await openMenu(page, name);
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByTestId('view-remove-confirm').click();
  await until('the list is that of all orders', async () => (await button(page).textContent())?.includes('All orders'));
  await button(page).click();
  expect(await choice(page, name).count()).toBe(0);
});

test('a save whose answer is lost on its way is asked for again, and is there once', async () => {
  const page = await orders('?status=delivered');
  const keys: (string | undefined)[] = [];
  await page.route('**/api/v1/saved-views', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.fallback();
    await route.fetch();
    return route.abort('connectionreset');
  });
  await save(page, 'Saved once');
  expect(keys.length).toBe(2);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[1]).toBe(keys[0]);
  await button(page).click();
  await choice(page, 'Saved once').waitFor();
  expect(await choice(page, 'Saved once').count()).toBe(1);
});

test.each([
  { locale: 'en-GB', colorScheme: 'light', width: 1440 },
  { locale: 'zh-CN', colorScheme: 'dark', width: 390 },
] as const)('the list of views can be read and has names for everything: %o', async (look) => {
  await shareView('A name so long that it cannot possibly stand in one line', { status: 'delivered' });
  const { page } = await browser.visit(look, cookies);
  await page.goto('/orders');
  await settled(page);
  await button(page).click();
  await page.getByTestId('view-row').first().waitFor();
  await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running'));
  expect(await axeFaults(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
