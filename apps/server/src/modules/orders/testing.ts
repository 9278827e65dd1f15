/** Builders of what a channel says about orders and refunds, and the one call that takes it in. */
import type { ChannelAfterSale, ChannelOrder, ChannelOrderLine } from '@tradewind/channels';
import { sql } from 'kysely';
import { guardsWithout } from '../../platform/guards.ts';
import type { Services } from '../../platform/services.ts';
import { applyAfterSales } from './commands/apply-after-sales.ts';
import { applyOrders } from './commands/apply-orders.ts';

type Shop = { merchantId: string; shopId: string; timeZone: string };

let made = 0;
export const CREATED_AT = Date.UTC(2026, 10, 20, 9, 15);

export function buildLine(facts: Partial<ChannelOrderLine> = {}): ChannelOrderLine {
  return {
    channelLineIds: ['1'],
    channelSkuId: '1730000000000000001',
    channelProductId: '1720000000000000001',
    sellerSku: 'MUG-BLUE-1',
    productName: 'Mug',
    variantName: 'Blue',
    imageUrl: null,
    quantity: 1,
    originalPrice: 1200,
    salePrice: 1000,
    platformDiscount: 0,
    sellerDiscount: 200,
    ...facts,
  };
}

/** A paid order that waits for shipment, unless told otherwise. */
export function buildOrder(facts: Partial<Omit<ChannelOrder, 'buyer'>> & { buyer?: Partial<ChannelOrder['buyer']> } = {}): ChannelOrder {
  made += 1;
  const createdAt = facts.createdAt ?? CREATED_AT;
  const { buyer, ...rest } = facts;
  return {
    channelOrderId: `57600000000000${String(made).padStart(5, '0')}`,
    status: 'awaiting-shipment',
    currency: 'GBP',
    createdAt,
    paidAt: createdAt + 60_000,
    updatedAt: createdAt + 60_000,
    payBy: null,
    shipBy: null,
    dispatchedAt: null,
    deliveredAt: null,
    cancelledAt: null,
    cancelReason: null,
    cancelledBy: null,
    lines: [buildLine()],
    shipping: 0,
    tax: 0,
    total: 1000,
    paymentMethod: 'Card',
    fulfilment: 'platform',
    channelWarehouseId: null,
    channelPackageIds: [],
    buyerMessage: '',
    ...rest,
    buyer: { channelBuyerId: '7494', name: '', phone: '', email: '', address: '', region: 'GB', state: '', postcode: '', ...buyer },
  };
}

export function buildAfterSale(facts: Partial<ChannelAfterSale> = {}): ChannelAfterSale {
  made += 1;
  return {
    channelAfterSaleId: `40350000000000${String(made).padStart(5, '0')}`,
    channelOrderId: '576000',
    kind: 'return',
    status: 'completed',
    reason: 'Too small',
    cause: 'size',
    resolvedAt: CREATED_AT + 86_400_000,
    refundAmount: 1000,
    currency: 'GBP',
    createdAt: CREATED_AT,
    updatedAt: CREATED_AT + 86_400_000,
    refundedAt: CREATED_AT + 86_400_000,
    standing: {
      reasonCode: 'ecom_order_delivered_return_reason_too_small',
      openedBy: 'buyer',
      channelLineIds: [],
      respondBy: null,
      dispute: null,
      offer: null,
      sentBack: null,
    },
    ...facts,
  };
}

/** Takes orders in as a sweep would, in a transaction of its own. */
export const takeIn = (services: Services, shop: Shop, orders: ChannelOrder[]): Promise<{ changed: number }> =>
  takeInAs(services, shop, { orders });

type Arrival = { orders: ChannelOrder[]; source?: 'webhook' | 'sweep'; versionCheck?: boolean };

export async function takeInAs(services: Services, shop: Shop, arrival: Arrival): Promise<{ changed: number }> {
  const secrets = await services.secrets.forMerchant(shop.merchantId);
  const { orders, source = 'sweep', versionCheck = true } = arrival;
  const guarded = versionCheck ? services : { ...services, guards: guardsWithout('no-version-check') };
  const input = { services: guarded, shop, orders, source, now: services.clock.now(), secrets };
  return services.database.withMerchant(shop.merchantId, (tx) => applyOrders(tx, input));
}

export function takeInAfterSales(services: Services, shop: Shop, items: ChannelAfterSale[]): Promise<{ changed: number }> {
  return services.database.withMerchant(shop.merchantId, (tx) => applyAfterSales(tx, { services, shop, items }));
}

export type Slot = { slot: string; currency: string; gmv: number; orders: number; units: number; refunds: number };
type Rollups = { hours: Slot[]; days: Slot[] };

/**
 * Roll-ups of a shop as they are kept, and as they come out when counted again from lines and refunds. The days of the recount are
 * PostgreSQL's, not ours, so that a mistake of our calendar shows.
 */
export function rollupsOf(services: Services, { merchantId, shopId, timeZone }: Shop): Promise<{ kept: Rollups; counted: Rollups }> {
  const amounts = sql`sum(gmv)::bigint AS gmv, sum(orders)::int AS orders, sum(units)::int AS units, sum(refunds)::bigint AS refunds`;
  const rows = sql`(
    SELECT o.paid_at AS at, o.currency, sum(line.quantity * (line.sale_price_minor + line.platform_discount_minor)) AS gmv,
           1 AS orders, sum(line.quantity) AS units, 0 AS refunds
      FROM orders o JOIN order_line line ON line.order_id = o.id WHERE o.shop_id = ${shopId} AND o.paid_at IS NOT NULL GROUP BY o.id, o.paid_at, o.currency
    UNION ALL SELECT refunded_at, currency, 0, 0, 0, refund_minor FROM after_sale WHERE shop_id = ${shopId} AND refunded_at IS NOT NULL) AS given`;
  const nonzero = sql`gmv_minor <> 0 OR orders <> 0 OR units <> 0 OR refunds_minor <> 0`;
  return services.database.withMerchant(merchantId, async (tx) => {
    const kept = async (table: string, column: string) =>
      (
        await sql<Slot>`SELECT ${sql.ref(column)}::text AS slot, currency, gmv_minor AS gmv, orders, units, refunds_minor AS refunds
          FROM ${sql.table(table)} WHERE shop_id = ${shopId} AND (${nonzero}) ORDER BY slot, currency`.execute(tx)
      ).rows;
    const counted = async (unit: string, zone: string) =>
      (
        await sql<Slot>`SELECT date_trunc(${unit}, at AT TIME ZONE ${zone}) AT TIME ZONE 'UTC' AS truncated, currency, ${amounts},
          CASE WHEN ${unit} = 'day' THEN to_char(date_trunc(${unit}, at AT TIME ZONE ${zone}), 'YYYY-MM-DD') ELSE (date_trunc(${unit}, at))::text END AS slot
          FROM ${rows} GROUP BY truncated, slot, currency ORDER BY slot, currency`.execute(tx)
      ).rows.map(({ slot, currency, gmv, orders, units, refunds }) => ({ slot, currency, gmv, orders, units, refunds }));
    return {
      kept: { hours: await kept('rollup_hour', 'hour_at'), days: await kept('rollup_day', 'on_day') },
      counted: { hours: await counted('hour', 'UTC'), days: await counted('day', timeZone) },
    };
  });
}
