/**
 * Puts listings on and takes them off, as many a call as the platform takes. The wish is absolute, so after a lost answer it is told again,
 * and the newest is read anew each time.
 */
import { ChannelFailure, type ChannelListingResult, type ChannelPublishing, type ShopAccess } from '@tradewind/channels';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { enqueue, type JobContext, type JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { GATE, OFFERED_AS, refusedByGate, type Switched } from '../commands/switch-listings.ts';
import { followPublicationJob, switchListingsKind } from '../publication-jobs.ts';

const payload = z.strictObject({ shopId: z.uuid() });
const AGAIN_AFTER_MS = 30_000;
const EVERY_WISH = 10_000;

export function switchListingsJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: switchListingsKind,
    payload,
    batchMax: 1,
    maxAttempts: 100,
    async run(jobs, context) {
      const shopId = jobs[0]?.payload.shopId ?? '';
      const { merchantId } = context;
      const run = { services, context, shopId };
      try {
        await withShopAccess(services, { merchantId, shopId }, async (_shop, { publishing }, access) => {
          const mayCall = publishing && (await services.database.withMerchant(merchantId, (tx) => hasScope(tx, shopId, publishing.scope)));
          if (!mayCall) return refuseAll(run, 'no-consent');
          await tell({ ...run, publishing, access });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await refuseAll(run, 'shop-not-active');
      }
    },
  };
}

type Run = { services: Services; context: JobContext; shopId: string };
type Call = Run & { publishing: ChannelPublishing; access: ShopAccess };
type Wish = Switched & { isOn: boolean; askedAt: Date };
type Told = { wish: Wish; code: string | null; message: string | null };

async function refuseAll(run: Run, code: string): Promise<void> {
  const wishes = await openWishes(run, EVERY_WISH);
  await answer(run, { told: wishes.map((wish) => ({ wish, code, message: null })), isMore: false });
}

const openWishes = ({ services, context, shopId }: Run, limit: number): Promise<Wish[]> =>
  services.database.withMerchant(context.merchantId, async (tx) => {
    const { rows } = await sql<Wish>`
      SELECT own.listing_id AS id, own.is_on AS "isOn", own.asked_at AS "askedAt", listing.channel_product_id AS "channelProductId",
             own.shop_id AS "shopId", shop.legal_entity_id AS "legalEntityId", shop.market, ${OFFERED_AS}
      FROM listing_switch AS own
      JOIN listing ON listing.merchant_id = own.merchant_id AND listing.id = own.listing_id
      JOIN shop ON shop.merchant_id = own.merchant_id AND shop.id = own.shop_id
      WHERE own.shop_id = ${shopId} AND own.state IN ('planned', 'sent') ORDER BY own.is_on, own.listing_id LIMIT ${sql.lit(limit)}`.execute(
      tx,
    );
    return rows;
  });

async function tell(call: Call): Promise<void> {
  const { services, context, publishing, access } = call;
  const open = await openWishes(call, publishing.rowsMax + 1);
  const isOn = open[0]?.isOn ?? false;
  const wishes = open.slice(0, publishing.rowsMax).filter((wish) => wish.isOn === isOn);
  const isMore = open.length > wishes.length;
  // A paper may have ended since the person asked.
  const held = isOn
    ? await services.database.withMerchant(context.merchantId, (tx) => refusedByGate(tx, wishes, context.now()))
    : new Set<string>();
  const sent = wishes.filter(({ id }) => !held.has(id));
  await context.commit(
    (tx) =>
      tx
        .updateTable('listing_switch')
        .set({ state: 'sent' })
        .where('state', '=', 'planned')
        .where('listing_id', 'in', [call.shopId, ...sent.map(({ id }) => id)])
        .execute(),
    { finish: false },
  );
  const ids = sent.map(({ channelProductId }) => channelProductId);
  const results = await (isOn ? publishing.activate(access, ids) : publishing.deactivate(access, ids)).catch((error: unknown) =>
    resultsOf(error, ids),
  );
  if (!results) return context.commit(async () => undefined, { reschedule: { dueAt: context.now() + AGAIN_AFTER_MS } });
  const told = wishes.flatMap((wish): Told[] => {
    if (held.has(wish.id)) return [{ wish, code: GATE, message: null }];
    const result = results.find(({ channelProductId }) => channelProductId === wish.channelProductId);
    if (!result) return [];
    return [result.outcome === 'ok' ? { wish, code: null, message: null } : { wish, code: result.code, message: result.message }];
  });
  await answer(call, { told, isMore: isMore || told.length < wishes.length });
}

/** Null: it is not known what became of them. */
function resultsOf(error: unknown, ids: readonly string[]): ChannelListingResult[] | null {
  if (!(error instanceof ChannelFailure)) throw error;
  if (error.kind === 'unknown-outcome') return null;
  if (error.kind !== 'rejected') throw error;
  const refused = { outcome: 'refused' as const, code: error.channelCode ?? 'rejected', message: error.message };
  return ids.map((channelProductId) => ({ channelProductId, ...refused }));
}

/** A wish that was changed meanwhile is not the one that was answered: it stays open. */
async function answer({ services, context, shopId }: Run, { told, isMore }: { told: readonly Told[]; isMore: boolean }): Promise<void> {
  const { source } = unnestRows(told, {
    id: ['uuid', ({ wish }) => wish.id],
    asked_at: ['timestamptz', ({ wish }) => wish.askedAt],
    is_on: ['text', ({ wish }) => String(wish.isOn)],
    code: ['text', ({ code }) => code],
    message: ['text', ({ message }) => message],
  });
  await context.commit(
    async (tx) => {
      const { rows } = await sql<{ listing_id: string; state: string }>`
        UPDATE listing_switch AS own SET state = CASE WHEN told.code IS NULL THEN 'done' ELSE 'refused' END, code = told.code, message = told.message
        FROM (SELECT * FROM ${source}) AS told
        WHERE own.listing_id = told.id AND own.asked_at = told.asked_at AND own.is_on = told.is_on::boolean RETURNING own.listing_id, own.state`.execute(
        tx,
      );
      const done = rows.filter(({ state }) => state === 'done').map(({ listing_id }) => listing_id);
      await showSwitched(tx, { listingIds: done, merchantId: context.merchantId, now: context.now() });
      await services.hints.publish(tx, context.merchantId, [
        { type: 'listing.changed', ids: done.slice(0, 50), shopId },
        { type: 'publication.changed', ids: [], shopId },
      ]);
    },
    isMore ? { reschedule: { dueAt: context.now() } } : {},
  );
}

/** The publication of a listing says so at once. One that was put on may be examined first: it is followed as one that was sent. */
async function showSwitched(tx: TenantTx, { listingIds, merchantId, now }: Shown): Promise<void> {
  const { rows } = await sql<{ publicationId: string; shopId: string; state: string }>`
    UPDATE publication AS own SET state = CASE WHEN wish.is_on THEN 'under-review' ELSE 'off' END, updated_at = ${new Date(now)}::timestamptz
    FROM listing JOIN listing_switch AS wish ON wish.merchant_id = listing.merchant_id AND wish.listing_id = listing.id
    WHERE listing.id = ANY (${listingIds}::uuid[]) AND own.shop_id = listing.shop_id AND own.channel_product_id = listing.channel_product_id
      AND own.state IN ('live', 'off') RETURNING own.id AS "publicationId", own.shop_id AS "shopId", own.state`.execute(tx);
  const examined = rows.filter(({ state }) => state === 'under-review');
  const jobs = examined.map(({ publicationId, shopId }) => followPublicationJob({ publicationId, shopId }, now));
  await enqueue(tx, { merchantId, jobs, now });
}
type Shown = { listingIds: readonly string[]; merchantId: string; now: number };
