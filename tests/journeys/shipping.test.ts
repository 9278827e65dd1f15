/** A clerk whose shelf has only a part of an order: it is split, one parcel leaves now and the other later, and the platform knows both. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled } from './stage/browser.ts';
import { parcelsOnPlatform } from './stage/platform.ts';
import { orderToSplit } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

async function ship(page: Page, choose: (page: Page) => Promise<void>): Promise<void> {
  await page.getByTestId('ship-order').click();
  await page.getByTestId('ship-dialog').waitFor();
  await choose(page);
  await page.getByTestId('ship-send').click();
  await page.locator('[data-testid=shipment-run][data-open="0"]').waitFor();
  await page.getByRole('dialog').getByText('Shipped 1', { exact: true }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
}

test('an order is split and leaves in two parts, each shown with what became of it', async () => {
  const { channelOrderId: orderId, units } = await orderToSplit('GB');
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/orders');
  await page.getByTestId('orders-search').fill(orderId);
  await page.locator(`[data-testid="order-row"][data-channel-order-id="${orderId}"]`).getByRole('link').click();
  await page.getByTestId('split-order').click();
  await page.getByTestId('split-units').first().fill('1');
  await page.getByTestId('ask-change').click();
  await page.locator('[data-testid=shipping-story] [data-kind=split][data-state=done]').waitFor();
  await expect.poll(async () => (await parcelsOnPlatform(orderId)).map(({ units }) => units).sort()).toEqual([1, units - 1].sort());

  const parts = page.getByTestId('ship-packages').getByRole('checkbox');
  await ship(page, async () => {
    await expect.poll(() => parts.count()).toBe(2);
    await parts.last().uncheck();
  });
  const shipped = page.locator('[data-testid=shipping-story] [data-kind=shipment][data-state=shipped]');
  await expect.poll(() => shipped.count()).toBe(1);
  expect((await parcelsOnPlatform(orderId)).filter(({ isShipped }) => isShipped)).toHaveLength(1);
  await ship(page, async () => undefined);
  await expect.poll(async () => (await parcelsOnPlatform(orderId)).map(({ isShipped }) => isShipped)).toEqual([true, true]);

  await page.goto('/orders/shipments');
  await settled(page);
  const row = page.locator(`[data-testid=shipment-row][data-order="${orderId}"]`);
  await expect.poll(() => row.count()).toBe(2);
  await row.first().locator('td').first().click();
  await page.getByTestId('shipment-drawer').getByTestId('tracking').waitFor({ state: 'attached' });
  expect(troubles).toEqual([]);
});
