/** Figures over all shops: overview, markets, exchange rates, ad spend. See README.md. */
import './tables.ts';

export { hasAdSpend, saveAdSpend } from './commands/save-ad-spend.ts';
export { watchRates } from './commands/watch-rates.ts';
export { insightHandlers } from './handlers.ts';
export { readRatesJobHandler } from './jobs/read-rates.ts';
export { ratesMerchant, readRatesJob } from './jobs.ts';
export { type MonthSales, monthSales } from './queries/month-sales.ts';
export { type Rates, ratesInto } from './queries/rates.ts';
