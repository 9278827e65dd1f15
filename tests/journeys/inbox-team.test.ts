/** A rule gives a conversation away, a colleague is called to it, a macro labels and drafts and sends nothing, and the clock tells who answers and who leads. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled } from './stage/browser.ts';
import { openChoice } from './stage/choose.ts';
import { buyerWrites, passTime, saidByShop } from './stage/platform.ts';
import { until } from './stage/until.ts';
import { addMember, boundShops } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let lead: Page;
let mei: Page;
let troubles: string[];
const AGENT = 'Mei Journey';
beforeAll(async () => {
  browser = await openBrowser();
  const email = 'mei@journey.example';
  const { password } = await addMember({ name: AGENT, email, role: 'service' });
  const own = await browser.visit({}, await browser.signIn());
  const theirs = await browser.visit({}, await browser.signIn({ email, password }));
  [lead, mei] = [own.page, theirs.page];
  troubles = own.troubles;
});
afterAll(() => browser.close());

/** A second try finds what the first has left. */
let attempt = 0;
const labelName = () => `Lost parcel ${attempt}`;

const MINUTE_MS = 60_000;
const QUESTION = 'Where is my parcel, please?';
const DRAFT = 'So sorry. We ask the carrier.';
const told = (page: Page, kind: string) => page.locator(`[data-testid="notification"][data-kind="${kind}"]`);
const row = (page: Page, conversationId: string) => page.locator(`[data-testid=conversation][data-conversation-id="${conversationId}"]`);
const openBell = async (page: Page) => {
  await page.getByTestId('notifications-button').click();
  await page.getByTestId('notification').first().waitFor();
};

/** Who leads writes a rule, and sees what it would have done before it does anything. */
async function writeRule(): Promise<void> {
  await lead.goto('/inbox/rules');
  await settled(lead);
  await lead.getByTestId('new-assignment-rule').first().click();
  await lead.getByTestId('assignment-rule-name').fill('All to Mei');
  const agents = lead.getByTestId('assignment-rule-agents').getByRole('combobox');
  await (await openChoice(lead, agents, AGENT)).click();
  await lead.keyboard.press('Escape');
  await lead.getByTestId('try-assignment-rule').click();
  await lead.getByTestId('trial-summary').filter({ hasText: 'met' }).waitFor();
  await lead.getByTestId('keep-assignment-rule').click();
  await lead.locator('[data-testid=assignment-rule][data-name="All to Mei"][data-live=true]').first().waitFor();
}

/** The conversation is hers by itself, on her page and on the lead's, with the platform's count beside it. */
async function isHers(conversationId: string): Promise<void> {
  await mei.goto('/inbox?view=mine');
  await settled(mei);
  await row(mei, conversationId).waitFor();
  await row(mei, conversationId).getByTestId('wait-clocks').filter({ hasText: 'Platform: 24 h end' }).waitFor();
  await lead.goto('/inbox?view=all');
  await row(lead, conversationId).filter({ hasText: AGENT }).waitFor();
  await row(lead, conversationId).click();
}

/** A colleague is called to it, and comes by what they are told. */
async function callMei(): Promise<void> {
  await lead.locator('#inbox-note').click();
  await lead.keyboard.type('Was this one refunded before? @Mei');
  await lead.locator('.ant-mentions-dropdown-menu-item').filter({ hasText: AGENT }).click();
  await lead.getByTestId('write-note').click();
  await lead
    .getByTestId('note')
    .filter({ hasText: `Called: ${AGENT}` })
    .waitFor();
  await mei.goto('/');
  await settled(mei);
  await openBell(mei);
  await told(mei, 'conversation-mentioned').first().getByRole('link').click();
  await mei.getByTestId('note').filter({ hasText: 'refunded before' }).waitFor();
}

/** Written by her: a label and a draft, by one key. */
async function writeMacro(): Promise<void> {
  await mei.keyboard.press('l');
  await mei.getByTestId('manage-labels').click();
  await mei.getByTestId('label-name').fill(labelName());
  await mei.getByTestId('keep-label').click();
  await mei.getByTestId('label-book').locator('li').filter({ hasText: labelName() }).waitFor();
  await mei.keyboard.press('Escape');
  await mei.getByTestId('label-book').waitFor({ state: 'detached' });
  await mei.getByTestId('macros').click();
  await mei.getByTestId('new-macro').click();
  await mei.locator('#macro-name').fill(`Parcel is late ${attempt}`);
  await (await openChoice(mei, mei.getByTestId('macro-key').getByRole('combobox'), String(attempt))).click();
  for (const kind of ['Draft a reply', 'Put a label']) {
    await mei.getByTestId('add-act').click();
    await mei.getByRole('menuitem', { name: kind }).click();
  }
  await (await openChoice(mei, mei.getByTestId('macro-editor').getByRole('combobox', { name: 'Put a label' }), labelName())).click();
  await mei.getByTestId('act-reply').fill(DRAFT);
  await mei.getByTestId('keep-macro').click();
  await mei
    .getByTestId('macro')
    .filter({ hasText: `Parcel is late ${attempt}` })
    .waitFor();
  await mei.keyboard.press('Escape');
  await mei.getByTestId('macro-book').waitFor({ state: 'detached' });
}

/** Two people, nine pages and three waits of the platform’s. */
const WITHIN_MS = 300_000;

test('a rule gives, a mention calls, a macro drafts, the clock warns, and an answer ends it', { timeout: WITHIN_MS }, async () => {
  attempt += 1;
  // Its people answer late in the seller centre, which would otherwise end the wait before anybody is warned.
  const shop = (await boundShops()).find(({ market }) => market === 'IT');
  if (!shop) throw new Error('no shop in Italy is bound');
  await writeRule();
  const conversationId = await buyerWrites({ shopId: shop.channelShopId, text: QUESTION });
  await isHers(conversationId);
  await callMei();
  await writeMacro();
  await mei.keyboard.press(String(attempt));
  await expect.poll(() => mei.locator('#inbox-reply').inputValue()).toBe(DRAFT);
  await row(mei, conversationId).getByTestId('labels').filter({ hasText: labelName() }).waitFor();
  expect((await saidByShop(conversationId)).filter((text) => text === DRAFT)).toEqual([]);

  // Nobody answers: first she is told, then whoever leads.
  await passTime(21 * MINUTE_MS);
  await mei.goto('/');
  await settled(mei);
  await openBell(mei);
  await told(mei, 'reply-due').filter({ hasText: 'The first answer is due.' }).first().waitFor();
  expect(await told(mei, 'reply-escalated').count()).toBe(0);
  await passTime(5 * MINUTE_MS);
  await lead.goto('/');
  await settled(lead);
  await openBell(lead);
  const escalated = told(lead, 'reply-escalated').filter({ hasText: 'The first answer is due.' });
  await escalated.first().waitFor();

  // Her answer ends it, and counts as hers.
  await told(mei, 'reply-due').first().getByRole('link').click();
  await row(mei, conversationId).waitFor();
  await mei.locator('#inbox-reply').fill(DRAFT);
  await mei.getByTestId('send').click();
  await until('the platform has the answer', async () => (await saidByShop(conversationId)).includes(DRAFT));
  await escalated.filter({ hasText: 'Mended' }).first().waitFor();
  await lead.goto('/inbox/report');
  await lead.locator(`[data-testid=report-row][data-name="${AGENT}"]`).waitFor();
  expect(troubles).toEqual([]);
});
