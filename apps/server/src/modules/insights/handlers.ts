import { figureTexts } from '@tradewind/rules/figure-texts';
import { figureCatalogue } from '@tradewind/rules/figures';
import { knownCurrencies } from '@tradewind/rules/money';
import { type Handlers, isRefusal, type Refusal } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { parseRatesCsv, setRates } from './commands/set-rates.ts';
import { marketFile } from './queries/market-file.ts';
import { readMarkets } from './queries/markets.ts';
import { type PeriodQuery, readOverview } from './queries/overview.ts';
import { listRates } from './queries/rate-list.ts';

type InsightHandlers = Pick<
  Handlers,
  | 'analytics.overview'
  | 'analytics.markets'
  | 'analytics.markets-export'
  | 'analytics.figures'
  | 'fx-rates.list'
  | 'fx-rates.set'
  | 'fx-rates.import'
>;

const LONGEST_DAYS = 400;

/** Beyond these the calendar's four-digit years and PostgreSQL's dates part ways. */
const isFar = (day: string): boolean => day < '1970-01-01' || day > '2199-12-31';
const farDay = (path: string) => ({ path, code: 'out-of-range', message: 'a day from 1970 to 2199' });

/** What the schema cannot say: the days stand in order, the period is bounded, the currency is one we can write. */
function refusePeriod({ from, to, currency }: PeriodQuery): Refusal | null {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  const errors = [
    ...(isFar(from) ? [farDay('/from')] : []),
    ...(isFar(to) ? [farDay('/to')] : []),
    ...(days < 1 ? [{ path: '/to', code: 'before-from', message: 'the last day lies before the first' }] : []),
    ...(days > LONGEST_DAYS ? [{ path: '/from', code: 'too-long', message: `at most ${LONGEST_DAYS} days` }] : []),
    ...(knownCurrencies.includes(currency)
      ? []
      : [{ path: '/currency', code: 'unknown-currency', message: `one of ${knownCurrencies.join(', ')}` }]),
  ];
  return errors.length > 0 ? { refused: 'invalid-input', errors } : null;
}

export function insightHandlers(services: Services): InsightHandlers {
  return {
    'analytics.overview': async ({ caller, query }) => refusePeriod(query) ?? readOverview(services, { caller, query }),
    'analytics.markets': async ({ caller, query }) => refusePeriod(query) ?? readMarkets(services, { caller, query }),
    'analytics.markets-export': async ({ caller, query: { format, language, ...query } }) =>
      refusePeriod(query) ?? marketFile({ answer: await readMarkets(services, { caller, query }), format, language }),
    'analytics.figures': async ({ query }) => {
      const texts = figureTexts[query.language];
      return {
        items: figureCatalogue.map(({ id, unit, countedOn }) => ({
          id,
          name: texts.names[id],
          definition: texts.definitions[id],
          unit,
          countedOn,
        })),
      };
    },
    'fx-rates.list': ({ caller, query }) => listRates(services, { caller, query }),
    'fx-rates.set': ({ caller, requestId, body }) =>
      setRates(services, { caller, requestId, rates: body.rates, at: (index, field) => ({ path: `/rates/${index}/${field}` }) }),
    'fx-rates.import': async ({ caller, requestId, body }) => {
      const read = parseRatesCsv(body.csv);
      if (isRefusal(read)) return read;
      const { rates, lines } = read;
      return setRates(services, {
        caller,
        requestId,
        rates,
        at: (index, field) => ({ path: '/csv', says: `line ${lines[index]}, ${field}` }),
      });
    },
  };
}
