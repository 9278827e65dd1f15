import { ChannelFailure } from '@tradewind/channels';
import { sql } from 'kysely';
import { z } from 'zod';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { HttpSend } from '../../../platform/ports.ts';
import type { Services } from '../../../platform/services.ts';
import { parseRates } from '../ecb-xml.ts';
import { readRatesKind } from '../jobs.ts';

const EVERY_MS = 3_600_000;
const payload = z.strictObject({});

/** Reads the operator's exchange-rate feed every hour. What was published stays; a corrected day is taken over. */
export function readRatesJobHandler(
  services: Services,
  { feedUrl, send }: { feedUrl: string; send: HttpSend },
): JobHandler<z.output<typeof payload>> {
  return {
    kind: readRatesKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(_jobs, context) {
      const answer = await send({ method: 'GET', url: feedUrl, headers: { accept: 'application/xml' }, timeoutMs: 15_000 }).catch(
        (error: unknown) => {
          throw new ChannelFailure(
            'retry-later',
            `the exchange-rate feed does not answer: ${error instanceof Error ? error.name : 'unknown'}`,
          );
        },
      );
      if (answer.status !== 200) throw new ChannelFailure('retry-later', `the exchange-rate feed answers ${answer.status}`);
      const rates = parseRates(Buffer.from(answer.body).toString('utf8'));
      const unique = [...new Map(rates.map((rate) => [`${rate.currency} ${rate.on}`, rate])).values()];
      const { names, source } = unnestRows(unique, {
        source: ['text', (rate) => rate.source],
        currency: ['text', (rate) => rate.currency],
        on_day: ['date', (rate) => rate.on],
        per_euro: ['text', (rate) => rate.perEuro],
        fetched_at: ['timestamptz', () => new Date(context.now())],
      });
      await sql`
        INSERT INTO system.fx_rate (${names}) SELECT source, currency, on_day, per_euro::numeric, fetched_at FROM ${source}
        ON CONFLICT (currency, on_day) DO UPDATE SET per_euro = excluded.per_euro, source = excluded.source, fetched_at = excluded.fetched_at`.execute(
        services.database.system,
      );
      await context.commit(async () => undefined, { reschedule: { dueAt: context.now() + EVERY_MS } });
    },
  };
}
