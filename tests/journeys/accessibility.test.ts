/**
 * What must hold on every page, in every state of it: Axe finds nothing serious, keys reach what a hand can click, and every character
 * has a glyph.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFaults } from './stage/axe.ts';
import { openBrowser, settled } from './stage/browser.ts';
import { missingGlyphs, mouseOnly } from './stage/in-page.ts';
import { onEveryPlace } from './stage/pages.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

async function found(page: Page, check: () => Promise<string[]>): Promise<string[]> {
  const problems: string[] = [];
  await onEveryPlace(page, cookies, async ({ name }) => {
    problems.push(...(await check()).map((problem) => `${name}: ${problem}`));
  });
  return problems;
}

const looks = [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'dark', width: 1440 },
  { colorScheme: 'light', width: 390 },
] as const;

test.each(looks)('Axe finds nothing serious or critical on any page: $colorScheme, $width px', async (look) => {
  const { page } = await browser.visit(look);
  expect(await found(page, () => axeFaults(page))).toEqual([]);
});

test('Axe is really asked: a picture without words and a button without a name are found', async () => {
  const { page } = await browser.visit();
  await page.goto('/sign-in');
  await settled(page);
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('img'), document.createElement('button')));
  const ids = (await axeFaults(page)).map((fault) => fault.split(':')[0]);
  expect(ids).toEqual(expect.arrayContaining(['critical image-alt', 'critical button-name']));
});

test('what can be clicked can be reached by keys', async () => {
  const { page } = await browser.visit();
  expect(await found(page, () => page.evaluate(mouseOnly))).toEqual([]);
});

test.each(['zh-CN', 'th'] as const)('every character of every page has a glyph: %s', async (language) => {
  const { page, context } = await browser.visit();
  await context.addInitScript((chosen) => localStorage.setItem('tradewind.preferences', JSON.stringify({ language: chosen })), language);
  expect(await found(page, () => page.evaluate(missingGlyphs))).toEqual([]);
  const planted = String.fromCodePoint(0x3a2);
  await page.evaluate((text) => document.querySelector('main')?.append(text), planted);
  expect(await page.evaluate(missingGlyphs)).toEqual([planted]);
});
