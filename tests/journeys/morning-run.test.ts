/**
 * A morning over twelve shops: everything that waits is chosen at the desk and leaves in one go; what the seller's own carrier takes leaves
 * by the carrier's file of numbers. The queue is empty then, here and on the platform. A workbench of its own, because nothing is left.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openBrowser, settled } from './stage/browser.ts';
import { startDemo } from './stage/demo.ts';

let own: Awaited<ReturnType<typeof startDemo>>;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  own = await startDemo({ days: 3 });
  browser = await openBrowser(own);
  cookies = await browser.signIn();
});
afterAll(async () => {
  await browser?.close();
  await own?.stop();
});

const waiting = z.object({
  items: z.array(z.object({ id: z.string(), channelOrderId: z.string(), shop: z.object({ market: z.string() }) })),
});
const choices = z.object({ path: z.enum(['platform', 'seller']), carriers: z.array(z.object({ name: z.string() })) });
const state = z.object({ merchants: z.array(z.object({ shops: z.array(z.object({ id: z.string() })) })) });
const truth = z.object({ items: z.array(z.object({ id: z.string(), status: z.string() })), nextCursor: z.string().nullable() });

const ask = async <T>(shape: z.ZodType<T>, path: string): Promise<T> =>
  shape.parse(await (await fetch(`${own.url}/api/v1${path}`, { headers: { authorization: `Bearer ${own.apiKey}` } })).json());
const tell = async <T>(shape: z.ZodType<T>, path: string): Promise<T> =>
  shape.parse(await (await fetch(`${own.sandboxUrl}/_control${path}`)).json());
const toPack = async () => (await ask(waiting, '/desk-orders?bucket=to-pack&limit=200')).items;

/** Orders of the merchant's shops that the platform waits for. */
async function waitingOnPlatform(): Promise<string[]> {
  const { merchants } = await tell(state, '/state');
  const ids: string[] = [];
  for (const { id } of merchants[0]?.shops ?? [])
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: z.output<typeof truth> = await tell(truth, `/truth/orders?shopId=${id}${cursor ? `&cursor=${cursor}` : ''}`);
      ids.push(...page.items.filter(({ status }) => status === 'AWAITING_SHIPMENT').map((order) => order.id));
      cursor = page.nextCursor;
    }
  return ids;
}

/** What the carrier's own program hands over. Its numbers begin with the capitals of its name. */
async function numbersOf(orders: z.output<typeof waiting>['items']): Promise<string> {
  const told = await Promise.all(
    orders.map(async ({ id, channelOrderId }) => ({ channelOrderId, ...(await ask(choices, `/orders/${id}/shipping-choices`)) })),
  );
  const lines = told.flatMap(({ channelOrderId, path, carriers }, at) => {
    const { name = '' } = carriers[0] ?? {};
    return path === 'seller' ? [`${channelOrderId},${name},${name.replace(/[^A-Z]/g, '').slice(0, 3)}${String(at).padStart(12, '4')}`] : [];
  });
  return ['order_id,carrier,tracking_number', ...lines, ''].join('\n');
}

const countOn = async (page: Page, bucket: string): Promise<number> =>
  Number((await page.getByTestId(`bucket-${bucket}`).locator('strong').innerText()).replace(/\D/g, ''));

// A second try would find nothing to ship.
test('a day’s orders of twelve shops leave from one screen, until the queue is empty', { retry: 0 }, async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/orders/desk?bucket=to-pack');
  await settled(page);
  const before = await toPack();
  expect(new Set(before.map(({ shop }) => shop.market)).size).toBeGreaterThan(8);
  await expect.poll(() => countOn(page, 'to-pack')).toBe(before.length);
  await page.getByTestId('choose-order').first().click();
  await page.getByTestId('choose-all').click();
  await page.getByTestId('ship-chosen').click();
  await page.getByTestId('ship-dialog').waitFor();
  await page.getByTestId('ship-send').click();
  await page.locator('[data-testid=shipment-run][data-open="0"]').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();

  // What is left has to leave by the seller's own carrier.
  await expect.poll(async () => (await toPack()).length).toBeLessThan(before.length / 4);
  const left = await toPack();
  await page.goto('/orders/shipments');
  await page.getByTestId('ship-by-file').click();
  const file = { name: 'numbers.csv', mimeType: 'text/csv', buffer: Buffer.from(await numbersOf(left)) };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByTestId('import-result').waitFor();
  await page.getByTestId('import-apply').click();

  await page.goto('/orders/desk?bucket=to-pack');
  // Nothing that waited is left; a buyer may have paid for another one meanwhile.
  const waited = new Set(before.map(({ channelOrderId }) => channelOrderId));
  await expect.poll(async () => (await toPack()).filter(({ channelOrderId }) => waited.has(channelOrderId))).toEqual([]);
  await expect.poll(async () => (await countOn(page, 'to-pack')) - (await toPack()).length).toBe(0);
  expect((await waitingOnPlatform()).filter((id) => waited.has(id))).toEqual([]);
  await expect.poll(() => countOn(page, 'waiting-pickup')).toBeGreaterThanOrEqual(before.length);
  expect(await countOn(page, 'exception')).toBe(0);
  expect(troubles).toEqual([]);
});
