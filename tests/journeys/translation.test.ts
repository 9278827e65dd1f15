/**
 * An agent whose browser is Chinese answers a Spanish buyer to the end, and types Chinese only. The translator is a list of phrases on this machine that
 * speaks a model's protocol and marks every text "[demo]": what is shown here is the way of the words, not that Chinese was translated.
 */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPhraseServer } from '../../apps/server/src/modules/translation/testing/phrase-server.ts';
import { demo, openBrowser, settled } from './stage/browser.ts';
import { buyerWrites, saidByShop } from './stage/platform.ts';
import { boundShops } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
let phrases: Awaited<ReturnType<typeof startPhraseServer>>;
beforeAll(async () => {
  phrases = await startPhraseServer(demo().phrasePort);
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(async () => {
  await browser.close();
  await phrases.close();
});

const ORDER = '577086512345678901';
const ASKS = `¿Dónde está mi pedido ${ORDER}?`;

async function nameProvider(page: Page): Promise<void> {
  await page.goto('/settings/translation');
  await page.getByTestId('no-providers').waitFor();
  await page.getByTestId('add-provider').click();
  await page.getByTestId('provider-name').fill('演示短语表');
  await page.getByLabel('地址').fill(`http://127.0.0.1:${demo().phrasePort}/v1`);
  await page.getByLabel('模型').fill('phrases');
  await page.getByTestId('save-providers').click();
  await page.getByTestId('test-provider').click();
  await page.getByTestId('provider-test-result').filter({ hasText: '[phrase list]' }).waitFor();
  await page.getByTestId('provider-counts').filter({ hasText: '调用 1 次' }).waitFor();
}

async function openTalk(page: Page, conversationId: string): Promise<void> {
  await page.goto('/inbox?view=all');
  await settled(page);
  await page.locator(`[data-testid=conversation][data-conversation-id="${conversationId}"]`).click();
}

/** After three failures a provider rests for a minute, and journeys beside this one may have asked it too. */
async function translatedAtLast(message: Locator): Promise<void> {
  const translated = message.filter({ hasText: '[phrase list]' });
  const retried = async (): Promise<number> => {
    if ((await translated.count()) === 0) await message.getByTestId('retry-translation').click();
    return translated.count();
  };
  await expect.poll(retried, { interval: 2_000, timeout: 80_000 }).toBe(1);
}

test('a Spanish buyer is read and answered in Chinese, and what the agent saw is what the buyer got', async () => {
  const shop = (await boundShops()).find(({ market }) => market === 'MX');
  if (!shop) throw new Error('no shop in Mexico is bound');
  const { page, troubles } = await browser.visit({ locale: 'zh-CN' }, cookies);

  await nameProvider(page);
  const conversationId = await buyerWrites({ shopId: shop.channelShopId, text: ASKS });
  const told = async () => (await saidByShop(conversationId)).filter((text) => text.startsWith('[demo]'));
  await openTalk(page, conversationId);
  const asked = page.getByTestId('message').filter({ hasText: `[demo] 我的订单 ${ORDER} 在哪里？` });
  await asked.waitFor();
  await asked.getByText('西班牙语').waitFor();
  expect(await asked.getByTestId('original').count()).toBe(0);
  await asked.getByTestId('show-original').click();
  expect(await asked.getByTestId('original').innerText()).toBe(ASKS);

  const box = page.locator('#inbox-reply');
  const panel = page.getByTestId('outgoing-translation');
  const seen: string[] = [];
  const answer = async (typed: string, shows: string) => {
    await box.fill(typed);
    await expect.poll(() => panel.inputValue()).toBe(shows);
    seen.push(await panel.inputValue());
    await box.press('Enter');
    await expect.poll(told).toEqual(seen);
    await page.getByTestId('outgoing').waitFor({ state: 'detached' });
    // Beside what was sent stands what was typed.
    await page.locator('[data-testid=message][data-sender=seller]').filter({ hasText: typed }).waitFor();
  };
  const hears = async (text: string, shows: string) => {
    await buyerWrites({ shopId: shop.channelShopId, conversationId, text });
    await page.getByTestId('message').filter({ hasText: shows }).waitFor();
  };

  await box.fill(`您好，您的订单 ${ORDER} 今天发货。`);
  await expect.poll(() => panel.inputValue()).toBe(`[demo] Hola, su pedido ${ORDER} sale hoy.`);
  await page.getByTestId('translate-back').click();
  await page
    .getByTestId('translated-back')
    .filter({ hasText: `[demo] 您好，您的订单 ${ORDER} 今天发出。` })
    .waitFor();
  await answer(`您好，您的订单 ${ORDER} 今天发货。`, `[demo] Hola, su pedido ${ORDER} sale hoy.`);
  await hears('Muchas gracias, ¿cuándo llega?', '[demo] 非常感谢，什么时候到？');
  await answer('大概三天后送到。', '[demo] Llega en unos tres días.');
  await hears('Perfecto, gracias por todo.', '[demo] 太好了，谢谢。');

  // The provider is away: what was said is there, nothing is sent that nobody saw, and it goes on when it is back.
  phrases.state.mood = 'broken';
  await buyerWrites({ shopId: shop.channelShopId, conversationId, text: 'Una pregunta más, ¿tienen otro color?' });
  const unread = page.getByTestId('message').filter({ hasText: 'Una pregunta más, ¿tienen otro color?' });
  await unread.getByTestId('untranslated').waitFor();
  await box.fill('不客气，祝您愉快。');
  await page.getByTestId('outgoing-untranslated').waitFor();
  await box.press('Enter');
  expect(await told()).toEqual(seen);
  phrases.state.mood = 'good';
  await translatedAtLast(unread);
  await box.fill('');
  await answer('不客气，祝您愉快。', '[demo] De nada, que tenga un buen día.');
  expect(await told()).toEqual(seen);
  expect(seen).toHaveLength(3);

  // Off for this conversation: what was said stands there as it was said.
  await page.getByTestId('translation-switch').click();
  await page.getByTestId('translation-on').click();
  await page.getByTestId('message').filter({ hasText: ASKS }).waitFor();
  await page.getByTestId('translated').first().waitFor({ state: 'detached' });
  expect(troubles).toEqual([]);
});
