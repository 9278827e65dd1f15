/**
 * Asks carriers, through the platform, where the parcels of a shop are: those that are due, one question an order. The desk hears of a
 * parcel of which nothing is heard, once, and again when it moves or arrives.
 */
import { ChannelFailure, type ChannelFulfilment, type ShopAccess } from '@tradewind/channels';
import { type ParcelTrouble, watchParcel } from '@tradewind/rules/parcel-watch';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { type AskedParcel, keepTracking } from '../commands/keep-tracking.ts';
import { consents } from '../shipping-call.ts';
import { followParcelsKind } from '../tracking-jobs.ts';

const payload = z.strictObject({ shopId: z.uuid() });
const EVERY_MS = 60_000;
/** Nobody waits for it: what people and sweeps ask of the platform goes first. */
const ORDERS_A_RUN = 10;
const BREATH_MS = 2_000;

export type FollowedParcel = { orderId: string; was: ParcelTrouble | null; is: ParcelTrouble | null; lastWords: string };
/** The order desk, which stands above. */
export type FollowParcels = (
  tx: TenantTx,
  act: { services: Services; merchantId: string; now: number },
  parcels: readonly FollowedParcel[],
) => Promise<void>;

export function followParcelsJobHandler(services: Services, follow: FollowParcels): JobHandler<z.output<typeof payload>> {
  return {
    kind: followParcelsKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const shop = { merchantId: context.merchantId, shopId: jobs[0]?.payload.shopId ?? '' };
      try {
        await withShopAccess(services, shop, async (_facts, { fulfilment }, access) => {
          const due = fulfilment
            ? await services.database.withMerchant(shop.merchantId, (tx) => dueOrders(tx, { ...shop, fulfilment, now: context.now() }))
            : [];
          const { asked, failure } = fulfilment ? await ask({ fulfilment, access, context }, due) : { asked: [], failure: null };
          // Told to slow down after some answers: that is progress, not a failed run.
          const pause = failure && asked.length > 0 ? failure.retryAfterMs : null;
          const dueAt = context.now() + (pause ?? (due.length === ORDERS_A_RUN ? BREATH_MS : EVERY_MS));
          const isFailed = failure !== null && pause === null;
          await context.commit(
            (tx) => keep(tx, { services, context, shop, follow }, asked),
            isFailed ? { finish: false } : { reschedule: { dueAt } },
          );
          if (isFailed) throw failure;
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await context.commit(async () => undefined);
      }
    },
  };
}

type Due = { orderId: string; channelOrderId: string; submittedAt: Date; trouble: ParcelTrouble | null; isDone: boolean };
type Followed = { order: Due; told: AskedParcel };

/** A parcel whose order has not arrived yet waits for it. */
async function dueOrders(
  tx: TenantTx,
  { shopId, fulfilment, now }: { shopId: string; fulfilment: ChannelFulfilment; now: number },
): Promise<Due[]> {
  if (!(await consents(tx, shopId, fulfilment))) return [];
  return tx
    .selectFrom('parcel_tracking as t')
    .innerJoin('orders as o', (on) => on.onRef('o.shop_id', '=', 't.shop_id').onRef('o.channel_order_id', '=', 't.channel_order_id'))
    .select(({ eb, or }) => [
      'o.id as orderId',
      't.channel_order_id as channelOrderId',
      't.submitted_at as submittedAt',
      't.trouble',
      or([eb('o.delivered_at', 'is not', null), eb('o.cancelled_at', 'is not', null)]).as('isDone'),
    ])
    .where('t.shop_id', '=', shopId)
    .where('t.ask_at', '<=', new Date(now))
    .orderBy('t.ask_at')
    .limit(ORDERS_A_RUN)
    .$narrowType<{ isDone: boolean }>()
    .execute();
}

/** What was told counts even where the platform then stops answering. */
async function ask(
  { fulfilment, access, context }: { fulfilment: ChannelFulfilment; access: ShopAccess; context: JobContext },
  due: readonly Due[],
): Promise<{ asked: Followed[]; failure: ChannelFailure | null }> {
  const asked: Followed[] = [];
  for (const order of due) {
    try {
      const events = await fulfilment.tracking(access, order.channelOrderId);
      const { trouble, askAt } = watchParcel({
        submittedAt: order.submittedAt.getTime(),
        events: events.map(({ at }) => at),
        isDone: order.isDone,
        asOf: context.now(),
      });
      asked.push({ order, told: { channelOrderId: order.channelOrderId, events, trouble, askAt } });
    } catch (error) {
      if (!(error instanceof ChannelFailure)) throw error;
      // The platform knows of no such parcel, and will not.
      if (error.kind !== 'rejected') return { asked, failure: error };
      asked.push({ order, told: { channelOrderId: order.channelOrderId, events: [], trouble: order.trouble, askAt: null } });
    }
  }
  return { asked, failure: null };
}

type Keeping = { services: Services; context: JobContext; shop: { merchantId: string; shopId: string }; follow: FollowParcels };

async function keep(tx: TenantTx, { services, context, shop, follow }: Keeping, asked: readonly Followed[]): Promise<void> {
  const now = context.now();
  await keepTracking(
    tx,
    { ...shop, now },
    asked.map(({ told }) => told),
  );
  const moved = asked.filter(({ order, told }) => order.trouble !== told.trouble);
  await follow(
    tx,
    { services, merchantId: shop.merchantId, now },
    moved.map(({ order, told }) => ({
      orderId: order.orderId,
      was: order.trouble,
      is: told.trouble,
      lastWords: told.events[0]?.description ?? '',
    })),
  );
}
