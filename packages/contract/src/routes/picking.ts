import { z } from 'zod';
import { route } from '../route.ts';
import { idList, instant, isPreview, market, pageOf, paging, rowError, tableFile, uuid } from '../shapes.ts';
import { shopChip } from './orders.ts';

const sign = z.string().trim().max(40);
const bin = z.strictObject({
  warehouseId: uuid,
  variant: z.strictObject({ id: uuid, sku: z.string(), title: z.string() }),
  zone: z.string(),
  bin: z.string(),
  changedAt: instant,
});

/** All orders hold one unit of one SKU · all their goods lie in one zone · anything. */
const waveKind = z.enum(['single-item', 'by-zone', 'mixed']);
const waveState = z.enum(['open', 'picking', 'done', 'cancelled']);
/** `left`: the wave ended before it was packed. */
const waveOrderState = z.enum(['waiting', 'packing', 'verified', 'dropped', 'left']);
const counts = z.strictObject({ orders: z.int(), waiting: z.int(), verified: z.int(), dropped: z.int(), units: z.int(), putBack: z.int() });

export const pickWave = z.strictObject({
  id: uuid,
  /** What people call it. */
  number: z.int(),
  warehouse: z.strictObject({ id: uuid, name: z.string() }),
  kind: waveKind,
  /** Of a wave by zone; empty: goods of which nobody said where they lie. */
  zone: z.string().nullable(),
  state: waveState,
  counts,
  createdBy: z.string(),
  createdAt: instant,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
});

const pickItem = z.strictObject({
  /** Names it in the order. */
  item: z.string(),
  sku: z.string(),
  title: z.string(),
  gtin: z.string().nullable(),
  zone: z.string(),
  bin: z.string(),
  units: z.int(),
  /** How many were scanned while packing. */
  scanned: z.int(),
});
export const pickOrder = z.strictObject({
  id: uuid,
  channelOrderId: z.string(),
  shop: shopChip,
  position: z.int(),
  state: waveOrderState,
  /** Who packs it; null: nobody yet. `isMine`: the caller. */
  packer: z.strictObject({ name: z.string(), isMine: z.boolean() }).nullable(),
  shipBy: instant.nullable(),
  /** Why the order desk keeps it back; null: it may leave. */
  keptBack: z.string().nullable(),
  verifiedAt: instant.nullable(),
  dropReason: z.enum(['cancelled', 'taken-out']).nullable(),
  /** Units may have been taken from the shelf for it: they are to be put back, or were. */
  putBack: z.enum(['due', 'done']).nullable(),
  items: z.array(pickItem),
  /** The last scan that counted, which can be undone. */
  lastScanId: uuid.nullable(),
});
/** What is taken from one place of the shelf, over all orders of the wave that still want it. */
const pick = z.strictObject({
  item: z.string(),
  sku: z.string(),
  title: z.string(),
  gtin: z.string().nullable(),
  zone: z.string(),
  bin: z.string(),
  units: z.int(),
  orders: z.int(),
});
const pickWaveDetail = z.strictObject({ ...pickWave.shape, picks: z.array(pick), orders: z.array(pickOrder) });

/**
 * Nothing changed by: `wrong-item` (not of this order) · `too-many` (it has all of those) · `unknown-code` (names neither an order nor goods
 * of the wave) · `order-first` (goods, and nobody said of which order) · `taken` (another person packs it) · `verified-before` ·
 * `dropped` (it was cancelled: do not send it) · `kept-back` (the order desk holds it, or a review waits) · `ended` (the wave has).
 */
export const scanOutcome = z.enum([
  'opened',
  'counted',
  'verified',
  'wrong-item',
  'too-many',
  'unknown-code',
  'order-first',
  'taken',
  'verified-before',
  'dropped',
  'kept-back',
  'ended',
]);
const scanned = z.strictObject({
  scanId: uuid,
  outcome: scanOutcome,
  /** The goods that the code means, where it means some. */
  item: z.strictObject({ sku: z.string(), title: z.string() }).nullable(),
  /** The order as it is now: the one that was asked for, or that the code found. */
  order: pickOrder.nullable(),
  wave: pickWave,
});

const waveParams = z.strictObject({ waveId: uuid });
const waveOrderParams = z.strictObject({ waveId: uuid, orderId: uuid });
const pageSize = z.enum(['a4', 'a6']).default('a4');
const language = z.enum(['zh-CN', 'en', 'th', 'vi', 'ms']);

export const pickingRoutes = {
  'bins.list': route({
    id: 'bins.list',
    method: 'get',
    path: '/bins',
    scope: 'stock:read',
    summary: 'Where variants lie, by SKU',
    query: z.strictObject({
      ...paging,
      warehouseId: uuid.optional(),
      /** The beginning of a SKU. */
      sku: z.string().trim().max(120).optional(),
    }),
    answer: pageOf(bin),
  }),
  'bins.set': route({
    id: 'bins.set',
    method: 'put',
    path: '/warehouses/{warehouseId}/bins/{variantId}',
    scope: 'stock:write',
    summary: 'Say in which zone and bin of a warehouse a variant lies; both empty forgets it',
    params: z.strictObject({ warehouseId: uuid, variantId: uuid }),
    body: z.strictObject({ zone: sign, bin: sign }),
    answer: z.strictObject({ zone: z.string(), bin: z.string() }),
  }),
  'bin-imports.create': route({
    id: 'bin-imports.create',
    method: 'post',
    path: '/bin-imports',
    scope: 'stock:write',
    summary: 'Bins from a file with the columns sku, warehouse, zone, bin: a preview, or all of it. A file with a bad row changes nothing',
    upload: tableFile,
    query: z.strictObject({ isPreview }),
    answer: z.strictObject({
      isApplied: z.boolean(),
      rows: z.int(),
      changes: z.array(z.strictObject({ line: z.int(), sku: z.string(), warehouse: z.string(), before: z.string(), after: z.string() })),
      errors: z.array(rowError),
    }),
  }),
  'pick-candidates.get': route({
    id: 'pick-candidates.get',
    method: 'get',
    path: '/pick-candidates',
    scope: 'orders:read',
    summary: 'Orders of a warehouse that wait to be packed and are in no open wave, by the waves that could be made of them',
    query: z.strictObject({ warehouseId: uuid, shopIds: idList.optional(), market: market.optional() }),
    answer: z.strictObject({
      orders: z.int(),
      singleItem: z.int(),
      zones: z.array(z.strictObject({ /** Empty: nobody said where the goods lie. */ zone: z.string(), orders: z.int() })),
      /** The most urgent were looked at; there are more. */
      isMore: z.boolean(),
    }),
  }),
  'pick-waves.list': route({
    id: 'pick-waves.list',
    method: 'get',
    path: '/pick-waves',
    scope: 'orders:read',
    summary: 'Picking waves, newest first',
    query: z.strictObject({ ...paging, show: z.enum(['open', 'all']).default('open') }),
    answer: pageOf(pickWave),
  }),
  'pick-waves.create': route({
    id: 'pick-waves.create',
    method: 'post',
    path: '/pick-waves',
    scope: 'stock:write',
    summary:
      'Make a wave of chosen orders, or of the most urgent ones that wait to be packed in a warehouse; an order is in one open wave only',
    body: z.strictObject({
      warehouseId: uuid,
      kind: waveKind,
      /** Of a wave by zone; empty: goods of which nobody said where they lie. */
      zone: sign.optional(),
      orderIds: z.array(uuid).min(1).max(500).optional(),
      shopIds: z.array(uuid).min(1).max(200).optional(),
      market: market.optional(),
      ordersMax: z.int().min(1).max(500).default(50),
    }),
    answer: z.strictObject({
      wave: pickWave,
      /** Chosen orders that are not in it. */
      left: z.array(
        z.strictObject({
          orderId: uuid,
          reason: z.enum([
            'unknown',
            'not-to-pack',
            'kept-back',
            'in-a-wave',
            'verified-before',
            'other-warehouse',
            'not-of-this-kind',
            'too-many',
          ]),
        }),
      ),
    }),
    status: 201,
    idempotent: true,
  }),
  'pick-waves.get': route({
    id: 'pick-waves.get',
    method: 'get',
    path: '/pick-waves/{waveId}',
    scope: 'orders:read',
    summary: 'A wave with its pick list, by zone, bin and SKU, and its orders',
    params: waveParams,
    answer: pickWaveDetail,
  }),
  'pick-waves.change': route({
    id: 'pick-waves.change',
    method: 'post',
    path: '/pick-waves/{waveId}/state',
    scope: 'stock:write',
    summary:
      'Begin to pick a wave, end it or give it up; orders that were not packed are free again, and what was picked for them is to be put back',
    params: waveParams,
    body: z.strictObject({ state: z.enum(['picking', 'done', 'cancelled']) }),
    answer: pickWaveDetail,
  }),
  'pick-wave-orders.change': route({
    id: 'pick-wave-orders.change',
    method: 'post',
    path: '/pick-waves/{waveId}/orders/{orderId}',
    scope: 'stock:write',
    summary:
      'Let another person pack an order (what was scanned stays), take it out of the wave, or say that its goods are back on the shelf',
    params: waveOrderParams,
    body: z.strictObject({ do: z.enum(['release', 'take-out', 'put-back']) }),
    answer: pickOrder,
  }),
  'pick-scans.create': route({
    id: 'pick-scans.create',
    method: 'post',
    path: '/pick-waves/{waveId}/scans',
    scope: 'stock:write',
    summary: 'One scan: the code of an order or parcel opens it, the code of goods counts a unit. Sent twice under one id it is one scan',
    params: waveParams,
    body: z.strictObject({
      scanId: uuid,
      /** SKU, GTIN, the warehouse’s own code, an order’s, package’s or tracking number. */
      code: z.string().trim().min(1).max(120),
      /** The order that is being packed; null: none yet. */
      orderId: uuid.nullable(),
    }),
    answer: scanned,
  }),
  'pick-scans.undo': route({
    id: 'pick-scans.undo',
    method: 'post',
    path: '/pick-waves/{waveId}/orders/{orderId}/undo',
    scope: 'stock:write',
    summary: 'Take back the last scan that counted; a second time changes nothing',
    params: waveOrderParams,
    body: z.strictObject({ scanId: uuid }),
    answer: pickOrder,
  }),
  'pick-lists.file': route({
    id: 'pick-lists.file',
    method: 'get',
    path: '/pick-waves/{waveId}/pick-list',
    scope: 'orders:read',
    summary: 'The pick list of a wave as PDF, by zone, bin and SKU',
    params: waveParams,
    query: z.strictObject({ size: pageSize, language: language.default('en') }),
    file: ['application/pdf'],
    isStoredFile: true,
  }),
  'packing-slips.file': route({
    id: 'packing-slips.file',
    method: 'get',
    path: '/pick-waves/{waveId}/packing-slips',
    scope: 'orders:read',
    summary: 'A packing slip for each order of a wave, in the language of its market; the buyer’s name only for those who may read it',
    params: waveParams,
    query: z.strictObject({ size: pageSize, prices: z.enum(['true', 'false']).default('false'), orderId: uuid.optional() }),
    file: ['application/pdf'],
    isStoredFile: true,
  }),
} as const;
