import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { usesMemory } from '../memory.ts';
import { type ProviderRow, readProviders } from '../providers.ts';

type Settings = AnswerOf<Routes['translation-settings.get']>;
type Provider = Settings['providers'][number];
type Sums = {
  provider_id: string;
  currency: string;
  calls: string;
  failures: string;
  characters: string;
  cost: string;
  took: string;
  slowest: number;
};

const DAYS = 30;
const DAY_MS = 86_400_000;

export async function readSettings(tx: TenantTx, now: number): Promise<Settings> {
  const rows = await readProviders(tx);
  const since = new Date(now - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const { rows: sums } = await sql<Sums>`
    SELECT provider_id, currency, sum(calls) AS calls, sum(failures) AS failures, sum(characters) AS characters,
      sum(cost_millionths) AS cost, sum(took_ms) AS took, max(slowest_ms) AS slowest
    FROM translation_count WHERE counted_on >= ${since}::date GROUP BY provider_id, currency`.execute(tx);
  const { rows: kept } = await sql<{ count: string }>`SELECT count(*) AS count FROM translation_memory`.execute(tx);
  return {
    usesMemory: await usesMemory(tx),
    remembered: Number(kept[0]?.count ?? 0),
    providers: rows.map((row) =>
      providerView(
        row,
        sums.filter(({ provider_id }) => provider_id === row.id),
        now,
      ),
    ),
  };
}

function providerView(row: ProviderRow, sums: readonly Sums[], now: number): Provider {
  const rests = row.rests_until && row.rests_until.getTime() > now ? row.rests_until.toISOString() : null;
  return {
    ...{ id: row.id, kind: row.kind, name: row.name, address: row.address, model: row.model, isOn: row.is_on },
    price: row.price_minor === null || row.price_currency === null ? null : { amount: row.price_minor, currency: row.price_currency },
    ...{ hasKey: row.key !== null, restsUntil: rests, counts: countsOf(row, sums) },
  };
}

/** The cost in the currency of today's price; what was counted in another stands with the calls alone. */
function countsOf({ price_currency: currency }: ProviderRow, sums: readonly Sums[]): Provider['counts'] {
  const total = (of: 'calls' | 'failures' | 'characters' | 'took') => sums.reduce((sum, each) => sum + Number(each[of]), 0);
  const answered = total('calls') - total('failures');
  const millionths = sums.filter((each) => each.currency === currency).reduce((sum, { cost }) => sum + BigInt(cost), 0n);
  return {
    ...{ calls: total('calls'), failures: total('failures'), characters: total('characters') },
    cost: currency === null ? null : { amount: Number((millionths + 999_999n) / 1_000_000n), currency },
    meanMs: answered === 0 ? null : Math.round(total('took') / answered),
    slowestMs: answered === 0 ? null : Math.max(...sums.map(({ slowest }) => slowest)),
  };
}
