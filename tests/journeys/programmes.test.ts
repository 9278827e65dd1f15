/** An operations lead who looks at Mexico: which SKUs may go and why not, which are core, and the invitation that is asked for. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demo, openBrowser, settled } from './stage/browser.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

/** From the simulated platform's own books. */
async function applied(): Promise<{ status: string; form: { programme: string; categories?: string[] } }[]> {
  const answer = await fetch(`${demo().sandboxUrl}/_control/truth/programme-applications`);
  return ((await answer.json()) as { items: { status: string; form: { programme: string; categories?: string[] } }[] }).items;
}

test('the shop’s SKUs are judged, marked core and described, and an invitation is asked for and followed', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/openings/programmes');
  await settled(page);
  // The score is the one thing that a Chinese seller's binding does not say.
  await page.getByTestId('seller-reasons').getByText('The shop performance score is not known.').waitFor();
  await page.getByTestId('edit-seller').click();
  await page.getByTestId('seller-score').fill('4.4');
  await page.getByTestId('seller-submit').click();
  await page.locator('[data-testid=mexico-standing][data-eligible=true]').waitFor();

  await page.getByTestId('state-sellable').click();
  await page.waitForURL(/state=sellable/);
  await settled(page);
  const rows = page.getByTestId('sku-row');
  expect(await page.locator('[data-testid=sku-row]:not([data-state=sellable])').count()).toBe(0);
  const sku = (await rows.first().getAttribute('data-sku')) ?? '';
  await rows.first().getByTestId('choose-sku').check();
  await page.getByTestId('mark-core').click();
  await rows.first().getByText('Core', { exact: true }).waitFor();
  await page.goto('/openings/programmes/us-to-mexico?rhythm=core');
  await settled(page);
  expect(await rows.evaluateAll((found) => found.map((row) => row.getAttribute('data-sku')))).toEqual([sku]);

  await rows.first().locator('td').first().click();
  await page.getByTestId('fit-weight').fill('200');
  await page.getByTestId('fit-freight').fill('10');
  await page.getByTestId('fit-content').fill('80');
  await page.getByTestId('fit-submit').click();
  expect(Number(await page.getByTestId('fit-score').textContent())).toBeGreaterThan(50);
  await page.getByRole('button', { name: 'Close' }).click();

  const invitation = page.getByTestId('invite-toys-3-plus');
  await invitation.check();
  await page.getByTestId('apply').click();
  // Without a reload: the job sends it, the platform answers, a hint brings the news.
  await page.locator('[data-testid=application][data-state=submitted]').waitFor();
  const [own] = (await applied()).filter(({ form }) => form.programme === 'US_TO_MEXICO');
  expect(own?.form.categories).toContain('toys-3-plus');
  expect(troubles).toEqual([]);
});
