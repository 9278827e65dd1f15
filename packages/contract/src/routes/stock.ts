import { z } from 'zod';
import { route } from '../route.ts';
import { instant, isPreview, pageOf, paging, rowError, tableFile, uuid } from '../shapes.ts';
import { shopChip } from './orders.ts';

const country = z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code such as US');
const units = z.int().min(1).max(1_000_000_000);
const warehouseName = z.string().trim().min(1).max(80);
const warehouseKind = z.enum(['own', 'third-party', 'platform']);
/** Left out: as it was; empty: not said. */
const place = { region: z.string().trim().max(80).optional(), postcode: z.string().trim().max(20).optional() };
const note = z.string().trim().max(500);
const reference = z.string().trim().min(1).max(120);

const warehouse = z.strictObject({
  id: uuid,
  name: z.string(),
  kind: warehouseKind,
  country,
  /** State or province, and postcode: what makes a warehouse near within its country. Empty: not said. */
  region: z.string(),
  postcode: z.string(),
  isActive: z.boolean(),
  /** Which shops are said to be served from here, with the platform's own id of it. */
  shops: z.array(z.strictObject({ shopId: uuid, rank: z.int(), channelWarehouseId: z.string().nullable() })),
});

const counters = {
  onHand: z.int(),
  /** For orders and other sales that have not left. */
  reserved: z.int(),
  promotionReserved: z.int(),
  available: z.int(),
  inTransfer: z.int(),
  /** Announced deliveries. */
  inbound: z.int(),
};
const variantChip = z.strictObject({
  id: uuid,
  sku: z.string(),
  title: z.string(),
  optionValues: z.array(z.string()),
  isBundle: z.boolean(),
});
/** Sold out before new goods come · the next buyers may be promised the same unit · a core SKU that lies nowhere in the US · unsold. */
const stockAlert = z.enum(['low', 'oversell-risk', 'core-missing', 'dead']);
const stockRow = z.strictObject({
  variant: variantChip,
  alerts: z.array(stockAlert),
  /** Over all warehouses; of a bundle, how many its parts make. Null: nobody has counted it. */
  total: z.strictObject(counters).nullable(),
  levels: z.array(z.strictObject({ warehouseId: uuid, ...counters })),
  /** Units of orders that were sold beyond the stock. */
  short: z.int(),
});

const stockItem = z.strictObject({
  variant: variantChip,
  /** Null: nobody has counted it. */
  leadTimeDays: z.int().nullable(),
  /** By the variant's own rule for every shop, else by that for all variants. */
  safetyStock: z.int(),
  warehouseCodes: z.array(z.strictObject({ warehouseId: uuid, code: z.string() })),
  shopSkus: z.array(
    z.strictObject({ shop: shopChip, listingId: uuid, title: z.string(), channelSkuId: z.string(), sellerSku: z.string() }),
  ),
});

const stockMovement = z.strictObject({
  warehouseId: uuid,
  number: z.int(),
  kind: z.string(),
  units: z.int(),
  before: z.strictObject({ onHand: z.int(), reserved: z.int() }),
  after: z.strictObject({ onHand: z.int(), reserved: z.int() }),
  reason: z.string(),
  reference: z.string().nullable(),
  note: z.string(),
  actor: z.strictObject({ kind: z.enum(['user', 'api-key', 'system']), name: z.string() }),
  at: instant,
});

const stockTransfer = z.strictObject({
  id: uuid,
  variant: variantChip,
  fromWarehouseId: uuid,
  toWarehouseId: uuid,
  units: z.int(),
  arrived: z.int(),
  lost: z.int(),
  returned: z.int(),
  note: z.string(),
  sentBy: z.string(),
  sentAt: instant,
  endedAt: instant.nullable(),
});

const stockReservation = z.strictObject({
  reference: z.string(),
  line: z.string(),
  shopId: uuid.nullable(),
  orderId: uuid.nullable(),
  variantId: uuid,
  sets: z.int(),
  short: z.int(),
  state: z.enum(['held', 'released', 'expired', 'shipped']),
  expiresAt: instant.nullable(),
});

const stockFault = z.strictObject({
  variantId: uuid,
  sku: z.string(),
  warehouseId: uuid,
  fault: z.enum(['negative', 'unbalanced', 'ledger', 'reserved']),
  ours: z.int(),
  found: z.int(),
});

/** What a person may do by hand. A count says how many lie there; all others by how many it changes. */
const stockChanges = ['receive', 'return', 'write-off', 'count', 'announce', 'withdraw', 'promotion-reserve', 'promotion-release'] as const;
const changedRow = z.strictObject({ variantId: uuid, warehouseId: uuid, units: z.int().min(0).max(1_000_000_000) });
const warehouseParams = z.strictObject({ warehouseId: uuid });
const variantParams = z.strictObject({ variantId: uuid });

export const stockRoutes = {
  'warehouses.list': route({
    id: 'warehouses.list',
    method: 'get',
    path: '/warehouses',
    scope: 'stock:read',
    summary: 'All warehouses, with the shops that are served from each',
    answer: z.strictObject({ items: z.array(warehouse) }),
  }),
  'warehouses.create': route({
    id: 'warehouses.create',
    method: 'post',
    path: '/warehouses',
    scope: 'stock:write',
    summary: 'Add a warehouse',
    body: z.strictObject({ name: warehouseName, kind: warehouseKind, country, ...place }),
    answer: warehouse,
    status: 201,
    idempotent: true,
  }),
  'warehouses.update': route({
    id: 'warehouses.update',
    method: 'put',
    path: '/warehouses/{warehouseId}',
    scope: 'stock:write',
    summary: 'Rename a warehouse, or take it out of use: nothing is sold from it any more, what lies there stays in the books',
    params: warehouseParams,
    body: z.strictObject({ name: warehouseName, kind: warehouseKind, country, ...place, isActive: z.boolean() }),
    answer: warehouse,
  }),
  'warehouse-skus.set': route({
    id: 'warehouse-skus.set',
    method: 'put',
    path: '/warehouses/{warehouseId}/skus/{code}',
    scope: 'stock:write',
    summary: 'Say which variant a warehouse’s own code means; null forgets it',
    params: z.strictObject({ warehouseId: uuid, code: z.string().trim().min(1).max(120) }),
    body: z.strictObject({ variantId: uuid.nullable() }),
    answer: z.strictObject({ code: z.string(), variantId: uuid.nullable() }),
  }),
  'stock-levels.list': route({
    id: 'stock-levels.list',
    method: 'get',
    path: '/stock-levels',
    scope: 'stock:read',
    summary: 'What there is of each variant, in every warehouse, by SKU',
    query: z.strictObject({
      ...paging,
      /** The beginning of a SKU. */
      sku: z.string().trim().max(120).optional(),
      warehouseId: uuid.optional(),
      /** Counted variants only, those that are sold out, those sold beyond the stock, or those with an alert. */
      show: z.enum(['all', 'counted', 'sold-out', 'oversold', ...stockAlert.options]).default('counted'),
    }),
    answer: pageOf(stockRow),
  }),
  'stock-alerts.list': route({
    id: 'stock-alerts.list',
    method: 'get',
    path: '/stock-alerts',
    scope: 'stock:read',
    summary: 'How many counted SKUs each alert is about',
    answer: z.strictObject({ items: z.array(z.strictObject({ alert: stockAlert, skus: z.int() })) }),
  }),
  'stock-items.get': route({
    id: 'stock-items.get',
    method: 'get',
    path: '/stock-levels/{variantId}',
    scope: 'stock:read',
    summary: 'What is kept of a variant beside its units: lead time, safety stock, and its codes in warehouses and shops',
    params: variantParams,
    answer: stockItem,
  }),
  'stock-movements.list': route({
    id: 'stock-movements.list',
    method: 'get',
    path: '/stock-levels/{variantId}/movements',
    scope: 'stock:read',
    summary: 'The ledger of a variant, newest first; it is only ever added to',
    params: variantParams,
    query: z.strictObject({ ...paging, warehouseId: uuid.optional() }),
    answer: pageOf(stockMovement),
  }),
  'stock-items.set': route({
    id: 'stock-items.set',
    method: 'patch',
    path: '/stock-levels/{variantId}',
    scope: 'stock:write',
    summary:
      'Of a counted variant: how many days its goods take from the order to the shelf, and how many units are kept back from every shop, by a rule of its own',
    params: variantParams,
    body: z.strictObject({ leadTimeDays: z.int().min(0).max(365).optional(), safetyStock: z.int().min(0).max(1_000_000_000).optional() }),
    answer: stockItem,
  }),
  'stock-adjustments.create': route({
    id: 'stock-adjustments.create',
    method: 'post',
    path: '/stock-adjustments',
    scope: 'stock:write',
    summary: 'Receive, take back, write off, count or announce goods: all rows, or none and each told why',
    body: z.strictObject({
      kind: z.enum(stockChanges),
      rows: z.array(changedRow).min(1).max(500),
      reference: reference.nullable().default(null),
      note: note.default(''),
    }),
    answer: z.strictObject({ /** Also the reference of its movements, where none was given. */ id: uuid, movements: z.int() }),
    idempotent: true,
  }),
  'stock-counts.create': route({
    id: 'stock-counts.create',
    method: 'post',
    path: '/stock-counts',
    scope: 'stock:write',
    summary: 'A count from a file with the columns sku, warehouse, counted: a preview, or all of it. A file with a bad row changes nothing',
    upload: tableFile,
    query: z.strictObject({ isPreview }),
    answer: z.strictObject({
      isApplied: z.boolean(),
      rows: z.int(),
      changes: z.array(z.strictObject({ line: z.int(), sku: z.string(), warehouse: z.string(), before: z.int(), counted: z.int() })),
      errors: z.array(rowError),
    }),
  }),
  'stock-transfers.list': route({
    id: 'stock-transfers.list',
    method: 'get',
    path: '/stock-transfers',
    scope: 'stock:read',
    summary: 'Goods between warehouses, newest first',
    query: z.strictObject({ ...paging, state: z.enum(['open', 'all']).default('open') }),
    answer: pageOf(stockTransfer),
  }),
  'stock-transfers.create': route({
    id: 'stock-transfers.create',
    method: 'post',
    path: '/stock-transfers',
    scope: 'stock:write',
    summary: 'Send units to another warehouse; on the road they are in neither',
    body: z.strictObject({ variantId: uuid, fromWarehouseId: uuid, toWarehouseId: uuid, units, note: note.default('') }),
    answer: stockTransfer,
    status: 201,
    idempotent: true,
  }),
  'stock-transfers.settle': route({
    id: 'stock-transfers.settle',
    method: 'post',
    path: '/stock-transfers/{transferId}/settle',
    scope: 'stock:write',
    summary: 'Say how many units of a transfer arrived, were lost or came back; in several steps where they come in several',
    params: z.strictObject({ transferId: uuid }),
    body: z.strictObject({ arrived: z.int().min(0), lost: z.int().min(0).default(0), returned: z.int().min(0).default(0) }),
    answer: stockTransfer,
    idempotent: true,
  }),
  'stock-reservations.create': route({
    id: 'stock-reservations.create',
    method: 'post',
    path: '/stock-reservations',
    scope: 'stock:write',
    summary: 'Keep units for a sale made elsewhere. The same reference and line is one reservation, however often it is asked for',
    body: z.strictObject({
      reference,
      line: z.string().trim().max(120).default(''),
      variantId: uuid,
      units,
      warehouseId: uuid.nullable().default(null),
      expiresAt: instant.nullable().default(null),
    }),
    answer: stockReservation,
  }),
  'stock-reservations.release': route({
    id: 'stock-reservations.release',
    method: 'post',
    path: '/stock-reservations/release',
    scope: 'stock:write',
    summary: 'Give back what is kept under a reference of one’s own; a second time changes nothing',
    body: z.strictObject({ reference }),
    answer: z.strictObject({ items: z.array(stockReservation) }),
  }),
  'stock-reservations.ship': route({
    id: 'stock-reservations.ship',
    method: 'post',
    path: '/stock-reservations/ship',
    scope: 'stock:write',
    summary: 'Say that what is kept under a reference of one’s own has left; a second time changes nothing',
    body: z.strictObject({ reference }),
    answer: z.strictObject({ items: z.array(stockReservation) }),
  }),
  'stock-checks.get': route({
    id: 'stock-checks.get',
    method: 'get',
    path: '/stock-checks',
    scope: 'stock:read',
    summary: 'Whether every level agrees with its ledger, its reservations and the balance of what came and went',
    answer: z.strictObject({ faults: z.array(stockFault) }),
  }),
  'stock-checks.repair': route({
    id: 'stock-checks.repair',
    method: 'post',
    path: '/stock-checks/repair',
    scope: 'stock:write',
    summary: 'Set levels right by their ledger and reservations; what was found and what could not be mended is told and audited',
    body: z.strictObject({}),
    answer: z.strictObject({ faults: z.array(stockFault), left: z.array(stockFault) }),
  }),
} as const;
