/**
 * Fetches the labels of one shop for one task, a few at a time, each few in a transaction: a killed worker goes on behind them, and a
 * person sees them come. A label that the platform is still making is asked for again, later and later; nothing else waits for it.
 * Reading a document changes nothing at the platform, so it may be asked for as often as it takes.
 */
import { ChannelFailure, type ChannelFulfilment, type ShippingDocument } from '@tradewind/channels';
import type { LabelReason } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { enqueue, type JobContext, type JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { showLabelRun } from '../commands/show-label-run.ts';
import { fetchLabelsKind, mergeLabelsJob } from '../jobs.ts';

const payload = z.strictObject({ runId: z.uuid(), shopId: z.uuid() });
const AT_ONCE = 16;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;
const MESSAGE_MAX = 300;

type Place = { runId: string; shopId: string };
type Waiting = { id: string; channelPackageId: string; attempts: number };
type Run = Place & { services: Services; context: JobContext };
type Outcome = Waiting &
  ({ document: ShippingDocument } | { missing: LabelReason; message: string | null } | { retryAt: number; message: string });

export function fetchLabelsJobHandler(services: Services): JobHandler<Place> {
  return {
    kind: fetchLabelsKind,
    payload,
    batchMax: 1,
    maxAttempts: 20,
    async run(jobs, context) {
      const place = jobs[0]?.payload;
      if (!place) return;
      const run = { services, context, ...place };
      const task = await services.database.withMerchant(context.merchantId, (tx) =>
        tx.selectFrom('label_run').select(['state', 'kind']).where('id', '=', place.runId).executeTakeFirst(),
      );
      if (task?.state !== 'fetching') return;
      try {
        await withShopAccess(services, { merchantId: context.merchantId, shopId: place.shopId }, async (_shop, { fulfilment }, access) => {
          const why = await whyNot(run, fulfilment);
          if (why || !fulfilment) return giveUp(run, why ?? 'channel-without-labels');
          await fetchAll(run, (channelPackageId) => fulfilment.document(access, { channelPackageId, kind: task.kind, size: 'A6' }));
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await giveUp(run, 'shop-not-active');
      }
    },
  };
}

async function whyNot({ services, context, shopId }: Run, fulfilment: ChannelFulfilment | undefined): Promise<LabelReason | null> {
  if (!fulfilment) return 'channel-without-labels';
  const isGranted = await services.database.withMerchant(context.merchantId, async (tx) => {
    for (const scope of fulfilment.scopes) if (!(await hasScope(tx, shopId, scope))) return false;
    return true;
  });
  return isGranted ? null : 'consent-lacks-scope';
}

type Fetch = (channelPackageId: string) => ReturnType<ChannelFulfilment['document']>;

async function fetchAll(run: Run, fetchOne: Fetch): Promise<void> {
  const { services, context } = run;
  const within = <T>(read: (tx: TenantTx) => Promise<T>) => services.database.withMerchant(context.merchantId, read);
  for (;;) {
    const due = await within((tx) => waitingLabels(tx, run, context.now()));
    if (due.length === 0 || context.signal.aborted) break;
    const outcomes = await Promise.all(due.map((label) => ask(run, label, fetchOne)));
    await context.commit((tx) => settle(tx, run, outcomes), { finish: false });
  }
  const next = await within((tx) => nextTry(tx, run));
  await context.commit(async () => undefined, next === null ? {} : { reschedule: { dueAt: next } });
}

const waitingLabels = async (tx: TenantTx, { runId, shopId }: Place, now: number): Promise<Waiting[]> => {
  const rows = await tx
    .selectFrom('label')
    .select(['id', 'channel_package_id', 'attempts'])
    .where('run_id', '=', runId)
    .where('shop_id', '=', shopId)
    .where('state', '=', 'waiting')
    .where('next_try_at', '<=', new Date(now))
    .orderBy('position')
    .limit(AT_ONCE)
    .execute();
  return rows.map(({ id, channel_package_id, attempts }) => ({ id, channelPackageId: channel_package_id ?? '', attempts }));
};

const nextTry = async (tx: TenantTx, { runId, shopId }: Place): Promise<number | null> => {
  const row = await tx
    .selectFrom('label')
    .select(({ fn }) => fn.min('next_try_at').as('at'))
    .where('run_id', '=', runId)
    .where('shop_id', '=', shopId)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return row?.at?.getTime() ?? null;
};

/** Out of quota and a lost consent are the shop's matter: they stop the lane, with the labels as they were. */
async function ask({ context }: Run, label: Waiting, fetchOne: Fetch): Promise<Outcome> {
  try {
    return { ...label, document: await fetchOne(label.channelPackageId) };
  } catch (error) {
    if (!(error instanceof ChannelFailure) || error.kind === 'out-of-quota' || error.kind === 're-authorise') throw error;
    const message = error.message.slice(0, MESSAGE_MAX);
    if (error.kind === 'rejected') return { ...label, missing: 'refused', message };
    const wait = error.retryAfterMs ?? Math.min(FIRST_WAIT_MS * 2 ** label.attempts, LONGEST_WAIT_MS);
    return { ...label, retryAt: context.now() + wait, message };
  }
}

async function settle(tx: TenantTx, run: Run, outcomes: readonly Outcome[]): Promise<void> {
  const { services, context, runId } = run;
  const erased = await erasedAmong(
    tx,
    outcomes.map(({ id }) => id),
  );
  const task = await tx.selectFrom('label_run').select('state').where('id', '=', runId).forUpdate().executeTakeFirst();
  // What was cancelled meanwhile stays as it was.
  if (task?.state !== 'fetching') return;
  const blobs = await services.blobs.forMerchant(context.merchantId);
  for (const outcome of outcomes) {
    const { id, attempts } = outcome;
    const waits = tx.updateTable('label').where('id', '=', id).where('state', '=', 'waiting');
    const tried = { attempts: attempts + 1, message: 'message' in outcome ? outcome.message : null };
    if (erased.has(id)) await waits.set({ ...tried, state: 'missing', reason: 'buyer-erased', message: null, next_try_at: null }).execute();
    else if ('retryAt' in outcome) await waits.set({ ...tried, reason: 'not-ready', next_try_at: new Date(outcome.retryAt) }).execute();
    else if ('missing' in outcome) await waits.set({ ...tried, state: 'missing', reason: outcome.missing, next_try_at: null }).execute();
    else {
      const { bytes, trackingNumber } = outcome.document;
      const done = { ...tried, next_try_at: null, tracking_number: trackingNumber };
      // A buyer whose data was deleted a moment ago: the row is no longer waiting, and nothing is kept.
      const row = await waits
        .set({ ...done, state: 'fetched', reason: null })
        .returning('id')
        .executeTakeFirst();
      if (row && !(await blobs.put(tx, { objectId: id, version: 1 }, bytes)))
        await tx.updateTable('label').set({ state: 'missing', reason: 'vault-full' }).where('id', '=', id).execute();
    }
  }
  await told(tx, run);
}

/**
 * Labels of buyers whose data was deleted since they were asked for. Their orders are held until the commit: whoever deletes a buyer's data
 * clears the orders first, so either that is seen here, or the labels that are kept here are seen there.
 */
async function erasedAmong(tx: TenantTx, labelIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string; erasedAt: Date | null }>`
    SELECT l.id, o.buyer_erased_at AS "erasedAt" FROM label l
    JOIN orders o ON o.shop_id = l.shop_id AND o.channel_order_id = ANY (l.channel_order_ids)
    WHERE l.id = ANY (${labelIds}::uuid[]) ORDER BY o.id FOR SHARE OF o`.execute(tx);
  return new Set(rows.filter(({ erasedAt }) => erasedAt !== null).map(({ id }) => id));
}

async function giveUp(run: Run, reason: LabelReason): Promise<void> {
  await run.context.commit(async (tx) => {
    await tx
      .updateTable('label')
      .set({ state: 'missing', reason, next_try_at: null })
      .where('run_id', '=', run.runId)
      .where('shop_id', '=', run.shopId)
      .where('state', '=', 'waiting')
      .execute();
    await told(tx, run);
  });
}

/** The last label has the file made. */
async function told(tx: TenantTx, { services, context, runId }: Run): Promise<void> {
  const { merchantId } = context;
  const now = context.now();
  await showLabelRun(tx, services, { merchantId, runId, now });
  const waiting = await tx.selectFrom('label').select('id').where('run_id', '=', runId).where('state', '=', 'waiting').limit(1).execute();
  if (waiting.length === 0) await enqueue(tx, { merchantId, jobs: [mergeLabelsJob(runId, now)], now });
}
