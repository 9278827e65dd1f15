/** Whatever a buyer writes is shown as text and found by its words; nothing of it runs, hides or turns what stands around it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled } from './stage/browser.ts';
import { buyerWrites } from './stage/platform.ts';
import { boundShops } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const LETTERS = 100_000;
const said = [
  '<script>window.wasRun = 1</script><img src=x onerror="window.wasRun = 2"><b>bold?</b> &amp;',
  'Order \u202Eelif.exe\u202C arrived \u2067reversed\u2069',
  'zero\u200Bwidth\u200D \uFEFFjoin\u2060ers',
  '😀😀🎁🚚💥👩‍👩‍👧‍👦🇧🇷',
  'Hola, 我的订单 where is it? ขอบคุณค่ะ',
  'Saluton, kiam alvenos mia pakaĵo?',
  'מתי זה מגיע?',
  'x'.repeat(LETTERS),
] as const;

test('markup stays text, what hides is named, what is long is folded, and a deleted or broken thing says so', async () => {
  const [shop] = await boundShops();
  if (!shop) throw new Error('no shop is bound');
  const shopId = shop.channelShopId;
  const conversationId = await buyerWrites({ shopId, text: said[0] });
  for (const text of said.slice(1)) await buyerWrites({ shopId, text, conversationId });
  await buyerWrites({ shopId, kind: 'broken-image', conversationId });
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/inbox?view=all');
  await settled(page);
  await page.locator(`[data-testid=conversation][data-conversation-id="${conversationId}"]`).click();
  const bubble = (text: string) => page.locator('[data-testid=message]').filter({ hasText: text });
  await bubble('<script>window.wasRun').waitFor();
  await bubble('Picture that cannot be read').waitFor();
  expect(await page.evaluate('window.wasRun')).toBe(undefined);
  expect(await bubble('<b>bold?</b>').locator('b, script, img').count()).toBe(0);

  const turned = bubble('elif.exe');
  expect(await turned.getByTestId('invisible').allInnerTexts()).toEqual(['RLO', 'PDF', 'RLI', 'PDI']);
  expect(await turned.locator('bdi').textContent()).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
  expect(await bubble('zero').getByTestId('invisible').allInnerTexts()).toEqual(['ZWSP', 'ZWJ', 'BOM', 'WJ']);
  expect(await bubble('👩‍👩‍👧‍👦').getByTestId('invisible').count()).toBe(0);
  expect(await bubble('מתי').locator('bdi:dir(rtl)').count()).toBe(1);

  const long = bubble('xxxxxxxxxx');
  const letters = async () => (await long.locator('bdi').innerText()).length;
  expect(await letters()).toBeLessThan(2_000);
  await long.getByTestId('message-fold').click();
  expect(await letters()).toBe(LETTERS);
  const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate(overflow)).toBe(0);
  expect(troubles).toEqual([]);
});

test('words are found in every script, marked, and lead to their place', async () => {
  const [shop] = await boundShops();
  if (!shop) throw new Error('no shop is bound');
  const needle = 'Wann kommt mein Päckchen zurück, Nadelöhr?';
  const conversationId = await buyerWrites({ shopId: shop.channelShopId, text: needle });
  for (let time = 0; time < 60; time += 1) await buyerWrites({ shopId: shop.channelShopId, text: `And now? ${time}`, conversationId });
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/inbox?view=all');
  await settled(page);
  await page.locator(`[data-testid=conversation][data-conversation-id="${conversationId}"]`).filter({ hasText: 'And now? 59' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('nadelo');
  await page.keyboard.press('Enter');
  await page.getByTestId('search-messages').click();
  const hit = page.getByTestId('message-hit').filter({ hasText: 'Nadelöhr' });
  await expect.poll(() => hit.locator('mark').allInnerTexts()).toEqual(['Nadelöhr']);
  await hit.click();
  const found = page.locator('[data-testid=message][data-found=true]');
  await found.filter({ hasText: needle }).waitFor();
  await expect.poll(() => found.isVisible()).toBe(true);

  await page.goto(`/inbox?view=all&in=messages&q=${encodeURIComponent('订单')}`);
  await page.getByTestId('message-hit').first().locator('mark').filter({ hasText: '订单' }).first().waitFor();
  expect(troubles).toEqual([]);
});
