import { z } from 'zod';
import { route } from '../route.ts';
import { idList, instant, market, pageOf, paging, uuid } from '../shapes.ts';
import { shopChip } from './orders.ts';

/** `kept-back`: not sent, for a reason of ours; `rejected`: for one of the platform's; `unknown`: the answer was lost and is being looked for. */
const shipmentState = z.enum(['planned', 'sent', 'unknown', 'shipped', 'rejected', 'kept-back', 'cancelled']);

const shipment = z.strictObject({
  id: uuid,
  runId: uuid,
  order: z.strictObject({ id: uuid, channelOrderId: z.string() }),
  shop: shopChip,
  path: z.enum(['platform', 'seller']),
  /** Null where the package is made when it leaves, until it has. */
  channelPackageId: z.string().nullable(),
  /** The units that leave, by the platform's ids; null: all that have not left. */
  channelLineIds: z.array(z.string()).nullable(),
  trackingNumber: z.string().nullable(),
  state: shipmentState,
  /** Of ours, in words of the page, or the platform's own. */
  code: z.string().nullable(),
  /** The platform's words. */
  message: z.string().nullable(),
  /** What speaks against it without keeping it back: a person has confirmed these. */
  warnings: z.array(z.string()),
  askedBy: z.string(),
  createdAt: instant,
  updatedAt: instant,
});

export const shipmentRun = z.strictObject({
  id: uuid,
  createdBy: z.string(),
  createdAt: instant,
  counts: z.partialRecord(shipmentState, z.int()),
});

const trackingNumber = z.string().trim().min(1).max(50);
/** From and until: instants. Null: the next one that the carrier has. */
const slot = z.strictObject({ from: instant, until: instant });
const handover = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('drop-off') }),
  z.strictObject({ method: z.literal('pick-up'), slot: slot.nullable() }),
]);

const parcel = z.strictObject({
  orderId: uuid,
  /** Where an order has several packages and one of them is meant; where it is left out, all of them. */
  channelPackageId: z.string().max(64).optional(),
  /** Only where the package is made when it leaves: a part of the order. */
  channelLineIds: z.array(z.string().max(64)).min(1).max(500).optional(),
  /** Only of an order that the seller ships. */
  own: z.strictObject({ channelCarrierId: z.string().min(1).max(64), trackingNumber }).optional(),
});

/** `code`: why it would be kept back; null: nothing is against it. */
const verdict = z.strictObject({ orderId: uuid, code: z.string().nullable(), warnings: z.array(z.string()) });

const body = z.strictObject({
  parcels: z.array(parcel).min(1).max(2_000),
  /** Of orders that the platform's carrier takes; left out: the parcel is brought to a drop-off point. */
  handover: handover.optional(),
  /** Where labels are bought: one of `shipping-choices`; left out: the platform's default. */
  channelServiceId: z.string().max(64).optional(),
  /** Parcels that speak for false fulfilment are kept back until a person has seen why. */
  confirmsWarnings: z.boolean().default(false),
});

const group = z.array(z.string().max(64)).min(1).max(500);
const cut = z.discriminatedUnion('kind', [
  /** Every unit of the order in exactly one group; where a seller may split, each group becomes a package. */
  z.strictObject({ kind: z.literal('split'), orderId: uuid, groups: z.array(group).min(2).max(50) }),
  /** Orders of one buyer in one parcel, or the parts of one order together again. */
  z.strictObject({ kind: z.literal('combine'), orderIds: z.array(uuid).min(1).max(50) }),
  /** Each of the orders gets a package of its own again. */
  z.strictObject({ kind: z.literal('uncombine'), orderIds: z.array(uuid).min(1).max(50) }),
  /** Another carrier or number for a parcel that a seller has shipped. */
  z.strictObject({
    kind: z.literal('renumber'),
    orderId: uuid,
    channelPackageId: z.string().max(64),
    own: z.strictObject({ channelCarrierId: z.string().min(1).max(64), trackingNumber }),
  }),
]);

const packageChange = z.strictObject({
  id: uuid,
  kind: z.enum(['split', 'combine', 'uncombine', 'renumber']),
  shop: shopChip,
  channelOrderIds: z.array(z.string()),
  state: z.enum(['planned', 'sent', 'unknown', 'done', 'rejected']),
  code: z.string().nullable(),
  message: z.string().nullable(),
  askedBy: z.string(),
  createdAt: instant,
});

export const shipmentRoutes = {
  'shipment-checks.create': route({
    id: 'shipment-checks.create',
    method: 'post',
    path: '/shipment-checks',
    scope: 'orders:write',
    summary: 'What would keep these parcels back or speak against them if they were shipped now; nothing is sent or kept',
    body,
    answer: z.strictObject({ items: z.array(verdict) }),
  }),
  'shipment-runs.create': route({
    id: 'shipment-runs.create',
    method: 'post',
    path: '/shipment-runs',
    scope: 'orders:write',
    summary: 'Ship these parcels as one task. Each ends shipped, kept back with our reason or rejected with the platform’s',
    idempotent: true,
    status: 202,
    body,
    answer: shipmentRun,
  }),
  'shipment-runs.get': route({
    id: 'shipment-runs.get',
    method: 'get',
    path: '/shipment-runs/{shipmentRunId}',
    scope: 'orders:read',
    summary: 'How far a task of shipping is',
    params: z.strictObject({ shipmentRunId: uuid }),
    answer: shipmentRun,
  }),
  'shipment-runs.cancel': route({
    id: 'shipment-runs.cancel',
    method: 'post',
    path: '/shipment-runs/{shipmentRunId}/cancel',
    scope: 'orders:write',
    summary: 'Send nothing more of this task. What was sent stays sent',
    idempotent: true,
    params: z.strictObject({ shipmentRunId: uuid }),
    answer: shipmentRun,
  }),
  'shipments.list': route({
    id: 'shipments.list',
    method: 'get',
    path: '/shipments',
    scope: 'orders:read',
    summary: 'Parcels that were to leave, newest first, with what became of each',
    query: z.strictObject({
      ...paging,
      runId: uuid.optional(),
      orderId: uuid.optional(),
      shopIds: idList.optional(),
      state: shipmentState.optional(),
    }),
    answer: pageOf(shipment),
  }),
  'shipments.retry': route({
    id: 'shipments.retry',
    method: 'post',
    path: '/shipments/{shipmentId}/retry',
    scope: 'orders:write',
    summary: 'Try a parcel again that was kept back or rejected, as it was wished for',
    idempotent: true,
    status: 202,
    params: z.strictObject({ shipmentId: uuid }),
    answer: shipment,
  }),
  'delivery-days.list': route({
    id: 'delivery-days.list',
    method: 'get',
    path: '/delivery-days',
    scope: 'analytics:read',
    summary: 'How many days parcels were on their way, by market, carrier and path, of orders delivered lately; the slowest path first',
    query: z.strictObject({
      shopIds: idList.optional(),
      market: market.optional(),
      /** Delivered in so many days until now. */
      days: z.coerce
        .number()
        .pipe(z.union([z.literal(30), z.literal(90)]))
        .default(30),
    }),
    answer: z.strictObject({
      since: instant,
      items: z.array(
        z.strictObject({
          market,
          /** Null: no parcel of it named one. */
          carrier: z.string().nullable(),
          path: z.enum(['platform', 'seller']),
          orders: z.int(),
          /** From hand-over to delivery, days with one decimal. */
          medianDays: z.number(),
          p90Days: z.number(),
          /** What is published for this market and path; null: nothing. */
          benchmark: z.strictObject({ days: z.number(), asOf: z.iso.date() }).nullable(),
          /** Of the orders, later than the benchmark; null: there is none. */
          slowerShare: z.number().nullable(),
        }),
      ),
    }),
  }),
  'combine-candidates.list': route({
    id: 'combine-candidates.list',
    method: 'get',
    path: '/orders/{orderId}/combine-candidates',
    scope: 'orders:read',
    summary: 'Other orders of the same buyer in the same shop that wait for shipment; whether they may go together the platform decides',
    params: z.strictObject({ orderId: uuid }),
    answer: z.strictObject({
      /** Whether it is known whose order it is. */
      isBuyerKnown: z.boolean(),
      /** The oldest 50. */
      items: z.array(z.strictObject({ id: uuid, channelOrderId: z.string(), units: z.int(), createdAt: instant })),
    }),
  }),
  'shipping-choices.get': route({
    id: 'shipping-choices.get',
    method: 'get',
    path: '/orders/{orderId}/shipping-choices',
    scope: 'orders:read',
    summary:
      'How an order may leave, as the platform says now: carriers of the seller’s own, hand-over and its slots, services to buy, splitting',
    params: z.strictObject({ orderId: uuid }),
    answer: z.strictObject({
      path: z.enum(['platform', 'seller']),
      isPackageMade: z.boolean(),
      channelPackageIds: z.array(z.string()),
      carriers: z.array(z.strictObject({ channelCarrierId: z.string(), name: z.string() })),
      handover: z
        .strictObject({
          canPickUp: z.boolean(),
          canDropOff: z.boolean(),
          dropOffPage: z.url().nullable(),
          slots: z.array(z.strictObject({ from: instant, until: instant, isOpen: z.boolean() })),
        })
        .nullable(),
      services: z.array(
        z.strictObject({
          channelServiceId: z.string(),
          name: z.string(),
          carrier: z.string(),
          price: z.int(),
          currency: z.string(),
          daysMin: z.int().nullable(),
          daysMax: z.int().nullable(),
          isDefault: z.boolean(),
        }),
      ),
      /** `reason`: the platform's words why not. */
      splitting: z.strictObject({ canSplit: z.boolean(), mustSplit: z.boolean(), reason: z.string() }),
      lines: z.array(z.strictObject({ channelLineIds: z.array(z.string()), sellerSku: z.string(), productName: z.string() })),
      /** What a review rule wishes; a person confirms it by shipping. */
      wished: z.strictObject({
        /** `channelServiceId` null: no service of that name is offered now. */
        service: z.strictObject({ words: z.string(), channelServiceId: z.string().nullable(), ruleName: z.string() }).nullable(),
        /** For each parcel, how many units of each line. */
        split: z.strictObject({ parcels: z.array(z.array(z.int())), ruleName: z.string() }).nullable(),
      }),
    }),
  }),
  'order-tracking.get': route({
    id: 'order-tracking.get',
    method: 'get',
    path: '/orders/{orderId}/tracking',
    scope: 'orders:read',
    summary: 'Where the parcels of an order are, newest first: as the platform says now or, where it does not answer, as it said last',
    params: z.strictObject({ orderId: uuid }),
    answer: z.strictObject({
      items: z.array(z.strictObject({ at: instant, description: z.string() })),
      /** Null: asked just now. */
      keptSince: instant.nullable(),
    }),
  }),
  'package-changes.create': route({
    id: 'package-changes.create',
    method: 'post',
    path: '/package-changes',
    scope: 'orders:write',
    summary:
      'Split an order over packages, put orders of one buyer in one parcel or apart again, or mend the number of a parcel of the seller’s own',
    idempotent: true,
    status: 202,
    body: z.strictObject({ change: cut }),
    answer: packageChange,
  }),
  'package-changes.list': route({
    id: 'package-changes.list',
    method: 'get',
    path: '/package-changes',
    scope: 'orders:read',
    summary: 'Splits, combinations and new numbers that were asked for, newest first',
    query: z.strictObject({ ...paging, orderId: uuid.optional() }),
    answer: pageOf(packageChange),
  }),
} as const;
