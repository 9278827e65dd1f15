/** The only statement that writes terms and sentences. */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

export type Entry = { kind: 'term' | 'sentence'; from: string; to: string; source: string; target: string | null };
type Saving = { caller: Pick<Caller, 'merchantId' | 'name'>; entries: readonly Entry[] };

export async function saveEntries(
  tx: TenantTx,
  { clock, newId }: Pick<Services, 'clock' | 'newId'>,
  { caller, entries }: Saving,
): Promise<void> {
  // A statement may not touch a row twice; of several that say the same, the last one holds.
  const last = new Map(entries.map((entry) => [JSON.stringify([entry.kind, entry.from, entry.to, entry.source]), entry]));
  if (last.size === 0) return;
  const { names, source } = unnestRows([...last.values()], {
    id: ['uuid', () => newId()],
    kind: ['text', ({ kind }) => kind],
    from_language: ['text', ({ from }) => from],
    to_language: ['text', ({ to }) => to],
    source: ['text', (entry) => entry.source],
    target: ['text', ({ target }) => target],
  });
  await sql`
    INSERT INTO translation_entry (merchant_id, ${names}, updated_by, updated_at)
    SELECT ${caller.merchantId}::uuid, ${names}, ${caller.name}, ${new Date(clock.now())}::timestamptz FROM ${source}
    ON CONFLICT (merchant_id, kind, from_language, to_language, md5(source))
    DO UPDATE SET target = excluded.target, updated_by = excluded.updated_by, updated_at = excluded.updated_at`.execute(tx);
}

const SENTENCE_MAX = 5_000;
type Pairs = {
  caller: Pick<Caller, 'merchantId' | 'name'>;
  from: string;
  to: string;
  pairs: readonly { source: string; target: string }[];
};

/** Sentences that a person approved; one that reads the same in both languages teaches nothing. */
export async function rememberPairs(
  tx: TenantTx,
  services: Pick<Services, 'clock' | 'newId'>,
  { caller, from, to, pairs }: Pairs,
): Promise<void> {
  const good = pairs
    .map(({ source, target }) => ({ source: source.trim(), target: target.trim() }))
    .filter(
      ({ source, target }) =>
        source !== '' && target !== '' && source !== target && source.length <= SENTENCE_MAX && target.length <= SENTENCE_MAX,
    );
  if (from !== to) await saveEntries(tx, services, { caller, entries: good.map((pair) => ({ ...pair, kind: 'sentence', from, to })) });
}
