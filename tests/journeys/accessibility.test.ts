/**
 * What must hold on every page, in every state of it: Axe finds nothing serious, keys reach what a hand can click, every character
 * has a glyph, nothing is wider than the screen, the theme is the reader's, and nothing goes wrong behind the page.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chosenByCommit } from '../../tools/chosen-by-commit.mjs';
import { axeFaults } from './stage/axe.ts';
import { openBrowser, settled } from './stage/browser.ts';
import { extentAndTheme, missingGlyphs, mouseOnly } from './stage/in-page.ts';
import { onEveryPlace, PARTS } from './stage/pages.ts';

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
/** A walk over every page is dear: a run makes one part of one, which the commit chooses; LOOKS=all makes all. */
const choice = chosenByCommit(all.length * PARTS);
const isAll = process.env.LOOKS === 'all';
const looks = isAll ? all : all.filter((_, index) => index === choice % all.length);
const parts = Array.from({ length: PARTS }, (_, part) => part).filter((part) => isAll || part === Math.floor(choice / all.length));

/** Some ninety places, each looked at in full; it grows with the pages. */
const WALK_WITHIN_MS = 480_000;

test.each(looks)(
  'on every page Axe, the keys, the glyphs, the width, the theme and the console are in order: $colorScheme, $width px, $language',
  async ({ language, ...look }) => {
    const { page, context, troubles } = await browser.visit(look);
    await context.addInitScript((chosen) => localStorage.setItem('tradewind.preferences', JSON.stringify({ language: chosen })), language);
    const problems: string[] = [];
    await onEveryPlace(page, { cookies, parts }, async ({ name, refused }) => {
      const missing = (await page.evaluate(missingGlyphs)).map((character) => `no glyph for ${character}`);
      const byHand = (await page.evaluate(mouseOnly)).map((html) => `no key reaches ${html}`);
      const { over, theme } = await page.evaluate(extentAndTheme);
      const wide = over > 0 ? [`${over} px wider than the screen`] : [];
      const wrongTheme = theme === look.colorScheme ? [] : [`is ${theme}`];
      const behind = troubles.splice(0).filter(() => !refused);
      const found = [...(await axeFaults(page)), ...byHand, ...missing, ...wide, ...wrongTheme, ...behind];
      problems.push(...found.map((problem) => `${name}: ${problem}`));
    });
    expect(problems).toEqual([]);
  },
  WALK_WITHIN_MS,
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
