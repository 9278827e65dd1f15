/** Two colleagues with one buyer before them see each other, and nobody answers past the other unawares; what was begun is not lost. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled, type Visitor } from './stage/browser.ts';
import { buyerWrites, saidByShop } from './stage/platform.ts';
import { addMember, boundShops } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let lead: Visitor;
let nora: Visitor;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
const COLLEAGUE = 'Nora Journey';
beforeAll(async () => {
  browser = await openBrowser();
  const email = 'nora@journey.example';
  const { password } = await addMember({ name: COLLEAGUE, email, role: 'service' });
  cookies = await browser.signIn();
  lead = await browser.visit({}, cookies);
  nora = await browser.visit({}, await browser.signIn({ email, password }));
});
afterAll(() => browser.close());

const row = (page: Page, conversationId: string) => page.locator(`[data-testid=conversation][data-conversation-id="${conversationId}"]`);
const box = (page: Page) => page.locator('#inbox-reply');
const inThread = (page: Page, id: string) => page.getByTestId('thread').getByTestId(id);

async function open(page: Page, conversationId: string): Promise<void> {
  await page.goto('/inbox?view=all');
  await settled(page);
  await row(page, conversationId).click();
  await box(page).waitFor();
}
async function begun(text: string): Promise<string> {
  const [shop] = await boundShops();
  if (!shop) throw new Error('no shop is bound');
  const conversationId = await buyerWrites({ shopId: shop.channelShopId, text });
  await Promise.all([open(lead.page, conversationId), open(nora.page, conversationId)]);
  return conversationId;
}
/** Whoever writes may have been answered in the seller centre before. */
const told = async (conversationId: string, ours: readonly string[]) =>
  (await saidByShop(conversationId)).filter((text) => ours.includes(text));

test('they see who is there and who types; the second to answer sees the first, and decides', async () => {
  const [first, second] = ['It left on Monday.', 'It leaves tomorrow.'];
  const conversationId = await begun('Where is my parcel, two of you?');
  await inThread(lead.page, 'colleagues').filter({ hasText: COLLEAGUE }).waitFor();
  await row(lead.page, conversationId).getByTestId('colleagues').waitFor();
  await inThread(nora.page, 'colleagues').waitFor();

  await box(lead.page).pressSequentially(second);
  await box(nora.page).pressSequentially(first);
  await lead.page.locator('[data-testid=thread] [data-testid=colleagues][data-typing=true]').waitFor();

  // While she types: asked first, nothing goes, and writing goes on.
  await box(lead.page).press('Enter');
  await lead.page.getByTestId('collision').filter({ hasText: COLLEAGUE }).waitFor();
  expect(await told(conversationId, [first, second])).toEqual([]);

  // She sends all the same, and sees before that the other one writes too.
  await box(nora.page).press('Enter');
  await nora.page.getByTestId('collision-send').click();
  await nora.page.getByTestId('message').filter({ hasText: first }).waitFor();
  await lead.page.getByTestId('collision').filter({ hasText: first }).waitFor();
  await box(lead.page).press('Enter');
  expect(await told(conversationId, [first, second])).toEqual([first]);
  await lead.page.getByTestId('collision-send').click();
  await lead.page.getByTestId('message').filter({ hasText: second }).waitFor();
  await lead.page.getByTestId('outgoing').waitFor({ state: 'detached' });
  await lead.page.getByTestId('collision').waitFor({ state: 'detached' });
  expect(await told(conversationId, [first, second])).toEqual([first, second]);
  expect([...lead.troubles, ...nora.troubles]).toEqual([]);
});

test('what was begun survives a reload, another conversation and another device, is dropped when the colleague was quicker, and goes when it is sent', async () => {
  const [kept, quicker] = ['I ask the carrier and', 'The carrier has it.'];
  const conversationId = await begun('And mine?');
  const { page } = lead;
  await box(page).pressSequentially(kept);
  const other = page.locator(`[data-testid=conversation]:not([data-conversation-id="${conversationId}"])`).first();
  await other.click();
  await expect.poll(() => box(page).inputValue()).toBe('');
  await row(page, conversationId).click();
  await expect.poll(() => box(page).inputValue()).toBe(kept);
  await page.reload();
  await expect.poll(() => box(page).inputValue()).toBe(kept);
  const telephone = await browser.visit({ width: 390 }, cookies);
  await telephone.page.goto(page.url());
  await expect.poll(() => box(telephone.page).inputValue()).toBe(kept);
  await telephone.context.close();

  await box(nora.page).pressSequentially(quicker);
  await box(nora.page).press('Enter');
  await nora.page.getByTestId('message').filter({ hasText: quicker }).waitFor();
  await page.getByTestId('collision').filter({ hasText: quicker }).waitFor();
  await page.getByTestId('collision-drop').click();
  await expect.poll(() => box(page).inputValue()).toBe('');
  await page.reload();
  await page.getByTestId('message').filter({ hasText: quicker }).waitFor();
  expect(await box(page).inputValue()).toBe('');
  expect(await told(conversationId, [kept, quicker])).toEqual([quicker]);
  expect([...lead.troubles, ...nora.troubles]).toEqual([]);
});
