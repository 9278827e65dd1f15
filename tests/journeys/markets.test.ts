import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, settled } from './stage/browser.ts';
import { readMarketTable } from './stage/market-table.ts';
import { platformState, ratesOn, trueOrders } from './stage/platform.ts';
import { trueMarkets, trueTotal } from './stage/true-figures.ts';
import { until } from './stage/until.ts';
import { boundShops } from './stage/workbench.ts';

let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  browser = await openBrowser();
  cookies = await browser.signIn();
});
afterAll(() => browser.close());

const DAY_MS = 86_400_000;
const dayAgo = (nowMs: number, days: number) => new Date(nowMs - days * DAY_MS).toISOString().slice(0, 10);

async function marketsPage(search: string): Promise<Page> {
  const { page } = await browser.visit({}, cookies);
  await page.goto(`/markets${search}`);
  await page.getByTestId('market-row-US').waitFor();
  await settled(page);
  return page;
}

/** The reader's own zone decides nothing then: every figure is of UTC days. */
async function countInUtc(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Whose day counts' }).click();
  const answered = page.waitForResponse((answer) => answer.url().includes('analytics/markets?') && answer.url().includes('timeZone=UTC'));
  await page.getByText('Day in UTC').last().click();
  await answered;
}

test('the table can be sorted by each figure, from the top and from the bottom, and the address keeps the order', async () => {
  const page = await marketsPage('?period=90-days');
  const inOrder = async (read: (row: Awaited<ReturnType<typeof readMarketTable>>[number]) => number, isDescending: boolean) => {
    const values = (await readMarketTable(page)).map(read);
    const sorted = [...values].sort((a, b) => (isDescending ? b - a : a - b));
    return values.length >= 10 && values.join() === sorted.join();
  };
  await until('by GMV, the largest first', () => inOrder(({ gmv }) => gmv.amount, true));
  const table = page.getByRole('table', { name: 'Figures by market' });
  await table.locator('thead').getByRole('button', { name: 'Orders' }).click();
  await until('by orders, the most first', () => inOrder(({ orders }) => orders, true));
  expect(await table.locator('thead th').filter({ hasText: 'Orders' }).getAttribute('aria-sort')).toBe('descending');
  await table.locator('thead').getByRole('button', { name: 'Orders' }).click();
  await until('by orders, the fewest first', () => inOrder(({ orders }) => orders, false));
  await page.reload();
  await page.getByTestId('market-row-US').waitFor();
  await until('still by orders, the fewest first', () => inOrder(({ orders }) => orders, false));
});

test('the CSV holds the very figures of the table', async () => {
  // Days that are over: nothing of them can change between the look and the download.
  const now = Date.now();
  const page = await marketsPage(`?from=${dayAgo(now, 60)}&to=${dayAgo(now, 3)}`);
  const rows = await readMarketTable(page);
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()]);
  expect(download.suggestedFilename()).toBe(`markets-${dayAgo(now, 60)}-${dayAgo(now, 3)}.csv`);
  const [head = [], ...lines] = (await readFile(await download.path(), 'utf8'))
    .replace(/^\uFEFF/, '')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const inFile = lines.map((line) => Object.fromEntries(head.map((name, index) => [name, line[index] ?? ''])));
  const number = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat('en', { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const seen = inFile.map((line) => ({
    market: line.Market,
    gmv: Math.round(Number(line['GMV (USD)']) * 100),
    orders: Number(line.Orders),
    units: Number(line.Units),
    averageOrderValue: Math.round(Number(line['AOV (USD)'] ?? line['Average order value (USD)']) * 100),
    refunds: Math.round(Number(line['Refunds (USD)']) * 100),
    refundRate: percent.format(Number(line['Refund rate'])),
    adSpend: Math.round(Number(line['Ad spend (USD)']) * 100),
    roas: number.format(Number(line.ROAS)),
  }));
  const byMarket = (a: { market: string | undefined }, b: { market: string | undefined }) => ((a.market ?? '') < (b.market ?? '') ? -1 : 1);
  expect(rows.length).toBeGreaterThanOrEqual(10);
  expect(seen.sort(byMarket)).toEqual(
    rows
      .map((row) => ({
        ...{ market: row.market, gmv: row.gmv.amount, orders: row.orders, units: row.units },
        ...{ averageOrderValue: row.averageOrderValue.amount, refunds: row.refunds.amount, adSpend: row.adSpend.amount },
        ...{ refundRate: row.refundRate, roas: row.roas },
      }))
      .sort(byMarket),
  );
});

test('GMV and orders of 90 days equal what the platform itself counts, market by market and in sum', async () => {
  const page = await marketsPage('?period=90-days');
  await countInUtc(page);
  const compare = async () => {
    await until(
      'the history of all shops is in',
      async () => (await boundShops()).every((shop) => shop.backfill.finishedAt !== null),
      60_000,
    );
    const { now } = await platformState();
    const days = { from: dayAgo(now, 89), to: dayAgo(now, 0) };
    const rates = await ratesOn(days.to);
    const marketOf = new Map((await boundShops()).map((shop) => [shop.channelShopId, shop.market]));
    const truth = trueMarkets({ orders: await trueOrders(), marketOf, days, rates, display: 'USD' });
    const shown = await readMarketTable(page);
    const byMarket = (a: { market: string }, b: { market: string }) => (a.market < b.market ? -1 : 1);
    return {
      truth: {
        total: trueTotal(truth, 'USD', rates),
        markets: truth
          .sort(byMarket)
          .map(({ market, gmv, currency, orders, converted }) => `${market} ${orders} ${gmv} ${currency} ${converted} USD`),
      },
      shown: {
        total: Number(((await page.locator('tfoot td').first().textContent()) ?? '').replaceAll(/\D/g, '')),
        markets: shown
          .sort(byMarket)
          .map(({ market, orders, nativeGmv, gmv }) => `${market} ${orders} ${nativeGmv.amount} ${nativeGmv.currency} ${gmv.amount} USD`),
      },
    };
  };
  // The world's own buyers may order or pay between two looks: then the next look must agree.
  let last = await compare();
  await until(
    'screen and truth agree',
    async () => {
      last = await compare();
      return JSON.stringify(last.shown) === JSON.stringify(last.truth);
    },
    30_000,
  ).catch(() => undefined);
  expect(last.truth.markets.length).toBeGreaterThanOrEqual(10);
  expect(last.shown).toEqual(last.truth);
});
