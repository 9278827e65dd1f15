/** An operations lead opens a second shop in Vietnam from the one in Thailand, and sells in it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFaults } from './stage/axe.ts';
import { openBrowser, settled } from './stage/browser.ts';
import { letPass, listProducts, placeOrder } from './stage/platform.ts';
import { until } from './stage/until.ts';
import { boundShops, hasOrder } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const PAPER = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% commitment of the journey\nstartxref\n9\n%%EOF\n');
/** A little more than the platform takes within a region. */
const INSTANT_REVIEW_MS = 125_000;

test('a shop in VN from the one in TH: what lacks is filed, it is handed in, reviewed, bound, and its orders flow', async () => {
  const before = new Set((await boundShops()).map(({ channelShopId }) => channelShopId));
  const { page, troubles } = await browser.visit({}, cookies);
  await page.goto('/openings');
  await page.getByTestId('open-shop').click();
  const source = page.getByRole('combobox', { name: 'From this shop' });
  await source.click();
  await source.fill('TH ');
  await page.keyboard.press('Enter');
  await page.getByTestId('candidate-VN').filter({ hasText: '1 left' }).waitFor();
  await page.getByTestId('choose-VN').click();
  await page.getByTestId('wizard-next').click();

  const card = page.getByTestId('opening-card-VN');
  const lacking = card.locator('[data-testid=opening-paper][data-type=EXPORT_DECLARATION_COMMITMENT][data-state=missing]');
  await lacking.getByTestId('upload-paper').click();
  await page.locator('input[type=file]').setInputFiles({ name: 'commitment.pdf', mimeType: 'application/pdf', buffer: PAPER });
  await page.getByTestId('document-submit').click();
  await page.locator('[data-testid=opening-card-VN][data-ready=true]').waitFor();
  expect(await axeFaults(page)).toEqual([]);

  // The draft is the server's: a reload, or another day, finds it as it was.
  await page.reload();
  await settled(page);
  await page.getByTestId('wizard-check').click();
  await page.getByTestId('wizard-submit-all').click();
  await page.locator('[data-testid=outcome-VN]:is([data-status=submitting], [data-status=submitted], [data-status=in-review])').waitFor();
  await page.getByRole('link', { name: 'Follow them' }).click();
  await page.locator('[data-testid=opening-VN]:is([data-status=submitted], [data-status=in-review])').waitFor();

  await letPass(INSTANT_REVIEW_MS);
  await page.locator('[data-testid=opening-VN][data-status=open]').filter({ hasText: 'Open and bound' }).waitFor();
  await page.getByTestId('opening-VN').first().locator('td').first().click();
  const drawer = page.getByTestId('opening-drawer');
  expect(await drawer.getByTestId('opening-timeline').innerText()).toMatch(/Submitted.*In review.*Approved.*Open.*Bound/s);
  await drawer.getByTestId('opened-shop').click();
  await page.getByTestId('shop-drawer').waitFor();

  const opened = await until('the new shop is bound', async () =>
    (await boundShops()).find(({ channelShopId, market }) => market === 'VN' && !before.has(channelShopId)),
  );
  await listProducts(opened.channelShopId, 3);
  const orderId = await placeOrder({ shopId: opened.channelShopId });
  await until('its order is there', () => hasOrder(orderId));
  await page.goto(`/orders?market=VN&q=${encodeURIComponent(JSON.stringify(orderId))}`);
  await page.getByTestId('order-row').first().waitFor();
  expect(troubles).toEqual([]);
});
