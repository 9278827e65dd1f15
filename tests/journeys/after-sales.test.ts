/** A buyer wants to give something back; a clerk refuses with a reason and a picture, the platform has it, and the buyer calls the platform in. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { picture } from '../drills/stage/picture.ts';
import { openBrowser, settled } from './stage/browser.ts';
import { openChoice } from './stage/choose.ts';
import { askToReturn, buyerCallsPlatform, buyerSendsBack, deliveredOrders, passTime, platformState, trueReturn } from './stage/platform.ts';
import { addWarehouse } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const PICTURE = Buffer.from(picture(600));
const NEXT_READING_MS = 61_000;

test('a return is refused with reason and picture, once, and the dispute that follows shows until when it is decided', async () => {
  const [merchant] = (await platformState()).merchants;
  const shop = merchant?.shops[0];
  if (!shop) throw new Error('the world has no shop');
  const returned = await firstThat(await deliveredOrders(shop.id), ({ id }) => askToReturn(id));
  await passTime(NEXT_READING_MS);

  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto(`/after-sales?bucket=all&q=%22${returned.id}%22`);
  await settled(page);
  await page.getByTestId('case-row').first().locator('td').first().click();
  const drawer = page.getByTestId('case-drawer');
  const field = (name: string) => drawer.getByRole('combobox', { name });
  await (await openChoice(page, field('What to say'), 'Refuse the return')).click();
  // Which reasons there are, the platform says of each case.
  await field('The platform’s reason').click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
  await drawer.locator('textarea').fill('It was sent as described.');
  await drawer.locator('input[type=file]').setInputFiles({ name: 'as-sent.png', mimeType: 'image/png', buffer: PICTURE });
  await drawer.locator('[data-testid=answer-pictures][data-count="1"]').waitFor();
  await drawer.getByTestId('answer-send').click();
  await drawer.locator('[data-testid=case-answer][data-state=confirmed]').waitFor();

  const there = await trueReturn(returned.id);
  expect(there.status).toBe('REFUND_OR_RETURN_REQUEST_REJECT');
  expect(there.answers.map(({ operation }) => operation)).toEqual(['POST returns/reject']);

  await buyerCallsPlatform(returned.id);
  await passTime(NEXT_READING_MS);
  await drawer.locator('[data-testid=case-dispute][data-state=open]').waitFor();
  expect(troubles).toEqual([]);
});

test('buyers are answered alike, what they send back is received once, and money is given back unasked', async () => {
  const shop = (await platformState()).merchants[0]?.shops[1];
  if (!shop) throw new Error('the world has no second shop');
  const warehouse = await addWarehouse('Returns');
  const delivered = await deliveredOrders(shop.id);
  // Whoever has a case already cannot ask: the second one finds another order.
  const first = await firstThat(delivered, ({ id }) => askToReturn(id));
  const second = await firstThat(delivered, ({ id }) => askToReturn(id));
  const quiet = (await deliveredOrders(shop.id)).at(-1);
  await passTime(NEXT_READING_MS);

  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/after-sales?bucket=answer&kind=return');
  await settled(page);
  for (const { id } of [first, second]) await page.getByRole('checkbox', { name: `Choose case ${id}` }).check();
  await page.getByTestId('bulk-approve-return').click();
  await page.getByTestId('bulk-sure').click();
  await page.locator('[data-testid=return-run][data-state=done]').waitFor();
  for (const { id } of [first, second])
    expect((await trueReturn(id)).answers.map(({ operation }) => operation)).toEqual(['POST returns/approve']);

  await buyerSendsBack(first.id);
  await passTime(NEXT_READING_MS);
  await page.goto(`/after-sales?bucket=all&q=%22${first.id}%22`);
  await page.getByTestId('case-row').first().locator('td').first().click();
  const drawer = page.getByTestId('case-drawer');
  await drawer.getByTestId('receipt-form').waitFor();
  await drawer
    .getByRole('spinbutton', { name: /^Damaged/ })
    .first()
    .fill('1');
  await (await openChoice(page, drawer.getByRole('combobox', { name: 'Warehouse' }), warehouse.name)).click();
  await drawer.getByTestId('receipt-keep').click();
  await drawer.getByTestId('receipt-form').waitFor({ state: 'detached' });
  expect(await drawer.innerText()).toContain('1 damaged');

  await page.goto(`/orders?q=%22${quiet?.id}%22`);
  await page.getByTestId('order-row').first().locator('td').first().click();
  await page.getByTestId('refund-order').click();
  await page.getByTestId('refund-amount').fill('1');
  await (await openChoice(page, page.getByRole('dialog').getByRole('combobox', { name: 'The platform’s reason' }), 'Damaged')).click();
  await page.getByTestId('refund-send').click();
  await page.locator('[data-testid=unasked-answer][data-state=confirmed]').waitFor();
  expect(troubles).toEqual([]);
});

/** Some orders have a case already: those are refused. */
async function firstThat<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R> {
  for (const item of items) {
    try {
      return await ask(item);
    } catch {
      // The next one.
    }
  }
  throw new Error('nobody could ask');
}
