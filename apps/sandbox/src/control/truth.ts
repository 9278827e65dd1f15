import { z } from 'zod';
import { certificateName } from '../world/goods/category-demands.ts';
import { SELLER_FAULTS } from '../world/reasons.ts';
import type { Simulation } from '../world/simulation-type.ts';
import type { Message, Order, OrderLine, Product, Return, Sku } from '../world/types.ts';

/**
 * Ground truth: what is so in the world, whatever the protocol said about it. Instants are epoch milliseconds, money
 * integer minor units. Pages follow the order of creation, in which nothing ever moves, so a cursor is a position.
 */
export type TruthItem = { id: string; shopId: string };
export type TruthPage = { items: TruthItem[]; nextPosition: number | null };
type Item = TruthItem;
type Truth = (sim: Simulation) => { count: number; at(position: number): Item | null };

const PAGE_SIZE = 500;

function list<T>(read: (sim: Simulation) => readonly T[], show: (item: T, sim: Simulation) => Item | null): Truth {
  return (sim) => {
    const all = read(sim);
    return {
      count: all.length,
      at: (position) => {
        const item = all[position];
        return item === undefined ? null : show(item, sim);
      },
    };
  };
}

const TRUTHS: Record<string, Truth> = {
  orders: list((sim) => sim.all.orders, showOrder),
  packages: list(
    (sim) => sim.all.packages,
    (item) => ({ ...item }),
  ),
  cancellations: list(
    (sim) => sim.all.cancellations,
    (item) => ({ ...item }),
  ),
  returns: list(
    (sim) => sim.all.returns,
    (item) => Object.assign({ sellerFault: SELLER_FAULTS.has(item.cause) }, item),
  ),
  // Returns that went to the platform for a decision.
  disputes: list((sim) => sim.all.returns, showDispute),
  stock: list((sim) => [...sim.world.skus.values()], showStock),
  listings: list((sim) => sim.all.products, showListing),
  // What was ordered of what: to be added up over the shops that sell from one shelf.
  'sold-units': list((sim) => sim.all.orders, showUnits),
  'flash-sales': list(
    (sim) => sim.all.flashSales,
    (item) => ({ ...item, shopId: '' }),
  ),
  messages: list((sim) => sim.all.messages, showMessage),
  statements: list(
    (sim) => sim.all.statements,
    (item) => ({ ...item }),
  ),
  'ad-spend': list(
    (sim) => sim.all.adSpend,
    ({ id, shopId, day, amount, currency }) => ({ id, shopId, day, amount, currency }),
  ),
  writes: list(
    (sim) => sim.world.writes,
    (item) => ({ ...item }),
  ),
  reviews: list(
    (sim) => sim.all.reviews,
    (item) => ({ ...item }),
  ),
  'review-displays': list(
    (sim) => [...sim.world.reviewDisplays.values()],
    ({ productId, ...display }) => ({ id: productId, shopId: '', ...display }),
  ),
  violations: list(
    (sim) => sim.all.violations,
    (item) => ({ ...item }),
  ),
  appeals: list(
    (sim) => sim.all.appeals,
    (item) => ({ ...item }),
  ),
  'balance-holds': list(
    (sim) => sim.all.balanceHolds,
    (item) => ({ ...item }),
  ),
  openings: list(
    (sim) => sim.all.openings,
    (item) => ({ ...item }),
  ),
  'programme-applications': list(
    (sim) => sim.all.programmeApplications,
    (item) => ({ ...item }),
  ),
};

export const TRUTH_KINDS = Object.keys(TRUTHS);

type Wanted = { shopId?: string | undefined; position: number };

/** Null for a kind that does not exist. The cursor is checked by the caller. */
export function truthPage(sim: Simulation, { kind, ...wanted }: Wanted & { kind: string }): TruthPage | null {
  const truth = TRUTHS[kind]?.(sim);
  return truth ? read(truth, wanted) : null;
}

/** The same for a list that is kept elsewhere and only grows. */
export const pageOf = (all: readonly Item[], wanted: Wanted): TruthPage =>
  read({ count: all.length, at: (position) => all[position] ?? null }, wanted);

function read(truth: ReturnType<Truth>, wanted: Wanted): TruthPage {
  const items: Item[] = [];
  let { position } = wanted;
  for (; position < truth.count && items.length < PAGE_SIZE; position++) {
    const item = truth.at(position);
    if (item && (wanted.shopId === undefined || item.shopId === wanted.shopId)) items.push(item);
  }
  return { items, nextPosition: position < truth.count ? position : null };
}

function showOrder(order: Order): Item {
  const {
    id,
    shopId,
    status,
    createdAt,
    paidAt,
    updatedAt,
    currency,
    shipping,
    tax,
    shipBy,
    dispatchedAt,
    cancelledAt,
    cancelReason,
    cancelledBy,
  } = order;
  return Object.assign(
    { id, shopId, status, createdAt, paidAt, updatedAt, currency, lines: mergeUnits(order.lines), shipping, tax, refunds: order.refunds },
    { shipBy, dispatchedAt, cancelledAt, cancelReason, cancelledBy },
  );
}

function showDispute({ id, shopId, orderId, arbitration, refund, updatedAt, dispute }: Return): Item | null {
  return dispute === null
    ? null
    : Object.assign({ id, shopId }, { orderId, openedBy: 'buyer', status: arbitration, refund, updatedAt }, dispute);
}

const WRITERS = { BUYER: 'buyer', SHOP: 'seller', CUSTOMER_SERVICE: 'seller', SYSTEM: 'auto', ROBOT: 'auto' } as const;
const textSchema = z.object({ content: z.string() });

/** `text` is empty for what is not text, as pictures and cards. */
function showMessage({ shopId, message }: { shopId: string; message: Message }): Item {
  const { id, conversationId, index, at, role, type, language, content, deletedAt } = message;
  const text = textSchema.safeParse(JSON.parse(content)).data?.content ?? '';
  return Object.assign(
    { id, shopId },
    { conversationId, index: Number(index), at, from: WRITERS[role], type, language, text, content, deletedAt },
  );
}

type TruthLine = Pick<OrderLine, 'skuId' | 'salePrice' | 'platformDiscount' | 'sellerDiscount'> & { quantity: number };

/** The platform has a line per unit; here units of one SKU at one price are one line with a quantity. */
function mergeUnits(units: readonly OrderLine[]): TruthLine[] {
  const lines = new Map<string, TruthLine>();
  for (const { skuId, salePrice, platformDiscount, sellerDiscount } of units) {
    const key = `${skuId}|${salePrice}|${platformDiscount}|${sellerDiscount}`;
    const line = lines.get(key);
    if (line) line.quantity++;
    else lines.set(key, { skuId, quantity: 1, salePrice, platformDiscount, sellerDiscount });
  }
  return [...lines.values()];
}

function showStock(sku: Sku, sim: Simulation): Item {
  const shopId = sim.world.products.get(sku.productId)?.shopId ?? '';
  return Object.assign({ id: sku.id, shopId, skuId: sku.id, sellerSku: sku.sellerSku }, { warehouses: sku.stock });
}

/** Accepted to the millisecond, so that it can be laid beside what sellers wrote when. */
function showUnits(order: Order, { world }: Simulation): Item {
  const { id, shopId, warehouseId, acceptedAt, cancelledAt, dispatchedAt } = order;
  const skuIds = [...new Set(order.lines.map(({ skuId }) => skuId))];
  const skus = skuIds.map((skuId) => ({
    skuId,
    sellerSku: world.skus.get(skuId)?.sellerSku ?? '',
    units: order.lines.filter((line) => line.skuId === skuId).length,
  }));
  return Object.assign({ id, shopId }, { warehouseId, acceptedAt, cancelledAt, dispatchedAt, skus });
}

function showListing(product: Product, { world }: Simulation): Item {
  const { id, shopId, title, status, audit, categoryId, createdAt, updatedAt } = product;
  const skus = product.skus.map((sku) => ({ id: sku.id, sellerSku: sku.sellerSku, listPrice: sku.listPrice, salePrice: sku.salePrice }));
  const certificates = product.certificates.map(({ id: certificateId, imageUris, fileIds }) => ({
    ...{ id: certificateId, name: certificateName(certificateId), imageUris },
    files: fileIds
      .flatMap((fileId) => world.files.get(fileId) ?? [])
      .map(({ id: file, name, bytes, sha256 }) => ({ id: file, name, bytes, sha256 })),
  }));
  return Object.assign({ id, shopId }, { title, status, audit, categoryId, createdAt, updatedAt, skus, certificates });
}
