import { crossRate } from '@tradewind/rules/money';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';

export type UsedRate = { from: string; to: string; rate: number; on: string; source: string };
export type Rates = { rateTo: (currency: string) => string | null; used: () => UsedRate[]; missing: () => string[] };

type Quote = { currency: string; on: string; perEuro: string; source: string };
/** The euro is its own measure on every day. */
const EURO: Quote = { currency: 'EUR', on: '9999-12-31', perEuro: '1', source: 'EUR' };

/**
 * Rates into `display` for the currencies named, each side at its latest day on or before `to`; the older of the two days is told.
 * A rate typed in by the merchant wins over the feed's of its day. A side without any: no rate. The days need not be the same:
 * feeds rest at weekends and leave currencies out, and a rate typed in on a Sunday must count on Sunday.
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
    const pair = pairOf(quotes, currency, input.display);
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

type Quotes = ReadonlyMap<string, Quote>;

/** The latest quote of each currency. */
async function readQuotes(services: Services, tx: TenantTx, { wanted, to }: { wanted: string[]; to: string }): Promise<Quotes> {
  const fed = await sql<Quote>`
    SELECT rate.currency, rate.on_day::text AS "on", rate.per_euro::text AS "perEuro", rate.source FROM unnest(${wanted}::text[]) AS wanted(currency)
    CROSS JOIN LATERAL (SELECT * FROM system.fx_rate AS r WHERE r.currency = wanted.currency AND r.on_day <= ${to} ORDER BY r.on_day DESC LIMIT 1) AS rate`.execute(
    services.database.system,
  );
  const typed = await sql<Quote>`
    SELECT rate.currency, rate.on_day::text AS "on", rate.per_euro::text AS "perEuro", 'by-hand' AS source FROM unnest(${wanted}::text[]) AS wanted(currency)
    CROSS JOIN LATERAL (SELECT * FROM fx_rate_by_hand AS r WHERE r.currency = wanted.currency AND r.on_day <= ${to} ORDER BY r.on_day DESC LIMIT 1) AS rate`.execute(
    tx,
  );
  const latest = new Map<string, Quote>([['EUR', EURO]]);
  for (const quote of [...fed.rows, ...typed.rows]) {
    const held = latest.get(quote.currency);
    if (!held || quote.on >= held.on) latest.set(quote.currency, quote);
  }
  return latest;
}

type Pair = { from: Quote; to: Quote; on: string; source: string };

function pairOf(quotes: Quotes, from: string, to: string): Pair | null {
  const [a, b] = [quotes.get(from), quotes.get(to)];
  if (!a || !b) return null;
  const sources = [a, b].filter((quote) => quote !== EURO).map((quote) => quote.source);
  return { from: a, to: b, on: a.on < b.on ? a.on : b.on, source: [...new Set(sources)].join(', ') };
}
