import { knownCurrencies } from '@tradewind/rules/money';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '../../../platform/audit.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { Caller, Refusal } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

export type HandRate = { currency: string; on: string; perEuro: string };
/** Where a rate stood in what was sent: the path for programs and, for a file, the words for people. */
type Place = (index: number, field: keyof HandRate) => { path: string; says?: string };
type Input = { caller: Caller; requestId: string; rates: HandRate[]; at: Place };

/** Saves rates typed in by a person, all or none; each wins over the feed on its day. */
export async function setRates(services: Services, { caller, requestId, rates, at }: Input): Promise<{ saved: number } | Refusal> {
  const errors = rates.flatMap((rate, index) => {
    const wrong = (field: keyof HandRate, code: string, message: string) => {
      const { path, says } = at(index, field);
      return { path, code, message: says ? `${says}: ${message}` : message };
    };
    return [
      ...(knownCurrencies.includes(rate.currency) && rate.currency !== 'EUR'
        ? []
        : [wrong('currency', 'unknown-currency', 'a known currency other than EUR, which all rates are against')]),
      ...(rate.on < '1970-01-01' ? [wrong('on', 'out-of-range', 'a day since 1970')] : []),
      ...(Number(rate.perEuro) > 0 ? [] : [wrong('perEuro', 'not-positive', 'a rate above zero')]),
    ];
  });
  if (errors.length > 0) return { refused: 'invalid-input', errors };
  const now = services.clock.now();
  const unique = [...new Map(rates.map((rate) => [`${rate.currency} ${rate.on}`, rate])).values()];
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const { names, source } = unnestRows(unique, {
      merchant_id: ['uuid', () => caller.merchantId],
      currency: ['text', (rate) => rate.currency],
      on_day: ['date', (rate) => rate.on],
      per_euro: ['text', (rate) => rate.perEuro],
      entered_by: ['text', () => caller.id],
      entered_at: ['timestamptz', () => new Date(now)],
    });
    await sql`
      INSERT INTO fx_rate_by_hand (${names}) SELECT merchant_id, currency, on_day, per_euro::numeric, entered_by, entered_at FROM ${source}
      ON CONFLICT (merchant_id, currency, on_day) DO UPDATE SET per_euro = excluded.per_euro, entered_by = excluded.entered_by, entered_at = excluded.entered_at`.execute(
      tx,
    );
    await audit(tx, {
      id: services.newId(),
      at: now,
      caller,
      requestId,
      action: 'fx-rates.set',
      objectKind: 'fx-rates',
      objectId: unique[0]?.on ?? '',
      facts: { count: unique.length, currencies: [...new Set(unique.map((rate) => rate.currency))] },
    });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'figures.changed', ids: [], shopId: null }]);
    return { saved: unique.length };
  });
}

const csvRow = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/),
  on: z.iso.date(),
  perEuro: z.string().regex(/^\d{1,12}(\.\d{1,12})?$/),
});
const csvRows = z.array(z.object({ record: z.unknown(), info: z.object({ lines: z.int() }) }));

/** The rows of a CSV with the head `currency,on,perEuro` and the line each stands on, or what is wrong with which line. */
export function parseRatesCsv(csv: string): { rates: HandRate[]; lines: number[] } | Refusal {
  let rows: z.output<typeof csvRows>;
  try {
    rows = csvRows.parse(parse(csv, { columns: true, bom: true, trim: true, skip_empty_lines: true, to: 1001, info: true }));
  } catch (error) {
    return {
      refused: 'invalid-input',
      errors: [{ path: '/csv', code: 'malformed-csv', message: error instanceof Error ? error.message : 'not CSV' }],
    };
  }
  const lines = rows.map((row) => row.info.lines);
  const parsed = z
    .array(csvRow)
    .min(1)
    .max(1000)
    .safeParse(rows.map((row) => row.record));
  if (parsed.success) return { rates: parsed.data, lines };
  return {
    refused: 'invalid-input',
    errors: parsed.error.issues.slice(0, 100).map((issue) => ({
      path: '/csv',
      code: issue.code,
      message:
        typeof issue.path[0] === 'number'
          ? `line ${lines[issue.path[0]]}, ${String(issue.path[1] ?? 'columns')}: ${issue.message}`
          : issue.message,
    })),
  };
}
