/**
 * Ships what is planned in a shop, as many packages a call as the platform takes, each at most once:
 *
 *   planned → sent      committed before the call, so that whoever finds `sent` knows that the call may have been made
 *   shipped, rejected   as the platform says of each row
 *   answer lost         unknown; half a minute later the package itself is read. It has left: shipped. It has not: planned again
 *   process died        `sent` stays, and is looked for in the same way
 *   never left          planned again (quota, a token that ended, a busy platform); the queue comes back
 *
 * Just before the call the orders are looked at once more: one may have been cancelled, or held, since a person asked.
 */
import { ChannelFailure, type ChannelFulfilment, type Shipment } from '@tradewind/channels';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { moveShipments, type ShipmentMove } from '../commands/move-shipments.ts';
import { type OpenShipment, openShipments } from '../queries/open-shipments.ts';
import { ordersToShip } from '../queries/parcel-facts.ts';
import { shipPackagesKind } from '../shipment-jobs.ts';
import { consents, type Outcome, type ShippingCall, type ShippingDesk } from '../shipping-call.ts';
import { lookFor } from './look-for-parcels.ts';
import { makeAndShip } from './make-packages.ts';

const payload = z.strictObject({ shopId: z.uuid() });
/** What a platform takes in may show a moment later. */
const LOOK_AFTER_MS = 30_000;

export function shipPackagesJobHandler(services: Services, desk: ShippingDesk): JobHandler<z.output<typeof payload>> {
  return {
    kind: shipPackagesKind,
    payload,
    batchMax: 1,
    maxAttempts: 1_000,
    async run(jobs, context) {
      const shopId = jobs[0]?.payload.shopId ?? '';
      const { merchantId } = context;
      const run = { services, context, desk, shopId };
      try {
        await withShopAccess(services, { merchantId, shopId }, async ({ market }, channel, access) => {
          const { fulfilment } = channel;
          const mayCall = fulfilment && (await services.database.withMerchant(merchantId, (tx) => consents(tx, shopId, fulfilment)));
          if (!mayCall) return refuseAll(run, 'no-consent');
          await shipSome({ ...run, channel, fulfilment, access, market });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await refuseAll(run, 'shop-not-active');
      }
    },
  };
}

type DeskCall = ShippingCall & { desk: ShippingDesk };
type Run = Pick<DeskCall, 'services' | 'context' | 'desk' | 'shopId'>;

/** What may have been sent stays to be looked for when the shop can be asked again. */
async function refuseAll(run: Run, code: string): Promise<void> {
  await run.context.commit(async (tx) => {
    const open = await openShipments(tx, { shopId: run.shopId, limit: 5_000 });
    const sent = open.filter(({ state }) => state === 'planned');
    await keepTold(tx, run, { sent, made: sent.map(({ id }): ShipmentMove => ({ id, state: 'rejected', code })) });
  });
}

async function shipSome(call: DeskCall): Promise<void> {
  const { services, context, fulfilment, shopId } = call;
  const { merchantId } = context;
  const open = await services.database.withMerchant(merchantId, (tx) => openShipments(tx, { shopId, limit: fulfilment.rowsMax }));
  const [first] = open;
  if (!first) return;
  const isAsked = first.sentAt !== null;
  const due = first.sentAt === null ? 0 : first.sentAt.getTime() + LOOK_AFTER_MS;
  const guard = services.guards.lookBeforeSending;
  if (isAsked && guard && due > context.now()) return again(context, due);
  if (isAsked) await look(call, open);
  else await send(call, open);
  await again(context, context.now());
}

/** The job ends for good only when it finds nothing open. */
const again = (context: JobContext, dueAt: number): Promise<void> => context.commit(async () => undefined, { reschedule: { dueAt } });

/** Of one age: those begun together are looked for together. */
async function look(call: DeskCall, open: readonly OpenShipment[]): Promise<void> {
  const { services, context } = call;
  const begun = open.filter(({ sentAt }) => sentAt !== null && sentAt.getTime() + LOOK_AFTER_MS <= context.now());
  const { made, failure } = services.guards.lookBeforeSending
    ? await lookFor(call, begun)
    : { made: open.filter(({ sentAt }) => sentAt !== null).map(({ id }): ShipmentMove => ({ id, state: 'planned' })), failure: null };
  await context.commit((tx) => keepTold(tx, call, { sent: begun, made }), { finish: false });
  if (failure) throw failure;
}

async function send(call: DeskCall, planned: readonly OpenShipment[]): Promise<void> {
  const { services, context, fulfilment, access, shopId, market } = call;
  const { merchantId } = context;
  const { holdsOf } = call.desk;
  const isMade = fulfilment.packageExists(market);
  const sentAt = new Date(context.now());
  const chosen = isMade ? planned : planned.slice(0, 1);
  const mayGo = await context.commit(
    async (tx) => {
      const orders = await ordersToShip(tx, { orderIds: chosen.map(({ orderId }) => orderId), shopIds: [shopId], holdsOf });
      const moves = chosen.map((one): ShipmentMove => {
        const order = orders.get(one.orderId);
        const code =
          !order || order.status === 'cancelled'
            ? 'order-cancelled'
            : order.isCancellationAsked
              ? 'cancellation-asked'
              : order.hold === null
                ? null
                : 'held-by-us';
        if (code) return { id: one.id, state: 'kept-back', code };
        return { id: one.id, state: services.guards.sentBeforeDone ? 'sent' : 'shipped', sentAt };
      });
      const moved = await moveShipments(tx, services, { merchantId, now: context.now(), moves });
      return chosen.filter(({ id }) => moved.has(id) && moves.some((move) => move.id === id && move.state !== 'kept-back'));
    },
    { finish: false },
  );
  if (mayGo.length === 0) return;
  const moves = await (isMade
    ? fulfilment.ship(access, mayGo.map(wireOf)).then((results) => told(mayGo, results))
    : makeAndShip(call, mayGo)
  ).catch((error: unknown) => failed(error, mayGo));
  const made = services.guards.sentBeforeDone ? moves.made : [];
  await context.commit((tx) => keepTold(tx, call, { sent: mayGo, made }), { finish: false });
  if (moves.failure) throw moves.failure;
}

/** The desk hears of what was settled with the shipments, in one transaction. */
async function keepTold(tx: TenantTx, call: Run, { sent, made }: { sent: readonly OpenShipment[]; made: ShipmentMove[] }) {
  const { services, context, desk } = call;
  const { merchantId } = context;
  const now = context.now();
  const moved = await moveShipments(tx, services, { merchantId, now, moves: made });
  const orderOf = new Map(sent.map(({ id, orderId }) => [id, orderId]));
  const parcels = made.flatMap(({ id, state, code, message }) => {
    const orderId = orderOf.get(id);
    if (!moved.has(id) || orderId === undefined || (state !== 'shipped' && state !== 'rejected')) return [];
    return [{ orderId, state, reason: message ?? code ?? '' }];
  });
  await desk.followShipments(tx, { services, merchantId, now }, parcels);
}

function told(sent: readonly OpenShipment[], results: Awaited<ReturnType<ChannelFulfilment['ship']>>): Outcome {
  const byPackage = new Map(results.map((result) => [result.channelPackageId, result]));
  const made = sent.map(({ id, channelPackageId }): ShipmentMove => {
    const result = byPackage.get(channelPackageId ?? '');
    // The platform said nothing of it: it is looked for.
    if (!result) return { id, state: 'unknown' };
    return result.outcome === 'ok' ? { id, state: 'shipped' } : { id, state: 'rejected', code: result.code, message: result.message };
  });
  return { made, failure: null };
}

function failed(error: unknown, sent: readonly OpenShipment[]): Outcome {
  if (!(error instanceof ChannelFailure)) throw error;
  if (error.kind === 'unknown-outcome') return { made: sent.map(({ id }) => ({ id, state: 'unknown' })), failure: null };
  if (error.kind !== 'rejected') return { made: sent.map(({ id }) => ({ id, state: 'planned' })), failure: error };
  const why = { code: error.channelCode ?? 'rejected', message: error.message };
  return { made: sent.map(({ id }) => ({ id, state: 'rejected', ...why })), failure: null };
}

function wireOf({ channelPackageId, path, handover, channelCarrierId, trackingNumber }: OpenShipment): Shipment {
  const named = { channelPackageId: channelPackageId ?? '' };
  if (path === 'seller') return { ...named, path, channelCarrierId: channelCarrierId ?? '', trackingNumber: trackingNumber ?? '' };
  return { ...named, path, handover: handover ?? { method: 'drop-off' } };
}
