/**
 * Every page of the web and the states of it that a reader meets: with a drawer, a dialog or a menu open, without rows, and when the
 * server fails. What is true of all pages is checked on all of these; a new page adds its line here.
 */
import type { Page } from 'playwright-core';
import { inboxPages } from './pages-inbox.ts';
import { at, failing, type Place } from './place.ts';

/** The first visitor makes them of the listings that are there. */
async function productsThere(page: Page): Promise<void> {
  await page.locator('[data-testid=product-row], [data-testid=take-in-first]').first().waitFor();
  if ((await page.getByTestId('product-row').count()) === 0) await page.getByTestId('take-in-first').click();
  await page.getByTestId('product-row').first().waitFor();
}

const signedOut: Place[] = [
  { name: 'sign-in', open: at('/sign-in') },
  { name: 'an invitation that has ended', refused: true, open: at('/invitation#nobody') },
];

const signedIn: Place[] = [
  { name: 'home', open: at('/') },
  { name: 'home with all duties', open: at('/?duties=all') },
  { name: 'unsettled intents', open: at('/intents') },
  { name: 'unsettled intents when the server fails', refused: true, open: failing('/intents', '**/api/v1/intents*') },
  { name: 'markets', open: at('/markets?period=90-days') },
  { name: 'after-sales', open: at('/after-sales?bucket=all') },
  { name: 'after-sales without rows', open: at('/after-sales?q=nothing-is-called-so') },
  { name: 'after-sales when the server fails', refused: true, open: failing('/after-sales', '**/api/v1/returns*') },
  {
    name: 'a case',
    open: at('/after-sales?bucket=all', async (page) => {
      await page.getByTestId('case-row').first().locator('th').first().click();
      await page.getByTestId('case-drawer').getByRole('heading').first().waitFor();
    }),
  },
  {
    name: 'rules of after-sales',
    open: at('/after-sales', async (page) => {
      await page.getByTestId('return-rules-open').click();
      await page.getByTestId('return-rules').waitFor();
    }),
  },
  { name: 'reviews shown in other shops', open: at('/reputation/sync') },
  { name: 'markets open to reviews of other shops', open: at('/reputation/sync?view=markets') },
  { name: 'what was shown of other shops', open: at('/reputation/sync?view=ledger') },
  {
    name: 'linking two listings',
    open: at('/reputation/sync', async (page) => {
      await page.getByTestId('sync-link').click();
      await page.getByTestId('sync-search').waitFor();
    }),
  },
  {
    name: 'reviews shown in other shops when the server fails',
    refused: true,
    open: failing('/reputation/sync', '**/api/v1/review-links?*'),
  },
  { name: 'reviews', open: at('/reputation', (page) => page.getByTestId('review-row').first().waitFor()) },
  { name: 'reviews without rows', open: at('/reputation?product=1') },
  { name: 'reviews when the server fails', refused: true, open: failing('/reputation', '**/api/v1/reviews*') },
  {
    name: 'a review being answered',
    open: at('/reputation?state=unanswered', async (page) => {
      await page.getByTestId('review-row').first().locator('td, .card-open').last().click();
      await page.getByTestId('reply-text').waitFor();
    }),
  },
  { name: 'why buyers are unhappy', open: at('/reputation/reasons?days=90', (page) => page.getByTestId('reason-row').first().waitFor()) },
  { name: 'reasons when the server fails', refused: true, open: failing('/reputation/reasons', '**/api/v1/review-reasons*') },
  { name: 'an import of reviews', open: at('/reputation', (page) => page.getByTestId('review-import-open').click()) },
  ...inboxPages,
  { name: 'orders', open: at('/orders') },
  { name: 'orders without rows', open: at('/orders?q=nothing-is-called-so') },
  { name: 'delivery days', open: at('/orders/delivery?days=90') },
  { name: 'delivery days when the server fails', refused: true, open: failing('/orders/delivery', '**/api/v1/delivery-days*') },
  { name: 'review rules', open: at('/orders/rules') },
  {
    name: 'a new review rule',
    open: at('/orders/rules', async (page) => {
      await page.getByTestId('new-review-rule').first().click();
      await page.getByRole('menuitem').nth(1).click();
      await page.getByTestId('rule-editor').waitFor();
    }),
  },
  { name: 'the blacklist', open: at('/orders/rules?view=blacklist') },
  { name: 'review rules when the server fails', refused: true, open: failing('/orders/rules', '**/api/v1/review-rules*') },
  { name: 'the order desk', open: at('/orders/desk') },
  { name: 'the order desk without rows', open: at('/orders/desk?q=nothing-is-called-so') },
  { name: 'the order desk when the server fails', refused: true, open: failing('/orders/desk', '**/api/v1/desk-orders?*') },
  {
    name: 'orders chosen at the desk, and what to do with them',
    open: at('/orders/desk', async (page) => {
      await page.getByTestId('choose-order').first().click();
      await page.getByTestId('desk-bulk').waitFor();
    }),
  },
  {
    name: 'why an order is held',
    open: at('/orders/desk', async (page) => {
      await page.getByTestId('choose-order').first().click();
      await page.getByTestId('desk-act-hold').click();
      await page.getByTestId('desk-words-give').waitFor();
    }),
  },
  {
    name: 'an order beside the desk',
    open: at('/orders/desk', async (page) => {
      await page.getByTestId('desk-row').first().locator('td, .card-open').first().click();
      await page.getByTestId('order-timeline').waitFor();
    }),
  },
  {
    name: 'an order',
    open: at('/orders', async (page) => {
      await page.getByTestId('order-row').first().getByRole('link').first().click();
      await page.getByTestId('order-timeline').waitFor();
    }),
  },
  { name: 'orders when the server fails', refused: true, open: failing('/orders', '**/api/v1/orders?*') },
  { name: 'picking', open: at('/orders/picking') },
  { name: 'picking when the server fails', refused: true, open: failing('/orders/picking', '**/api/v1/pick-waves?*') },
  { name: 'files of labels', open: at('/orders/picking/labels') },
  { name: 'bins', open: at('/orders/picking/bins') },
  { name: 'shipments', open: at('/orders/shipments') },
  { name: 'shipments when the server fails', refused: true, open: failing('/orders/shipments', '**/api/v1/shipments?*') },
  { name: 'stock', open: at('/stock') },
  { name: 'stock without rows', open: at('/stock?show=oversold') },
  { name: 'stock when the server fails', refused: true, open: failing('/stock', '**/api/v1/stock-levels?*') },
  {
    name: 'a change of the stock',
    open: at('/stock', async (page) => {
      await page.getByTestId('change-stock').click();
      await page.getByTestId('save-change').waitFor();
    }),
  },
  { name: 'warehouses', open: at('/stock/warehouses') },
  { name: 'stock of the shops', open: at('/stock/shops') },
  { name: 'purchases', open: at('/stock/purchases') },
  {
    name: 'a rule for the stock of all SKUs',
    open: at('/stock/rules', async (page) => {
      await page.getByTestId('add-rule').click();
      await page.getByTestId('save-rule').waitFor();
    }),
  },
  { name: 'check of the stock', open: at('/stock/check') },
  { name: 'products', open: at('/products', productsThere) },
  { name: 'products without rows', open: at('/products?q=nothing-is-called-so') },
  { name: 'products when the server fails', refused: true, open: failing('/products', '**/api/v1/products?*') },
  {
    name: 'products to be changed at once',
    open: at('/products', async (page) => {
      await productsThere(page);
      await page.getByTestId('choose-product').first().click();
      await page.getByTestId('product-bulk').waitFor();
    }),
  },
  {
    name: 'a product',
    open: at('/products', async (page) => {
      await productsThere(page);
      await page.getByTestId('product-row').first().locator('td, .card-open').first().click();
      await page.getByTestId('variant-row').first().waitFor();
    }),
  },
  { name: 'a new product', open: at('/products/new') },
  { name: 'products as a table', open: at('/products/table') },
  {
    name: 'groups of products',
    open: at('/products/groups', async (page) => {
      await page.getByTestId('new-group').click();
      await page.getByTestId('group-form').waitFor();
    }),
  },
  { name: 'files of products', open: at('/products/imports') },
  {
    name: 'the columns of a file of products, and what its rows would do',
    open: at('/products/imports', async (page) => {
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'goods.csv', mimeType: 'text/csv', buffer: Buffer.from('sku,title,else\nAXE-1,Seen,x\nAXE-2,=1+1,x\n') });
      await page.getByTestId('left-out').waitFor();
      await page.getByTestId('import-check').click();
      await page.getByTestId('import-line').first().waitFor();
    }),
  },
  { name: 'SKUs that are no product yet', open: at('/products/unmatched') },
  { name: 'texts of the markets', open: at('/products/texts?state=behind') },
  { name: 'texts when the server fails', refused: true, open: failing('/products/texts', '**/api/v1/product-texts?*') },
  {
    name: 'the text of a product in a market',
    open: at('/products', async (page) => {
      await page.getByTestId('product-row').first().locator('td, .card-open').first().click();
      await page.getByTestId('product-texts').click();
      await page.getByTestId('text-title').waitFor();
    }),
  },
  { name: 'the glossary', open: at('/products/words', (page) => page.getByTestId('word-add').waitFor()) },
  { name: 'how texts are drafted', open: at('/products/text-settings', (page) => page.getByTestId('save-text-settings').waitFor()) },
  { name: 'compliance', open: at('/compliance') },
  { name: 'compliance without rows', open: at('/compliance?q=nothing-is-called-so') },
  { name: 'compliance when the server fails', refused: true, open: failing('/compliance', '**/api/v1/compliance?*') },
  {
    name: 'a product in a market',
    open: at('/compliance', async (page) => {
      await page.getByTestId('gate-cell-DE').first().click();
      await page.getByTestId('gate-drawer').waitFor();
    }),
  },
  { name: 'the vault', open: at('/compliance?view=vault') },
  {
    name: 'a document',
    open: at('/compliance?view=vault', async (page) => {
      await page.getByTestId('document-row').first().locator('td, .card-open').first().click();
      await page.getByTestId('document-drawer').waitFor();
    }),
  },
  {
    name: 'filing a document that lies',
    open: at('/compliance?view=vault', async (page) => {
      await page.getByTestId('file-document').click();
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'licence.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>') });
      await page.getByTestId('file-fault').waitFor();
    }),
  },
  { name: 'own rules', open: at('/compliance?view=rules') },
  { name: 'US to Mexico', open: at('/openings/programmes/us-to-mexico', (page) => page.getByTestId('sku-row').first().waitFor()) },
  {
    name: 'the fit of a product',
    open: at('/openings/programmes/us-to-mexico', async (page) => {
      await page.getByTestId('sku-row').first().locator('td, .card-open').first().click();
      await page.getByTestId('fit-submit').waitFor();
    }),
  },
  {
    name: 'what is known of a seller',
    open: at('/openings/programmes/us-to-mexico', async (page) => {
      await page.getByTestId('edit-seller').click();
      await page.getByTestId('seller-submit').waitFor();
    }),
  },
  { name: 'local hosting', open: at('/openings/programmes/local-hosting', (page) => page.getByTestId('hosting-save').waitFor()) },
  {
    name: 'ways of hosting',
    open: at('/openings/programmes/hosting-modes', (page) => page.getByTestId('mode-self-operated').waitFor()),
  },
  { name: 'seller centre or Shopify', open: at('/openings/programmes/channels', (page) => page.locator('[data-advice]').waitFor()) },
  { name: 'ways to pay', open: at('/openings/programmes/payments', (page) => page.getByTestId('payments-MX').waitFor()) },
  { name: 'categories that nobody knows', open: at('/compliance?view=categories') },
  { name: 'listings without rows', open: at('/listings?state=off') },
  { name: 'listings changed at the platform', open: at('/listings?view=drifted') },
  { name: 'changes to send', open: at('/listings?view=changes') },
  {
    name: 'listings as the platform shows them',
    open: at('/listings?view=live', (page) => page.getByTestId('listing-row').first().waitFor()),
  },
  { name: 'listings when the server fails', refused: true, open: failing('/listings', '**/api/v1/publications?*') },
  { name: 'choosing what to publish', open: at('/listings/publish', (page) => page.getByTestId('choose-all-shops').waitFor()) },
  { name: 'prices', open: at('/money/prices', (page) => page.getByTestId('price-preview').waitFor()) },
  { name: 'prices when the server fails', refused: true, open: failing('/money/prices', '**/api/v1/price-rules') },
  {
    name: 'a new price rule',
    open: at('/money/prices', async (page) => {
      await page.getByTestId('new-price-rule').click();
      await page.getByTestId('price-rule-form').waitFor();
    }),
  },
  { name: 'rate cards', open: at('/money/rate-cards') },
  { name: 'rate cards when the server fails', refused: true, open: failing('/money/rate-cards', '**/api/v1/rate-cards') },
  {
    name: 'a new rate card',
    open: at('/money/rate-cards', async (page) => {
      await page.getByTestId('card-row').first().locator('td, .card-open').first().click();
      for (const kind of ['commissions', 'payments', 'routes']) await page.getByTestId(`add-${kind}`).click();
    }),
  },
  {
    name: 'a file of rate cards with an error',
    open: at('/money/rate-cards', async (page) => {
      await page.getByTestId('import-cards').click();
      await page.locator('input[type=file]').setInputFiles({ name: 'rates.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n') });
      await page.getByTestId('import-errors').waitFor();
    }),
  },
  { name: 'the fees of a sale', open: at('/money/fees', (page) => page.getByTestId('fees-result').waitFor()) },
  { name: 'tax numbers', open: at('/money/tax-ids') },
  { name: 'deposits', open: at('/money/deposits') },
  { name: 'openings when the server fails', refused: true, open: failing('/openings', '**/api/v1/openings?*') },
  { name: 'which market next', open: at('/openings?view=next', (page) => page.getByTestId('candidate-SG').waitFor()) },
  {
    name: 'opening a shop: where, then what it takes',
    open: at('/openings/new', async (page) => {
      await page.getByTestId('choose-SG').click();
      await page.getByTestId('wizard-next').click();
      await page.getByTestId('opening-card-SG').waitFor();
    }),
  },
  {
    name: 'an application',
    open: at('/openings', async (page) => {
      await page.getByTestId('opening-SG').first().locator('td, .card-open').first().click();
      await page.getByTestId('opening-drawer').waitFor();
    }),
  },
  { name: 'performance', open: at('/performance') },
  { name: 'performance when the server fails', refused: true, open: failing('/performance', '**/api/v1/performance') },
  {
    name: 'the performance of a shop, with a replay',
    open: at('/performance', async (page) => {
      await page.getByTestId('shop-standing').filter({ hasText: 'GB' }).first().getByRole('link').first().click();
      await page.getByTestId('replay-run').click();
      await page.getByTestId('replay-result').waitFor();
    }),
  },
  {
    name: 'what stands behind a rate of service',
    open: at('/performance', async (page) => {
      await page.getByTestId('shop-standing').filter({ hasText: 'IT' }).first().getByRole('link').first().click();
      await page.getByTestId('service-card').first().getByTestId('open-denominator').click();
      await page.getByTestId('behind-row').first().waitFor();
    }),
  },
  { name: 'the orders behind a rate', open: at('/orders?metric=late-dispatch&part=numerator') },
  { name: 'shops', open: at('/shops') },
  {
    name: 'a shop',
    open: at('/shops', async (page) => {
      await page.getByTestId('shop-row-US').locator('td, .card-open').first().click();
      await page.getByTestId('shop-drawer').waitFor();
    }),
  },
  {
    name: 'binding a shop',
    open: at('/shops', async (page) => {
      await page.getByTestId('bind-shop').click();
      await page.getByTestId('bind-submit').waitFor();
    }),
  },
  { name: 'penalties', open: at('/penalties', (page) => page.getByTestId('violation-row').first().waitFor()) },
  {
    name: 'a violation with a draft',
    open: at('/penalties?state=in-force', async (page) => {
      await page.getByTestId('violation-row').first().locator('th, .card-open').first().click();
      await page.getByTestId('appeal-write').click();
      await page.getByTestId('appeal-text').waitFor();
    }),
  },
  { name: 'an import of violations', open: at('/penalties', (page) => page.getByTestId('import-open').click()) },
  { name: 'rules', open: at('/rules') },
  { name: 'a rule', open: at('/rules/us-to-mexico', (page) => page.getByTestId('rule-verdict').waitFor()) },
  { name: 'a rule with a long answer', open: at('/rules/violation-points', (page) => page.getByTestId('rule-verdict').waitFor()) },
  {
    name: 'a rule with a bad field, from a link',
    refused: true,
    open: at(`/rules/late-dispatch?input=${encodeURIComponent('{"market":"GB","totalOrders":10,"lateOrders":20}')}`, (page) =>
      page.locator('[data-field="/lateOrders"][data-bad]').waitFor(),
    ),
  },
  { name: 'a rule from a broken link', open: at('/rules/late-dispatch?input=%7B', (page) => page.getByRole('alert').first().waitFor()) },
  {
    name: 'the user menu',
    open: at('/', async (page) => {
      await page.getByTestId('user-menu').click();
      await page.locator('.user-card').waitFor();
    }),
  },
  {
    name: 'the palette',
    open: at('/', async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
    }),
  },
  ...['profile', 'sessions', 'colleagues', 'translation', 'api-keys'].map((name) => ({
    name: `settings: ${name}`,
    open: at(`/settings/${name}`),
  })),
  { name: 'no such page', open: at('/no-such-page') },
];

/** So many walks make one over all places. */
export const PARTS = 4;

type Walk = { cookies: Parameters<ReturnType<Page['context']>['addCookies']>[0]; parts: readonly number[] };

/** First what a stranger sees; then the cookies of somebody who may do everything. A part is a stretch: some places need the one before. */
export async function onEveryPlace(page: Page, { cookies, parts }: Walk, look: (place: Place) => Promise<void>): Promise<void> {
  for (const place of signedOut) {
    await place.open(page);
    await look(place);
  }
  await page.context().addCookies(cookies);
  for (const [index, place] of signedIn.entries()) {
    if (!parts.includes(Math.floor((index * PARTS) / signedIn.length))) continue;
    await place.open(page);
    await look(place);
  }
}
