import type { Page } from 'playwright-core';

/** What stands in the market table, as a reader sees it; money also as the minor units its cell carries. */
export type MarketRow = {
  market: string;
  gmv: Shown;
  nativeGmv: Shown;
  orders: number;
  units: number;
  averageOrderValue: Shown;
  roas: string;
  refunds: Shown;
  refundRate: string;
  adSpend: Shown;
};
type Shown = { amount: number; currency: string };

const money = (value: string | undefined): Shown => {
  const [amount, currency] = (value ?? '').split(' ');
  if (!amount || !currency) throw new Error(`no money in "${value}"`);
  return { amount: Number(amount), currency };
};
const count = (text: string | undefined) => Number((text ?? '').replaceAll(',', ''));

export async function readMarketTable(page: Page): Promise<MarketRow[]> {
  const rows = await page.locator('tr[data-testid^="market-row-"]').evaluateAll((all) =>
    all.map((row) => ({
      market: (row.getAttribute('data-testid') ?? '').replace('market-row-', ''),
      cells: [...row.querySelectorAll('td')].map((cell) => ({
        // The first words of a cell; what stands small beneath is left to `second`.
        text: [...cell.childNodes].find((node) => node.textContent?.trim())?.textContent?.trim() ?? '',
        second: cell.querySelector('.cell-second')?.textContent?.trim() ?? '',
        money: [...cell.querySelectorAll('data')].map((each) => each.getAttribute('value') ?? ''),
      })),
    })),
  );
  return rows.map(({ market, cells }) => {
    const [gmv, , orders, averageOrderValue, roas, refunds, refundRate, adSpend] = cells;
    return {
      market,
      gmv: money(gmv?.money[0]),
      // A market in the display currency shows its money once.
      nativeGmv: money(gmv?.money.at(-1)),
      orders: count(orders?.text),
      units: count(orders?.second.split(' ')[0]),
      averageOrderValue: money(averageOrderValue?.money[0]),
      roas: roas?.text ?? '',
      refunds: money(refunds?.money[0]),
      refundRate: refundRate?.text ?? '',
      adSpend: money(adSpend?.money[0]),
    };
  });
}
