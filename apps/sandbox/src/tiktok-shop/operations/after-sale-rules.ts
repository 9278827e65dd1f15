/** What the platform refuses before a case is opened or answered. Numbers whose sense the documents leave open are decided here. */
import { z } from 'zod';
import type { Simulation } from '../../world/simulation-type.ts';
import type { Cancellation, Order, OrderLine, Return, Shop } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { ids, platformId } from '../fields.ts';
import { type ReasonKind, reasonsOf } from '../reason-codes.ts';

export const SCOPE = 'seller.return_refund.basic';
const IMAGES_MAX = 9;
const COMMENT_MAX = 500;
const ALL_KINDS = ['cancelBySeller', 'rejectCancel', 'rejectRefund', 'rejectReturn', 'refundBySeller', 'returnBySeller'] as const;

export const keyQuery = z.strictObject({ idempotency_key: z.string().min(1).max(100).optional() });
export const linesBody = {
  skus: z.array(z.strictObject({ sku_id: platformId, quantity: z.int().min(1) })).optional(),
  order_line_item_ids: ids(500).optional(),
};
const image = z.strictObject({
  image_id: z.string().min(1).max(200),
  mime_type: z.string().optional(),
  height: z.int().optional(),
  width: z.int().optional(),
});
export const refusalBody = {
  reject_reason: z.string().min(1).max(200),
  comment: z.string().max(COMMENT_MAX).optional(),
  images: z.array(image).max(IMAGES_MAX).optional(),
};

export function orderOf(sim: Simulation, shop: Shop, id = ''): Order {
  const order = sim.world.orders.get(id);
  if (!order) throw new PlatformError(CODE.caseMissing, 'The order does not exist');
  if (order.shopId !== shop.id) throw new PlatformError(CODE.caseForeign, 'The order is not of this shop');
  return order;
}

function ownCase<T extends { shopId: string }>(item: T | undefined, shop: Shop): T {
  if (!item) throw new PlatformError(CODE.caseMissing, 'The request does not exist');
  if (item.shopId !== shop.id) throw new PlatformError(CODE.caseForeign, 'The request is not of this shop');
  return item;
}
export const cancellationOf = (sim: Simulation, shop: Shop, id = ''): Cancellation => ownCase(sim.world.cancellations.get(id), shop);
export const returnOf = (sim: Simulation, shop: Shop, id = ''): Return => ownCase(sim.world.returns.get(id), shop);

/** Of this list, in this market; one of another list is told apart from one that nobody knows. */
export function refuseReason(name: string, { market }: Shop, kinds: readonly ReasonKind[]): void {
  if (kinds.some((kind) => reasonsOf(kind, market).some((reason) => reason.name === name))) return;
  const isKnown = ALL_KINDS.some((kind) => reasonsOf(kind, market).some((reason) => reason.name === name));
  throw isKnown
    ? new PlatformError(CODE.reasonNotSellers, 'The reason is not one for this')
    : new PlatformError(CODE.reasonUnknown, 'The reason is not known in this market');
}

/** Pictures are those that this seller has uploaded. */
export function evidenceOf(sim: Simulation, shop: Shop, images: z.output<typeof refusalBody.images>): string[] {
  const uris = (images ?? []).map((one) => one.image_id);
  if (uris.some((uri) => sim.world.images.get(uri)?.sellerId !== shop.sellerId))
    throw new PlatformError(CODE.evidenceMissing, 'A picture of the evidence does not exist');
  return uris;
}

type WireLines = { skus?: { sku_id: string; quantity: number }[] | undefined; order_line_item_ids?: string[] | undefined };

/** By their ids, by SKU and quantity, or all. */
export function linesOf(order: Order, { skus, order_line_item_ids: lineIds }: WireLines): OrderLine[] {
  if (lineIds && lineIds.length > 0) {
    const lines = order.lines.filter(({ id }) => lineIds.includes(id));
    if (lines.length < new Set(lineIds).size) throw new PlatformError(CODE.linesNotCancellable, 'A line item is not of this order');
    return lines;
  }
  if (!skus || skus.length === 0) return order.lines;
  return skus.flatMap(({ sku_id: skuId, quantity }) => {
    const lines = order.lines.filter((line) => line.skuId === skuId).slice(0, quantity);
    if (lines.length < quantity) throw new PlatformError(CODE.linesNotCancellable, 'The order has fewer units of a SKU');
    return lines;
  });
}
