/** A buyer writes and it is there; an agent answers without the mouse, and the platform has the answer once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled } from './stage/browser.ts';
import { chatWithOrders } from './stage/pages-inbox.ts';
import { buyerWrites, saidByShop } from './stage/platform.ts';
import { boundShops } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const QUESTION = 'Is <b>this</b> still 20% off? สวัสดี 👋';
const ANSWER = 'Yes, until Sunday.';
// The platform takes no addresses.
const REFUSED = 'Write to agent@shop.example';
/** Whoever writes may have been answered in the seller centre before. */
const toldOf = async (conversationId: string) => (await saidByShop(conversationId)).filter((text) => text === ANSWER || text === REFUSED);

test('a question is there by itself, is answered by keys, told once, and comes back when it was put away too early', async () => {
  const [shop] = await boundShops();
  if (!shop) throw new Error('no shop is bound');
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/inbox');
  await settled(page);
  expect(await page.locator('main h1').innerText()).toBe('Inbox');

  const conversationId = await buyerWrites({ shopId: shop.channelShopId, text: QUESTION });
  const row = page.locator(`[data-testid=conversation][data-conversation-id="${conversationId}"]`);
  await page.goto('/inbox?view=all');
  await row.waitFor();
  await row.click();
  const said = page.getByTestId('message').filter({ hasText: QUESTION });
  await said.waitFor();
  await page.getByTestId('thread').getByTestId('reply-clock').waitFor();

  await page.keyboard.press('r');
  await page.locator('#inbox-reply:focus').waitFor();
  await page.keyboard.type(ANSWER);
  await page.keyboard.press('Enter');
  const answered = page.locator('[data-testid=message][data-sender=seller]').filter({ hasText: ANSWER });
  await answered.waitFor();
  await page.getByTestId('outgoing').waitFor({ state: 'detached' });
  expect(await toldOf(conversationId)).toEqual([ANSWER]);
  await page.getByTestId('thread').getByTestId('reply-clock').waitFor({ state: 'detached' });

  // What may cost points is held back with its place marked; left out, it may go, and somebody may insist.
  await page.keyboard.type(`Please cancel your order. ${REFUSED}`);
  await page.locator('[data-testid=message-guard][data-codes~=asks-to-cancel]').locator('mark').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('guard-rewrite').click();
  expect(await toldOf(conversationId)).toEqual([ANSWER]);
  await page.locator('#inbox-reply').fill(REFUSED);
  await page.getByTestId('guard-confirm').check();
  await page.locator('#inbox-reply').press('Enter');
  await page.locator('[data-testid=outgoing][data-state=rejected]').filter({ hasText: REFUSED }).waitFor();
  await page.getByTestId('outgoing-discard').click();
  await page.getByTestId('outgoing').waitFor({ state: 'detached' });

  await page.locator('#inbox-reply').press('Escape');
  await page.keyboard.press('s');
  await page.getByTestId('new-reply').click();
  await page.locator('#reply-title').fill('Monday');
  await page.locator('#reply-text').fill('It leaves on Monday, {buyer}. {tracking}{order}');
  await page.getByTestId('keep-reply').click();
  await page.getByTestId('saved-reply').filter({ hasText: 'Monday' }).click();
  const box = page.locator('#inbox-reply');
  await expect.poll(() => box.inputValue()).toMatch(/^It leaves on Monday, [^{]+\./);
  await box.fill('Not with a {tracking} left open');
  await page.keyboard.press('Enter');
  await page.getByTestId('composer').filter({ hasText: 'Fill in {tracking} first' }).waitFor();
  await box.fill('');

  // Live, with the list open: put away, it leaves; the buyer's next word brings it back.
  await page.goto('/inbox?view=waiting');
  await settled(page);
  await buyerWrites({ shopId: shop.channelShopId, text: 'And in blue?', conversationId });
  await row.filter({ hasText: 'And in blue?' }).waitFor();
  await row.click();
  await page.getByTestId('message').filter({ hasText: 'And in blue?' }).waitFor();
  await page.locator('#inbox-reply').press('Escape');
  await page.keyboard.press('e');
  await page.getByTestId('take-up').waitFor();
  await row.waitFor({ state: 'detached' });
  await buyerWrites({ shopId: shop.channelShopId, text: 'Hello?', conversationId });
  await row.filter({ hasText: 'Hello?' }).waitFor();
  expect(await toldOf(conversationId)).toEqual([ANSWER]);
  expect(troubles).toEqual([]);
});

test('an order is worked from beside its buyer, with the acts of the desk', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/inbox');
  await settled(page);
  await page.goto(`/inbox?view=all&open=${await chatWithOrders(page)}`);
  await page.getByTestId('open-order').first().click();
  const drawer = page.getByTestId('inbox-order-drawer');
  await drawer.getByTestId('inbox-desk-acts').click();
  await page.getByRole('menuitem', { name: 'Note' }).click();
  const words = `Wants a receipt ${Date.now()}`;
  await page.locator('#desk-words').fill(words);
  await page.getByTestId('desk-words-give').click();
  await drawer.getByText(words).waitFor();
  await drawer.getByTestId('open-order-page').waitFor();
  expect(troubles).toEqual([]);
});
