import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled, type Visitor } from './stage/browser.ts';
import { openChoice } from './stage/choose.ts';
import { platformState } from './stage/platform.ts';
import { until } from './stage/until.ts';
import { addLegalEntity, addMember, boundShops } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const markup = `<img src=x onerror="document.title='broken'">`;

/** The shop that the demo leaves to the visitor: its seller has others that are bound. */
async function unboundShop() {
  const bound = new Set((await boundShops()).map(({ channelShopId }) => channelShopId));
  for (const seller of (await platformState()).merchants) {
    const missing = seller.shops.filter(({ id }) => !bound.has(id));
    const [shop] = missing;
    if (shop && missing.length < seller.shops.length) return { seller, shop };
  }
  throw new Error('the demo left no shop unbound');
}

async function shopsPage(): Promise<Visitor> {
  const visitor = await browser.visit({}, cookies);
  await visitor.page.goto('/shops');
  await visitor.page.getByTestId('bind-shop').waitFor();
  await settled(visitor.page);
  return visitor;
}

const openEntities = (page: Page, entity: string) => openChoice(page, page.getByRole('combobox', { name: 'Legal entity' }), entity);

async function goToConsent(page: Page, { market, entity }: { market: string; entity: string }): Promise<void> {
  await page.getByTestId('bind-shop').click();
  const marketField = page.getByRole('combobox', { name: 'Market' });
  await marketField.click();
  await marketField.fill(market);
  await page.keyboard.press('Enter');
  await (await openEntities(page, entity)).click();
  await page.getByTestId('bind-submit').click();
  await page.getByTestId('consent-continue').waitFor();
}

test('a consent that one cancels binds nothing, and one is told so', async () => {
  const { page } = await shopsPage();
  const { seller, shop } = await unboundShop();
  const before = (await boundShops()).length;
  await goToConsent(page, { market: shop.market, entity: seller.name });
  await page.getByTestId(`consent-seller-${seller.id}`).check();
  await page.getByTestId('consent-continue').click();
  await page.getByTestId('consent-cancel').click();
  const result = page.getByTestId('binding-result');
  await result.getByText('The consent was cancelled').waitFor();
  await result.getByText('Nothing was bound. Start again when you are ready.').waitFor();
  expect((await boundShops()).length).toBe(before);
});

test('one more shop is bound by clicking through the consent page; it appears in the list and its history comes in', async () => {
  const { page, troubles } = await shopsPage();
  const { seller, shop } = await unboundShop();
  expect(await page.getByText(shop.name).count()).toBe(0);
  await goToConsent(page, { market: shop.market, entity: seller.name });
  await page.getByTestId(`consent-seller-${seller.id}`).check();
  await page.getByTestId('consent-continue').click();
  for (const other of seller.shops) if (other.id !== shop.id) await page.getByTestId(`consent-shop-${other.id}`).uncheck();
  await page.getByTestId('consent-agree').click();
  await page.getByTestId('binding-result').getByText('1 shop is bound').waitFor();
  const row = page.getByTestId(`shop-row-${shop.market}`).filter({ hasText: shop.name });
  await row.waitFor();
  await row.getByText('Complete').waitFor({ timeout: 60_000 });
  expect(troubles).toEqual([]);
  await page.reload();
  await row.waitFor();
  const { page: orders } = await browser.visit({}, cookies);
  await orders.goto(`/orders?market=${shop.market}`);
  await orders.getByTestId('order-row').filter({ hasText: shop.name }).first().waitFor();
});

test('a name that looks like markup is shown as the text it is', async () => {
  await addLegalEntity(markup);
  const { password } = await addMember({ name: markup, email: 'markup@demo.tradewind.example', role: 'owner' });
  const { page, troubles } = await browser.visit({}, await browser.signIn({ email: 'markup@demo.tradewind.example', password }));
  await page.goto('/shops');
  await page.getByTestId('user-menu').click();
  await page.locator('.user-card').getByText(markup, { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('bind-shop').click();
  await openEntities(page, markup);
  expect(await page.locator('.ant-select-item-option').getByText(markup, { exact: true }).isVisible()).toBe(true);
  await page.goto(`/orders?q=${encodeURIComponent(markup)}`);
  await page.getByText('No order matches').waitFor();
  expect(await page.getByTestId('orders-search').inputValue()).toBe(markup);
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(await page.title()).not.toContain('broken');
  expect(troubles).toEqual([]);
});

test('a viewer finds no button to bind a shop, and is told which right is missing and whom to ask', async () => {
  const { password } = await addMember({ name: 'Vera Viewer', email: 'viewer@demo.tradewind.example', role: 'viewer' });
  const { page, troubles } = await browser.visit({}, await browser.signIn({ email: 'viewer@demo.tradewind.example', password }));
  await page.goto('/shops');
  await page.getByTestId('shop-row-US').waitFor();
  await page.getByText('You would need the right “bind and unbind shops”. An owner of your merchant can give it to you.').waitFor();
  expect(await page.getByTestId('bind-shop').count()).toBe(0);
  await page.getByTestId('shop-row-US').click();
  await page.getByTestId('shop-drawer').waitFor();
  expect(await page.getByTestId('unbind-shop').count()).toBe(0);
  const refused = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/legal-entities', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Not mine to add', jurisdiction: 'CN' }),
    });
    return answer.status;
  });
  expect(refused).toBe(403);
  await until('only the refusal that was asked for', async () => troubles.every((trouble) => /403/.test(trouble)));
});
