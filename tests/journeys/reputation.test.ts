/** A person who looks after what buyers say: finds a bad review, sees why the product makes people unhappy, answers once, and brings a file. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { demo, openBrowser, settled } from './stage/browser.ts';
import { reviewsOnPlatform } from './stage/platform.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const shopsShape = z.object({ items: z.array(z.object({ channelShopId: z.string(), state: z.string() })) });
const ANSWER = 'We are sorry about this. Please send it back at our cost, and we refund you.';

test('a bad review is found, answered once, and the answer stands on the platform as it was written', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/reputation?rating=negative&state=unanswered');
  await settled(page);
  await page.getByTestId('rating-market').first().waitFor();
  await page.getByTestId('negative-shop').first().waitFor();
  await page.getByTestId('review-row').first().locator('td').last().click();
  const drawer = page.getByTestId('review-drawer');
  await drawer.getByTestId('review-order').waitFor();
  const text = drawer.getByTestId('reply-text');
  await text.fill('Write to us on WhatsApp');
  await drawer.locator('[data-testid=message-guard][data-codes=external-contact]').waitFor();
  expect(await drawer.getByTestId('reply-send').isDisabled()).toBe(true);
  await text.fill(ANSWER);
  await drawer.getByTestId('message-guard').waitFor({ state: 'detached' });
  await drawer.getByTestId('reply-send').click();
  await drawer.locator('[data-testid=review-reply][data-why-not=answered]').waitFor();
  await drawer.getByText(ANSWER).waitFor();
  expect(await drawer.getByTestId('reply-text').count()).toBe(0);
  const answered = (await reviewsOnPlatform()).filter(({ reply }) => reply !== null);
  expect(answered.map(({ reply }) => reply?.text)).toEqual([ANSWER]);
  expect(answered[0]?.stars).toBeLessThanOrEqual(2);
  expect(troubles).toEqual([]);
});

test('reasons by product name what would help, and lead to the reviews behind them', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/reputation/reasons?days=90');
  await settled(page);
  const row = page.getByTestId('reason-row').first();
  expect(await row.locator('[data-reason]').count()).toBeGreaterThan(0);
  expect((await row.getByTestId('reason-fix').textContent())?.length).toBeGreaterThan(5);
  const product = (await row.getAttribute('data-product')) ?? '';
  await row.getByRole('link').first().click();
  await page.waitForURL((url) => url.pathname === '/reputation' && (url.searchParams.get('product') ?? '').includes(product));
  await page.goto('/reputation/reasons?days=90');
  await settled(page);
  expect(troubles).toEqual([]);
});

test('the seller centre’s file brings nothing that is known already, and counts nothing twice', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/reputation');
  await settled(page);
  const before = await page.getByTestId('ratings').innerText();
  const shops = shopsShape.parse(await (await page.request.get('/api/v1/shops?limit=50')).json());
  const bound = shops.items.find(({ state }) => state === 'active')?.channelShopId;
  const file = await fetch(`${demo().sandboxUrl}/seller-centre/export/reviews.csv?shopId=${bound}&language=en`);
  await page.getByTestId('review-import-open').click();
  const buffer = Buffer.from(await file.arrayBuffer());
  await page.locator('input[type=file]').setInputFiles({ name: 'reviews.csv', mimeType: 'text/csv', buffer });
  // A review that was written this very minute is in the file before it is read.
  const result = page.locator('[data-testid=import-result], [data-testid=import-errors]');
  await result.waitFor();
  expect(await result.innerText()).toMatch(/add [01] and change 0; [1-9]\d* are known already/);
  expect(await page.getByTestId('ratings').innerText()).toBe(before);
  await page.locator('input[type=file]').setInputFiles({ name: 'reviews.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') });
  await page.getByTestId('import-errors').waitFor();
  expect(troubles).toEqual([]);
});
