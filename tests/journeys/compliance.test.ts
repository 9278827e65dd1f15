/** A person who looks after papers: sees what will lock, is kept from filing a lie, files a paper and sees the gate open. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demo, openBrowser, settled } from './stage/browser.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const PAPER = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% SGS of the journey\nstartxref\n9\n%%EOF\n');

/** The interface as a script asks it. */
async function api(path: string): Promise<unknown> {
  const answer = await fetch(`${demo().url}/api/v1${path}`, { headers: { authorization: `Bearer ${demo().apiKey}` } });
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
  return answer.json();
}

type Gate = { items: { cells: { locked: boolean; listing: { channelProductId: string } | null }[] }[] };

async function lockedIn(market: string): Promise<string[]> {
  const { items } = (await api(`/compliance?market=${market}&limit=200`)) as Gate;
  return items.flatMap(({ cells }) => cells.filter((cell) => cell.locked).map(({ listing }) => listing?.channelProductId ?? '')).sort();
}

/** From the simulated platform's own books. */
async function liveIn(market: string): Promise<string[]> {
  const { items } = (await api(`/shops?market=${market}&limit=200`)) as { items: { channelShopId: string }[] };
  const ids: string[] = [];
  for (const { channelShopId } of items) {
    const answer = await fetch(`${demo().sandboxUrl}/_control/truth/listings?shopId=${channelShopId}`);
    const truth = (await answer.json()) as { items: { id: string; status: string }[] };
    ids.push(...truth.items.filter(({ status }) => status === 'ACTIVATE').map(({ id }) => id));
  }
  return ids.sort();
}

test('an ended paper locks what it is for; a lie is refused at once, a true paper opens the gate, and looking at it is written down', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/compliance?state=locked');
  await settled(page);
  // Exactly what the platform itself says is on sale in Indonesia.
  expect(await lockedIn('ID')).toEqual(await liveIn('ID'));
  const locked = page.locator('[data-testid=gate-cell-ID][data-locked=true]');
  await locked.first().click();
  const drawer = page.getByTestId('gate-drawer');
  await drawer.getByText('SGS test report').waitFor();
  expect(await drawer.getByTestId('seller-page').first().getAttribute('href')).toMatch(/\/storefront\/\d+\/\d+$/);

  await drawer.getByRole('button', { name: 'File a document' }).first().click();
  const files = page.locator('input[type=file]');
  await files.setInputFiles({ name: 'sgs.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<!doctype html><p>SGS</p>') });
  await page.getByTestId('file-fault').getByText('neither a PDF nor a JPEG nor a PNG').waitFor();
  expect(await page.getByTestId('document-submit').isDisabled()).toBe(true);
  await files.setInputFiles({ name: 'sgs 2027.pdf', mimeType: 'application/pdf', buffer: PAPER });
  await page.getByTestId('file-chosen').getByText('sgs 2027.pdf').waitFor();
  await page.getByTestId('document-submit').click();
  await page.getByTestId('document-submit').waitFor({ state: 'detached' });
  await expect.poll(() => drawer.locator('[data-testid=shop-papers][data-locked=true]').count()).toBe(0);

  await page.goto('/compliance?view=vault');
  await settled(page);
  await page.getByTestId('document-row').filter({ hasText: 'sgs 2027.pdf' }).locator('td').first().click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('open-file').first().click()]);
  expect(download.suggestedFilename()).toBe('sgs 2027.pdf');
  const { items } = (await api('/audit-entries?action=document.view')) as { items: { action: string }[] };
  expect(items.length).toBeGreaterThan(0);

  // As it was, for the pages that others look at.
  await page.getByTestId('withdraw-document').click();
  await page.getByTestId('withdraw-confirm').click();
  await page.getByTestId('document-drawer').waitFor({ state: 'detached' });
  expect(troubles).toEqual([]);
});

test('a rule of one’s own is asked for beside the platform’s, and no longer once it is removed', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/compliance?view=rules');
  await settled(page);
  await page.getByTestId('add-rule').click();
  await page.getByRole('dialog').getByLabel('Document', { exact: true }).fill('JOURNEY_PAPER');
  await page.keyboard.press('Tab');
  await page.getByRole('dialog').getByLabel('Market').click();
  await page.getByRole('dialog').getByLabel('Market').fill('JP');
  await page.keyboard.press('Enter');
  await page.getByTestId('rule-submit').click();
  await page.getByTestId('rule-row').filter({ hasText: 'JOURNEY PAPER' }).waitFor();
  await page.goto('/compliance');
  await settled(page);
  await page.locator('[data-testid=gate-cell-JP][data-locked=true]').first().click();
  await page.getByTestId('gate-drawer').getByText('a rule of your own').first().waitFor();
  await page.goto('/compliance?view=rules');
  await page.getByTestId('remove-rule').click();
  await page.getByTestId('rule-row').waitFor({ state: 'detached' });
  expect(troubles).toEqual([]);
});
