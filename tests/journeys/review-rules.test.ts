/** A rule is written, tried on the last 30 days and let live; the next order that it meets is held, with the rule's reason at the desk and in its history. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled } from './stage/browser.ts';
import { openChoice } from './stage/choose.ts';
import { passTime, placeOrder, platformState } from './stage/platform.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const NAME = 'Look at this shop';

test('a rule’s trial says what it would have met; live, it keeps the next order back and says why', async () => {
  const shop = (await platformState()).merchants[0]?.shops.at(-1);
  if (!shop) throw new Error('the world has no shop');
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/orders/rules');
  await settled(page);
  await page.getByTestId('new-review-rule').first().click();
  await page.getByRole('menuitem', { name: 'From nothing' }).click();
  const editor = page.getByTestId('rule-editor');
  await editor.getByRole('textbox', { name: 'Name' }).fill(NAME);
  await page.getByTestId('add-condition').click();
  await (await openChoice(page, editor.getByRole('combobox', { name: 'What is looked at' }), 'Shop')).click();
  await (await openChoice(page, editor.getByRole('combobox', { name: 'Shop' }), shop.name)).click();
  await page.getByTestId('add-action').click();
  await editor.getByRole('combobox', { name: 'What is done' }).press('ArrowDown');
  await page.getByTitle('Hold', { exact: true }).click();
  await page.getByTestId('rule-keep').click();

  await page.getByTestId('dry-run-begin').click();
  const trial = page.locator('[data-testid=dry-run-state][data-state=done]');
  await trial.waitFor();
  expect(Number(await trial.getAttribute('data-hits'))).toBeGreaterThan(0);
  await page.getByTestId('dry-run-row').first().waitFor();
  await page.getByTestId('dry-run-live').click();
  await page.locator(`[data-testid=review-rule][data-name="${NAME}"][data-live="1"]`).waitFor();

  const channelOrderId = await placeOrder({ shopId: shop.id });
  await passTime(61_000);
  await page.goto(`/orders/desk?bucket=held&q=%22${channelOrderId}%22`);
  await page.getByTestId('desk-row').first().locator('td').first().click();
  const drawer = page.getByTestId('desk-drawer');
  await drawer.getByTestId('desk-said').getByText(NAME).waitFor();
  await drawer.getByText('A rule met it').waitFor();

  await page.goto('/orders/rules');
  const card = page.locator(`[data-testid=review-rule][data-name="${NAME}"]`);
  await card.getByTestId('rule-decisions').click();
  await page.locator(`[data-testid=decision][data-channel-order-id="${channelOrderId}"][data-outcome=hit]`).waitFor();
  await page.getByRole('button', { name: 'Close' }).first().click();
  // Other journeys place orders in this shop.
  await card.getByTestId('review-rule-live').click();
  await page.locator(`[data-testid=review-rule][data-name="${NAME}"][data-live=""]`).waitFor();
  expect(troubles).toEqual([]);
});
