import { crossRate } from '@tradewind/rules/money';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';

export type UsedRate = { from: string; to: string; rate: number; on: string; source: string };
export type Rates = { rateTo: (currency: string) => string | null; used: () => UsedRate[]; missing: () => string[] };

type Quote = { currency: string; on: string; perEuro: string; source: string };
const QUOTES_EACH = 30;
const EURO: Omit<Quote, 'on'> = { currency: 'EUR', perEuro: '1', source: 'EUR' };

/**
 * Rates into `display` for the currencies named, each at the latest day on or before `to` for which both sides are known.
 * A rate typed in by the merchant wins over the feed's of its day. No such day: no rate.
 */
export async function ratesInto(
  services: Services,
  tx: TenantTx,
  input: { display: string; currencies: readonly string[]; to: string },
): Promise<Rates> {
  const wanted = [...new Set([...input.currencies, input.display])].filter((currency) => currency !== 'EUR');
  const quotes = await readQuotes(services, tx, { wanted, to: input.to });
  const found = new Map<string, UsedRate & { text: string }>();
  const missing: string[] = [];
  for (const currency of new Set(input.currencies)) {
    if (currency === input.display) continue;
    const pair = latestPair(quotes, currency, input.display);
    if (!pair) {
      missing.push(currency);
      continue;
    }
    const text = crossRate(pair.from.perEuro, pair.to.perEuro);
    found.set(currency, { from: currency, to: input.display, rate: Number(text), on: pair.on, source: pair.source, text });
  }
  return {
    rateTo: (currency) => (currency === input.display ? '1' : (found.get(currency)?.text ?? null)),
    used: () => [...found.values()].map(({ text: _text, ...rate }) => rate).sort((a, b) => (a.from < b.from ? -1 : 1)),
    missing: () => missing.sort(),
  };
}

async function readQuotes(
  services: Services,
  tx: TenantTx,
  { wanted, to }: { wanted: string[]; to: string },
): Promise<Map<string, Map<string, Quote>>> {
  const fed = await sql<Quote>`
    SELECT rate.currency, rate.on_day::text AS "on", rate.per_euro::text AS "perEuro", rate.source FROM unnest(${wanted}::text[]) AS wanted(currency)
    CROSS JOIN LATERAL (SELECT * FROM system.fx_rate AS r WHERE r.currency = wanted.currency AND r.on_day <= ${to} ORDER BY r.on_day DESC LIMIT ${QUOTES_EACH}) AS rate`.execute(
    services.database.system,
  );
  const typed = await sql<Quote>`
    SELECT rate.currency, rate.on_day::text AS "on", rate.per_euro::text AS "perEuro", 'by-hand' AS source FROM unnest(${wanted}::text[]) AS wanted(currency)
    CROSS JOIN LATERAL (SELECT * FROM fx_rate_by_hand AS r WHERE r.currency = wanted.currency AND r.on_day <= ${to} ORDER BY r.on_day DESC LIMIT ${QUOTES_EACH}) AS rate`.execute(
    tx,
  );
  const byCurrency = new Map<string, Map<string, Quote>>();
  for (const quote of [...fed.rows, ...typed.rows]) {
    const days = byCurrency.get(quote.currency) ?? new Map<string, Quote>();
    days.set(quote.on, quote);
    byCurrency.set(quote.currency, days);
  }
  return byCurrency;
}

type Pair = { from: Omit<Quote, 'on'>; to: Omit<Quote, 'on'>; on: string; source: string };

function latestPair(quotes: Map<string, Map<string, Quote>>, from: string, to: string): Pair | null {
  const of = (currency: string, on: string) => (currency === 'EUR' ? EURO : quotes.get(currency)?.get(on));
  const days = [...(quotes.get(from === 'EUR' ? to : from)?.keys() ?? [])].sort().reverse();
  for (const on of days) {
    const a = of(from, on);
    const b = of(to, on);
    if (a && b)
      return {
        from: a,
        to: b,
        on,
        source: a.source === 'EUR' || a.source === b.source ? b.source : b.source === 'EUR' ? a.source : `${a.source}, ${b.source}`,
      };
  }
  return null;
}
