/** How one order may leave, asked of the platform now: nothing of it is kept. */
import { type Channel, ChannelFailure, type ChannelFulfilment, type ShopAccess } from '@tradewind/channels';
import type { AnswerOf, Routes } from '@tradewind/contract';
import { proposeSplit, type SplitWish } from '@tradewind/rules/review-rules';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller, Refusal } from '../../../platform/http/handler.ts';
import { isRefusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { ShopNotActive, shopsInScope, withShopAccess } from '../../accounts/index.ts';
import { consents } from '../shipping-call.ts';

/** A parcel may have left since we heard of it last: then there is nothing to choose, and nothing is wrong. */
const noneIfRefused =
  <T>(none: T) =>
  (error: unknown): T => {
    if (error instanceof ChannelFailure && error.kind === 'rejected') return none;
    throw error;
  };

type Input = { caller: Caller; params: { orderId: string } };
type Choices = AnswerOf<Routes['shipping-choices.get']>;

type Asked = {
  shopId: string;
  channelOrderId: string;
  path: 'platform' | 'seller';
  packages: string[];
  lines: { channelLineIds: string[]; sellerSku: string; productName: string }[];
};

const iso = (at: number): string => new Date(at).toISOString();

/** What rules wish for the shipping of orders: whoever knows is handed in. */
export type WishesOf = (
  tx: TenantTx,
  orderIds: readonly string[],
) => Promise<
  ReadonlyMap<string, { service: { wish: string; ruleName: string } | null; split: { wish: SplitWish; ruleName: string } | null }>
>;
type Wishes = Awaited<ReturnType<WishesOf>> extends ReadonlyMap<string, infer W> ? W : never;

/** The service that a rule names, by its id or by words of its name, among those that may be bought now; the split as parcels of units. */
function wishedOf(wishes: Wishes | undefined, { services, lines }: Pick<Choices, 'services' | 'lines'>): Choices['wished'] {
  const { service = null, split = null } = wishes ?? {};
  const words = service?.wish.toLowerCase() ?? '';
  const found = services.find(
    ({ channelServiceId, carrier, name }) => channelServiceId === service?.wish || `${carrier} ${name}`.toLowerCase().includes(words),
  );
  const units = lines.map(({ channelLineIds }) => channelLineIds.length);
  return {
    service: service && { words: service.wish, ruleName: service.ruleName, channelServiceId: found?.channelServiceId ?? null },
    split: split && { parcels: proposeSplit(units, split.wish), ruleName: split.ruleName },
  };
}

export async function shippingChoices(services: Services, input: Input, wishesOf: WishesOf): Promise<Choices | Refusal> {
  const wishes = await services.database.withMerchant(input.caller.merchantId, (tx) => wishesOf(tx, [input.params.orderId]));
  return asking(services, input, async (order, { market }, { channel, fulfilment, access }) => {
    const isPackageMade = fulfilment.packageExists(market);
    const { path, packages, lines, channelOrderId } = order;
    const [first] = packages;
    const units = { channelOrderId, channelLineIds: null, package: null };
    const [attributes] = isPackageMade && first ? await fulfilment.splitAttributes(access, [channelOrderId]).catch(noneIfRefused([])) : [];
    const choice = path === 'platform' && first ? await fulfilment.handoverChoice(access, first).catch(noneIfRefused(null)) : null;
    const offered =
      path === 'platform' && !isPackageMade
        ? (await fulfilment.services(access, units).catch(noneIfRefused([]))).map(({ channelCarrierId: _, ...service }) => service)
        : [];
    return {
      path,
      isPackageMade,
      channelPackageIds: packages,
      lines,
      carriers: path === 'seller' ? await carriersOf(channel, fulfilment, { access, channelOrderId }) : [],
      handover: choice && { ...choice, slots: choice.slots.map((slot) => ({ ...slot, from: iso(slot.from), until: iso(slot.until) })) },
      services: offered,
      wished: wishedOf(wishes.get(input.params.orderId), { services: offered, lines }),
      splitting: attributes
        ? { canSplit: attributes.canSplit, mustSplit: attributes.mustSplit, reason: attributes.reason }
        : { canSplit: !isPackageMade && lines.flatMap(({ channelLineIds }) => channelLineIds).length > 1, mustSplit: false, reason: '' },
    };
  });
}

export async function orderTracking(services: Services, input: Input): Promise<AnswerOf<Routes['order-tracking.get']> | Refusal> {
  const view = (events: readonly { at: number; description: string }[]) =>
    events.map(({ at, description }) => ({ at: iso(at), description }));
  const answer = await asking(services, input, async ({ channelOrderId }, _shop, { fulfilment, access }) => ({
    items: view(await fulfilment.tracking(access, channelOrderId)),
    keptSince: null,
  }));
  if (!isRefusal(answer) || answer.refused === 'not-found') return answer;
  const kept = await services.database.withMerchant(input.caller.merchantId, (tx) =>
    tx
      .selectFrom('parcel_tracking as t')
      .innerJoin('orders as o', (on) => on.onRef('o.shop_id', '=', 't.shop_id').onRef('o.channel_order_id', '=', 't.channel_order_id'))
      .select(['t.events', 't.asked_at'])
      .where('o.id', '=', input.params.orderId)
      .executeTakeFirst(),
  );
  return kept?.asked_at ? { items: view(kept.events), keptSince: kept.asked_at.toISOString() } : answer;
}

/** The order says where it is sent from; where it does not, the shop's own warehouse that sells. */
async function carriersOf(
  channel: Channel,
  fulfilment: ChannelFulfilment,
  { access, channelOrderId }: { access: ShopAccess; channelOrderId: string },
): Promise<Choices['carriers']> {
  const [order] = await channel.orders(access, [channelOrderId]);
  const named = order?.channelWarehouseId ?? null;
  const warehouseId = named ?? (await channel.stock?.warehouses(access))?.find(({ purpose }) => purpose === 'sales')?.channelWarehouseId;
  return warehouseId === undefined ? [] : fulfilment.carriers(access, warehouseId);
}

type Platform = { channel: Channel; fulfilment: ChannelFulfilment; access: ShopAccess };

async function asking<T>(
  services: Services,
  { caller, params }: Input,
  ask: (order: Asked, shop: { market: string }, platform: Platform) => Promise<T>,
): Promise<T | Refusal> {
  const { merchantId } = caller;
  const found = await services.database.withMerchant(merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    const order = await tx
      .selectFrom('orders')
      .select(['id', 'shop_id as shopId', 'channel_order_id as channelOrderId', 'fulfilment as path'])
      .where('id', '=', params.orderId)
      .where('shop_id', 'in', [...shopIds, merchantId])
      .executeTakeFirst();
    if (!order) return undefined;
    const lines = await tx
      .selectFrom('order_line')
      .select(['channel_line_ids as channelLineIds', 'seller_sku as sellerSku', 'product_name as productName'])
      .where('order_id', '=', order.id)
      .orderBy('line_no')
      .execute();
    const packages = await tx
      .selectFrom('package_order')
      .innerJoin('package', 'package.id', 'package_order.package_id')
      .select('package.channel_package_id as id')
      .where('package_order.shop_id', '=', order.shopId)
      .where('package_order.channel_order_id', '=', order.channelOrderId)
      .where('package.status', '=', 'processing')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('shipment')
              .select('shipment.id')
              .whereRef('shipment.shop_id', '=', 'package.shop_id')
              .whereRef('shipment.channel_package_id', '=', 'package.channel_package_id')
              .where('shipment.state', '=', 'shipped'),
          ),
        ),
      )
      .orderBy('package.channel_package_id')
      .execute();
    return { ...order, lines, packages: packages.map(({ id }) => id) };
  });
  if (!found) return refuse('not-found');
  const { shopId } = found;
  try {
    return await withShopAccess<T | Refusal>(services, { merchantId, shopId }, async (shop, channel, access) => {
      const { fulfilment } = channel;
      const mayCall = fulfilment && (await services.database.withMerchant(merchantId, (tx) => consents(tx, shopId, fulfilment)));
      return mayCall ? ask(found, shop, { channel, fulfilment, access }) : refuse('shop-not-available');
    });
  } catch (error) {
    if (error instanceof ShopNotActive) return refuse('shop-not-available');
    if (error instanceof ChannelFailure) return refuse('channel-unreachable', error.message);
    throw error;
  }
}
