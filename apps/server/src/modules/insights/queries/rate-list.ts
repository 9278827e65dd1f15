import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

type Row = { currency: string; on: string; perEuro: string; source: string; byHand: boolean };
// As narrow as what is handed out: a forged day or text must not reach the database as an error of ours.
const position = z.strictObject({
  on: z.iso.date().refine((day) => day >= '1970-01-01'),
  currency: z.string().regex(/^[A-Z]{3}$/),
  byHand: z.boolean(),
});
type Input = { caller: Caller; query: ParsedOf<Routes['fx-rates.list']>['query'] };

/** The feed's rates and the merchant's own, newest day first; two roles own them, so they are merged here. */
export async function listRates(services: Services, { caller, query }: Input): Promise<AnswerOf<Routes['fx-rates.list']>> {
  const after = decodeCursor(query.cursor, position);
  const past = after ? sql`AND (on_day < ${after.on} OR (on_day = ${after.on} AND currency >= ${after.currency}))` : sql``;
  const only = query.currency ? sql`AND currency = ${query.currency}` : sql``;
  const fed =
    await sql<Row>`SELECT currency, on_day::text AS "on", per_euro::text AS "perEuro", source, false AS "byHand" FROM system.fx_rate WHERE true ${past} ${only} ORDER BY on_day DESC, currency LIMIT ${query.limit + 2}`.execute(
      services.database.system,
    );
  const own = await services.database.withMerchant(caller.merchantId, (tx) =>
    sql<Row>`SELECT currency, on_day::text AS "on", per_euro::text AS "perEuro", 'by-hand' AS source, true AS "byHand" FROM fx_rate_by_hand WHERE true ${past} ${only} ORDER BY on_day DESC, currency LIMIT ${query.limit + 2}`.execute(
      tx,
    ),
  );
  const key = (row: z.output<typeof position>) => `${row.currency} ${row.byHand ? 0 : 1}`;
  const merged = [...fed.rows, ...own.rows]
    .sort((a, b) => (a.on === b.on ? (key(a) < key(b) ? -1 : 1) : a.on > b.on ? -1 : 1))
    .filter((row) => !after || row.on < after.on || key(row) > key(after));
  return pageOf(merged, query.limit, ({ on, currency, byHand }) => ({ on, currency, byHand }));
}
