/** A person who finds a violation unjust: reads it, appeals with a letter, and sees the platform's decision come in while they look on. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled } from './stage/browser.ts';
import { appealsOnPlatform, decideAppeal, passTime } from './stage/platform.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const LETTER = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% From the carrier\nstartxref\n9\n%%EOF\n');
/** The records are read once a minute. */
const NEXT_READING_MS = 61_000;

test('an appeal with a letter goes to the platform as written and ends as the platform decides', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/penalties?state=in-force');
  await settled(page);
  await page.getByTestId('violation-row').first().locator('th').first().click();
  await page.getByTestId('appeal-write').click();
  const text = page.getByTestId('appeal-text');
  const draft = await text.inputValue();
  expect(draft).toMatch(/^Appeal against violation \d+ \(.+\) of shop \d+/);
  await text.fill(draft.replace(/\[.*?\]/, 'The carrier was on strike; see the letter.'));

  const files = page.getByTestId('violation-drawer').locator('input[type=file]');
  await files.setInputFiles({ name: 'letter.pdf', mimeType: 'application/pdf', buffer: LETTER });
  await page.getByTestId('evidence').getByText('letter.pdf').waitFor();
  await page.getByTestId('appeal-submit').click();
  await page.locator('[data-testid=appeal][data-state=under-review]').waitFor();
  await page.getByTestId('appeal-file').getByText('letter.pdf').waitFor();

  const violationId = /violation (\d+)/.exec(draft)?.[1] ?? '';
  const [appeal, ...others] = await appealsOnPlatform(violationId);
  expect(others).toEqual([]);
  expect(appeal?.text).toContain('The carrier was on strike');
  expect(appeal?.evidence).toEqual([{ fileName: 'letter.pdf', sha256: createHash('sha256').update(LETTER).digest('hex') }]);

  await decideAppeal(appeal?.id ?? '');
  await passTime(NEXT_READING_MS);
  await page.locator('[data-testid=appeal][data-state=granted]').waitFor();
  await page.getByTestId('violation-drawer').getByText('Overturned').first().waitFor();
  expect(troubles).toEqual([]);
});
