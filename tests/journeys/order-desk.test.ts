/** A clerk's morning at the order desk, over all shops and by the keyboard: hold with a reason, release, tag, pack; the counts follow. */
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

const within = { timeout: 15_000 };
const countOn = async (page: Page, bucket: string): Promise<number> =>
  Number((await page.getByTestId(`bucket-${bucket}`).locator('strong').innerText()).replace(/\D/g, ''));
const rowOf = (page: Page, number: string) => page.locator(`[data-testid=desk-row][data-channel-order-id="${number}"]`);
const give = async (page: Page, words: string) => {
  await page.locator('#desk-words:focus').waitFor();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await page.getByTestId('desk-words-form').waitFor({ state: 'hidden' });
};

test('the morning run over all shops: the most urgent order is held, released, tagged and packed without the mouse', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/orders/desk?bucket=to-pack');
  await settled(page);
  await page.getByTestId('desk-row').first().waitFor();
  expect(await page.locator('main h1').innerText()).toBe('Order desk');
  const held = await countOn(page, 'held');

  await page.keyboard.press('?');
  await page.getByTestId('desk-help').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('desk-help').waitFor({ state: 'hidden' });

  await page.keyboard.press('j');
  const focused = page.locator('[data-testid=desk-row]:focus');
  const number = (await focused.getAttribute('data-channel-order-id')) ?? '';
  await page.keyboard.press('h');
  await give(page, 'Address to be checked by phone');
  await page.locator('[data-testid=desk-task][data-state=done]').filter({ hasText: 'Done 1' }).waitFor();
  await rowOf(page, number).waitFor({ state: 'detached' });
  await expect.poll(() => countOn(page, 'held'), within).toBe(held + 1);

  await page.getByTestId('bucket-held').click();
  await rowOf(page, number).filter({ hasText: 'Address to be checked by phone' }).waitFor();
  await rowOf(page, number).focus();
  await page.keyboard.press('e');
  await rowOf(page, number).waitFor({ state: 'detached' });
  await expect.poll(() => countOn(page, 'held'), within).toBe(held);

  await page.getByTestId('bucket-to-pack').click();
  await rowOf(page, number).focus();
  await page.keyboard.press('t');
  await give(page, 'morning run');
  await rowOf(page, number).filter({ hasText: 'morning run' }).waitFor();
  await rowOf(page, number).focus();
  await page.keyboard.press('x');
  await page.getByTestId('desk-bulk').filter({ hasText: '1 order chosen' }).waitFor();
  await page.keyboard.press('p');
  await rowOf(page, number).waitFor({ state: 'detached' });

  await page.goto('/orders/desk?bucket=to-ship&tag=morning%20run');
  await rowOf(page, number).focus();
  await page.keyboard.press('Enter');
  const said = page.getByTestId('order-timeline').locator('li');
  await said.first().waitFor();
  expect((await said.allInnerTexts()).slice(0, 4).map((text) => text.split('\n')[1]?.trim())).toEqual([
    'Packed',
    expect.stringContaining('morning run'),
    'Released',
    expect.stringContaining('Address to be checked by phone'),
  ]);
  expect(troubles).toEqual([]);
});
