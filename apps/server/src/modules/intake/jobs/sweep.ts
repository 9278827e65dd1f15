/**
 * The sweep: lists a stream of a shop by update time, applies page after page, and moves the cursor in the
 * same transaction as the page it stands for. Webhooks are hints; this is the guarantee.
 *
 * - The cursor is the newest update time seen on the platform's own clock, never ours: skew cannot skip anything.
 * - Back-fill is the same sweep begun 90 days back. A run takes at most PAGES_A_RUN pages and then lets hinted fetches
 *   of its lane go first; progress survives a restart because it is the cursor.
 * - Once caught up, each run starts OVERLAP before the cursor, and once an hour a day before it, against rows that became
 *   visible late. Reading twice is harmless: only newer rows are applied.
 * - A stream that the platform cannot sort moves its cursor only with its last page.
 * - A deep run is never cut, and no run ends on a page that left the cursor where it was: a burst of one second longer than a run would
 *   otherwise be read for ever.
 */
import type { Channel, ShopAccess } from '@tradewind/channels';
import { sql } from 'kysely';
import { z } from 'zod';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { type BoundShop, clearShopFailure, hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { moveBackfillTask } from '../commands/backfill-task.ts';
import { sweepKind } from '../jobs.ts';
import type { Stream, StreamName } from '../stream.ts';

const PAGES_A_RUN = 4;
const PAGES_AT_MOST = 2_000;
const OVERLAP_MS = 5 * 60_000;
const DEEP_EVERY_MS = 3_600_000;
const DEEP_MS = 24 * 3_600_000;
/** Ahead of our clock by this much is still asked for: the platform's clock may run before ours. */
const AHEAD_MS = 10 * 60_000;

const payload = z.strictObject({ shopId: z.uuid(), stream: z.string() });

type Run = {
  services: Services;
  context: JobContext;
  stream: Stream<unknown>;
  shop: BoundShop;
  channel: Channel;
  access: ShopAccess;
};
type State = { cursorAt: number; backfilled: boolean; deep: boolean; total: number | null };

export function sweepJobHandler(
  services: Services,
  streams: ReadonlyMap<StreamName, Stream<unknown>>,
): JobHandler<z.output<typeof payload>> {
  return {
    kind: sweepKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const { shopId, stream: name } = jobs[0]?.payload ?? { shopId: '', stream: '' };
      const stream = streams.get(name as StreamName); // a name no stream has is undefined
      if (!stream) throw new Error(`no stream is called ${name}`);
      try {
        await withShopAccess(services, { merchantId: context.merchantId, shopId }, (shop, channel, access) =>
          sweep({ services, context, stream, shop, channel, access }),
        );
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await context.commit(async () => undefined);
      }
    },
  };
}

async function sweep(run: Run): Promise<void> {
  const { services, context, stream } = run;
  const state = await readState(run);
  if (!(await mayAsk(run))) return rest(run, state);
  if (state.backfilled && !services.guards.sweep) return context.commit(async () => undefined);
  const startedAt = context.now();
  const from = state.deep ? Math.min(state.cursorAt, startedAt - DEEP_MS) : state.backfilled ? state.cursorAt - OVERLAP_MS : state.cursorAt;
  let cursorAt = state.cursorAt;
  let pageToken: string | null = null;
  for (let pages = 1; pages <= PAGES_AT_MOST; pages += 1) {
    const page = await stream.list(run.channel, run.access, { updatedFrom: from, updatedTo: startedAt + AHEAD_MS, pageToken });
    const seenAt = Math.max(cursorAt, ...page.items.map(stream.updatedAt));
    const ended = page.nextToken === null;
    const pause = !ended && !state.deep && stream.ordered && pages >= PAGES_A_RUN && seenAt > state.cursorAt;
    await applyPage(run, state, {
      items: page.items,
      cursorAt: stream.ordered || ended ? seenAt : state.cursorAt,
      total: page.total,
      ended,
      pause,
    });
    cursorAt = seenAt;
    if (ended || pause) return;
    pageToken = page.nextToken;
  }
  throw new Error(`the platform kept handing out pages of ${stream.name} beyond ${PAGES_AT_MOST}`);
}

async function mayAsk({ services, context, stream, shop, channel }: Run): Promise<boolean> {
  if (!stream.scope) return true;
  const scope = stream.scope(channel);
  return scope !== null && services.database.withMerchant(context.merchantId, (tx) => hasScope(tx, shop.shopId, scope));
}

/** Nothing can be asked: the stream is as far as it gets, and its cursor waits for a consent that allows more. */
async function rest({ services, context, stream, shop }: Run, { backfilled }: State): Promise<void> {
  const now = context.now();
  await context.commit(
    async (tx) => {
      await tx
        .updateTable('sync_stream')
        .set({ last_swept_at: new Date(now), ...(backfilled ? {} : { backfilled_at: new Date(now) }) })
        .where('shop_id', '=', shop.shopId)
        .where('stream', '=', stream.name)
        .execute();
      if (!backfilled) await moveBackfillTask(tx, { services, merchantId: context.merchantId, shopId: shop.shopId, now });
    },
    { reschedule: { dueAt: now + stream.intervalMs } },
  );
}

async function readState({ services, context, shop, stream }: Run): Promise<State> {
  const row = await services.database.withMerchant(context.merchantId, (tx) =>
    tx.selectFrom('sync_stream').selectAll().where('shop_id', '=', shop.shopId).where('stream', '=', stream.name).executeTakeFirstOrThrow(),
  );
  const backfilled = row.backfilled_at !== null;
  const deepDue = (row.last_deep_swept_at?.getTime() ?? row.backfilled_at?.getTime() ?? 0) + DEEP_EVERY_MS <= context.now();
  return { cursorAt: row.cursor_at.getTime(), backfilled, deep: backfilled && deepDue, total: row.backfill_total };
}

type PageOutcome = { items: unknown[]; cursorAt: number; total: number | null; ended: boolean; pause: boolean };

/** Only where a drill has taken the page's own transaction from it. */
async function moveCursorAlone({ services, context, stream, shop }: Run, cursorAt: number): Promise<void> {
  await services.database.withMerchant(context.merchantId, (tx) =>
    tx
      .updateTable('sync_stream')
      .set({ cursor_at: new Date(cursorAt) })
      .where('shop_id', '=', shop.shopId)
      .where('stream', '=', stream.name)
      .execute(),
  );
}

async function applyPage(run: Run, state: State, page: PageOutcome): Promise<void> {
  const { services, context, stream, shop } = run;
  const now = context.now();
  const secrets = await services.secrets.forMerchant(context.merchantId);
  const last = page.ended || page.pause;
  const nextDueAt = page.pause ? now : now + stream.intervalMs + Math.floor(services.random.number() * stream.intervalMs * 0.1);
  if (!services.guards.cursorWithPage) await moveCursorAlone(run, page.cursorAt);
  await context.commit(
    async (tx) => {
      const { changed } = await stream.apply(tx, { shop, items: page.items, source: 'sweep', now, secrets });
      await tx
        .updateTable('sync_stream')
        .set({
          cursor_at: new Date(page.cursorAt),
          ...(state.backfilled
            ? { repairs: sql<number>`repairs + ${changed}` }
            : { backfill_done: sql<number>`backfill_done + ${page.items.length}`, backfill_total: state.total ?? page.total }),
          ...(page.ended
            ? {
                last_swept_at: new Date(now),
                ...(state.backfilled ? {} : { backfilled_at: new Date(now) }),
                ...(state.deep ? { last_deep_swept_at: new Date(now) } : {}),
              }
            : {}),
        })
        .where('shop_id', '=', shop.shopId)
        .where('stream', '=', stream.name)
        .execute();
      if (page.ended) await clearShopFailure(tx, shop.shopId);
      if (!state.backfilled) await moveBackfillTask(tx, { services, merchantId: context.merchantId, shopId: shop.shopId, now });
    },
    last ? { reschedule: { dueAt: nextDueAt } } : { finish: false },
  );
}
