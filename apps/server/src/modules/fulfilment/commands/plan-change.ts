import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { readTrackingNumber } from '@tradewind/rules/tracking-number';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, isRefusal, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { changeViews } from '../queries/package-changes.ts';
import { type HoldsOf, type OrderToShip, ordersToShip, usedNumbers } from '../queries/parcel-facts.ts';
import { changePackageJob } from '../shipment-jobs.ts';
import type { PackageWish } from '../tables.ts';
import { packageExists } from './judge-parcels.ts';

type Body = ParsedOf<Routes['package-changes.create']>['body']['change'];
type Input = { caller: Caller; requestId: string; body: { change: Body }; holdsOf: HoldsOf };

/** What is wrong is told before the platform is asked; what only the platform knows (whose buyer, whose address), it says itself. */
export async function planPackageChange(services: Services, input: Input): Promise<AnswerOf<Routes['package-changes.create']> | Refusal> {
  const { caller, requestId, holdsOf } = input;
  const body = input.body.change;
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    const wanted = 'orderIds' in body ? [...new Set(body.orderIds)] : [body.orderId];
    const found = await ordersToShip(tx, { orderIds: wanted, shopIds, holdsOf });
    const orders = wanted.flatMap((id) => found.get(id) ?? []);
    const [first] = orders;
    if (!first || orders.length < wanted.length) return refuse('not-found');
    if (orders.some(({ shopId }) => shopId !== first.shopId))
      return invalid('/change/orderIds', 'several-shops', 'these orders are of several shops');
    const wish = await wishOf(tx, services, { body, orders, first });
    if (isRefusal(wish)) return wish;
    const id = services.newId();
    const at = new Date(now);
    const channelOrderIds = orders.map(({ channelOrderId }) => channelOrderId);
    await tx
      .insertInto('package_change')
      .values({
        ...{
          merchant_id: merchantId,
          id,
          shop_id: first.shopId,
          kind: body.kind,
          channel_order_ids: channelOrderIds,
          wish: JSON.stringify(wish),
        },
        ...{ state: 'planned', code: null, message: null, sent_at: null, asked_by: caller.name, created_at: at, updated_at: at },
      })
      .execute();
    const act = { objectKind: 'package-change', objectId: id, action: `packages.${body.kind}`, id: services.newId(), at: now };
    await audit(tx, { ...act, caller, requestId, facts: { channelOrderIds } });
    await services.hints.publish(tx, merchantId, [{ type: 'shipment.changed', ids: [], shopId: first.shopId }]);
    await enqueue(tx, { merchantId, jobs: [changePackageJob({ shopId: first.shopId, changeId: id }, now)], now });
    const [view] = await changeViews(tx, { caller, ids: [id] });
    return view ?? refuse('not-found');
  });
}

const invalid = (path: string, code: string, message: string): Refusal => ({
  refused: 'invalid-input',
  errors: [{ path, code, message }],
});

type Of = { body: Body; orders: readonly OrderToShip[]; first: OrderToShip };

async function wishOf(tx: TenantTx, services: Services, { body, orders, first }: Of): Promise<PackageWish | Refusal> {
  if (body.kind === 'renumber') return renumbering(tx, body);
  if (!packageExists(services, first))
    return invalid(
      '/change/kind',
      'made-when-shipped',
      'in this market a package is made when it leaves: ship a part of the order instead',
    );
  const shipped = orders.find(({ status }) => status !== 'awaiting-shipment' && status !== 'partially-shipped' && status !== 'on-hold');
  if (shipped) return invalid('/change/orderIds', 'order-left', `the order ${shipped.channelOrderId} has left, or is not to leave`);
  if (body.kind === 'split') {
    if (!isPartition(body.groups, first.lineIds))
      return invalid('/change/groups', 'not-a-partition', 'each unit of the order must be in exactly one group');
    return { kind: 'split', channelOrderId: first.channelOrderId, groups: body.groups };
  }
  const channelPackageId = first.openPackages[0];
  if (channelPackageId === undefined)
    return invalid('/change/orderIds', 'package-missing', 'no package of these orders is known that has not left');
  return { kind: body.kind, channelPackageId, channelOrderIds: orders.map(({ channelOrderId }) => channelOrderId) };
}

/** Every unit in exactly one group, and nothing else in any. */
function isPartition(groups: readonly (readonly string[])[], units: readonly string[]): boolean {
  const named = groups.flat();
  const known = new Set(units);
  return named.length === units.length && new Set(named).size === named.length && named.every((id) => known.has(id));
}

async function renumbering(tx: TenantTx, { channelPackageId, own }: Extract<Body, { kind: 'renumber' }>): Promise<PackageWish | Refusal> {
  const { number, isValid } = readTrackingNumber(own.trackingNumber);
  if (!isValid) return invalid('/change/own/trackingNumber', 'number-form', 'no carrier numbers parcels like this');
  if ((await usedNumbers(tx, [number])).has(number))
    return invalid('/change/own/trackingNumber', 'number-used', 'another parcel has had this number');
  return { kind: 'renumber', channelPackageId, channelCarrierId: own.channelCarrierId, trackingNumber: number };
}
