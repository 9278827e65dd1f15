import type { AnswerOf, LabelReason, LabelRun, Routes } from '@tradewind/contract';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';

type RunRow = Selectable<TenantTables['label_run']>;
type Detail = AnswerOf<Routes['label-runs.get']>;

/** Whoever is bound to some shops sees the tasks that hold nothing of others. */
const isVisible = (caller: Pick<Caller, 'shopIds'>) =>
  caller.shopIds === null
    ? sql<boolean>`true`
    : sql<boolean>`NOT EXISTS (SELECT 1 FROM label l WHERE l.run_id = label_run.id AND l.shop_id <> ALL (${caller.shopIds}::uuid[]))`;

type Wanted = { caller: Pick<Caller, 'shopIds'>; runId: string };

export async function visibleRun(tx: TenantTx, { caller, runId }: Wanted, lock = false): Promise<RunRow | null> {
  if (lock) await tx.selectFrom('label_run').select('id').where('id', '=', runId).forUpdate().execute();
  const row = await tx.selectFrom('label_run').selectAll().where('id', '=', runId).where(isVisible(caller)).executeTakeFirst();
  return row ?? null;
}

export async function countLabels(tx: TenantTx, runIds: readonly string[]): Promise<ReadonlyMap<string, LabelRun['counts']>> {
  const { rows } = await sql<LabelRun['counts'] & { id: string }>`
    SELECT run_id AS id, count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
      count(*) FILTER (WHERE state = 'fetched')::int AS fetched, count(*) FILTER (WHERE state = 'missing')::int AS missing
    FROM label WHERE run_id = ANY (${runIds}::uuid[]) GROUP BY run_id`.execute(tx);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

async function runViews(tx: TenantTx, rows: readonly RunRow[]): Promise<LabelRun[]> {
  if (rows.length === 0) return [];
  const counts = await countLabels(
    tx,
    rows.map(({ id }) => id),
  );
  const waveIds = rows.flatMap(({ wave_id }) => wave_id ?? []);
  const waves = waveIds.length === 0 ? [] : await tx.selectFrom('pick_wave').select(['id', 'number']).where('id', 'in', waveIds).execute();
  const numberOf = new Map(waves.map(({ id, number }) => [id, number]));
  return rows.map((row) => ({
    ...{ id: row.id, waveId: row.wave_id, waveNumber: numberOf.get(row.wave_id ?? '') ?? null, kind: row.kind, layout: row.layout },
    ...{ state: row.state, counts: counts.get(row.id) ?? { waiting: 0, fetched: 0, missing: 0 } },
    file: row.file_version === null ? null : { pages: row.pages ?? 0, bytes: row.bytes ?? 0 },
    purgedAt: row.purged_at?.toISOString() ?? null,
    ...{ createdBy: row.created_by, createdAt: row.created_at.toISOString(), finishedAt: row.finished_at?.toISOString() ?? null },
  }));
}

export async function runView(tx: TenantTx, wanted: Wanted): Promise<LabelRun | Refusal> {
  const row = await visibleRun(tx, wanted);
  const [view] = row ? await runViews(tx, [row]) : [];
  return view ?? refuse('not-found');
}

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });

export async function listLabelRuns(
  services: Services,
  { caller, query }: Parameters<Handlers['label-runs.list']>[0],
): Promise<AnswerOf<Routes['label-runs.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    let found = tx
      .selectFrom('label_run')
      .selectAll()
      .where(isVisible(caller))
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1);
    if (query.waveId) found = found.where('wave_id', '=', query.waveId);
    if (after) found = found.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(new Date(after.at), after.id)));
    const page = pageOf(await found.execute(), query.limit, (row) => ({ at: row.created_at.toISOString(), id: row.id }));
    return { items: await runViews(tx, page.items), nextCursor: page.nextCursor };
  });
}

export async function readLabelRun(
  services: Services,
  { caller, params }: Parameters<Handlers['label-runs.get']>[0],
): Promise<Detail | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const row = await visibleRun(tx, { caller, runId: params.labelRunId });
    const [view] = row ? await runViews(tx, [row]) : [];
    if (!view) return refuse('not-found');
    const labels = await tx.selectFrom('label').selectAll().where('run_id', '=', view.id).orderBy('position').execute();
    const shops = new Map((await shopsInScope(tx, { caller })).map((shop) => [shop.id, shop]));
    return {
      ...view,
      labels: labels.map((label) => ({
        ...{ id: label.id, position: label.position, shop: shopChip(shops.get(label.shop_id)) },
        ...{ channelPackageId: label.channel_package_id, channelOrderIds: label.channel_order_ids, state: label.state },
        reason: label.reason as LabelReason | null, // written from the contract's list
        ...{ message: label.message, attempts: label.attempts, nextTryAt: label.next_try_at?.toISOString() ?? null },
        ...{ trackingNumber: label.tracking_number, pages: label.pages },
      })),
    };
  });
}
