/**
 * What must hold on every page, in every state of it: Axe finds nothing serious, keys reach what a hand can click, and every character
 * has a glyph.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chosenByCommit } from '../../tools/chosen-by-commit.mjs';
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

/** Among them both themes, both widths and the scripts that need fonts of their own. */
const all = [
  { colorScheme: 'light', width: 1440, language: 'zh-CN' },
  { colorScheme: 'dark', width: 1440, language: 'th' },
  { colorScheme: 'light', width: 390, language: 'en' },
  { colorScheme: 'dark', width: 390, language: 'zh-CN' },
] as const;
/** A walk over every page is dear: a run makes the one that the commit chooses, LOOKS=all makes all. */
const looks = process.env.LOOKS === 'all' ? all : all.filter((_, index) => index === chosenByCommit(all.length));

test.each(looks)(
  'on every page Axe finds nothing serious or critical, keys reach what a hand can click, each character has a glyph: $colorScheme, $width px, $language',
  async ({ language, ...look }) => {
    const { page, context } = await browser.visit(look);
    await context.addInitScript((chosen) => localStorage.setItem('tradewind.preferences', JSON.stringify({ language: chosen })), language);
    const problems: string[] = [];
    await onEveryPlace(page, cookies, async ({ name }) => {
      const missing = (await page.evaluate(missingGlyphs)).map((character) => `no glyph for ${character}`);
      const byHand = (await page.evaluate(mouseOnly)).map((html) => `no key reaches ${html}`);
      problems.push(...[...(await axeFaults(page)), ...byHand, ...missing].map((problem) => `${name}: ${problem}`));
    });
    expect(problems).toEqual([]);
  },
);

test('each of the three is really asked: what is planted is found', async () => {
  const { page } = await browser.visit();
  await page.goto('/sign-in');
  await settled(page);
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('img'), document.createElement('button')));
  const ids = (await axeFaults(page)).map((fault) => fault.split(':')[0]);
  expect(ids).toEqual(expect.arrayContaining(['critical image-alt', 'critical button-name']));
  // Assigned to no character, as is the one that the check compares with.
  await page.evaluate(() => document.querySelector('main')?.append('\u{3a2}'));
  expect(await page.evaluate(missingGlyphs)).toEqual(['\u{3a2}']);
  await page.evaluate(() => {
    const trap = document.createElement('div');
    trap.textContent = 'by hand only';
    trap.style.cursor = 'pointer';
    document.querySelector('main')?.append(trap);
  });
  expect(await page.evaluate(mouseOnly)).toEqual([expect.stringContaining('by hand only')]);
});
