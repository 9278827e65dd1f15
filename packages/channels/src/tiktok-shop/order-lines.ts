/**
 * The wire has one line item per unit: five of the same are five items. They become one line with a
 * quantity when product and all four prices agree; units of one SKU at different prices (a flash sale
 * that ran out half-way, a gift beside a bought one) stay apart, so that no cent is averaged away.
 * Cancelled units stay too: a cancellation counts through its refund.
 */
import type { ChannelOrderLine } from '../port.ts';
import { amountIn, oddAnswer } from './fields.ts';
import type { WireLine, WireOrder, WirePriceDetail } from './order-wire.ts';

export type UnitPrices = Pick<ChannelOrderLine, 'originalPrice' | 'salePrice' | 'platformDiscount' | 'sellerDiscount'>;
/** One wire line item with its money read. */
export type Unit = { item: WireLine; prices: UnitPrices };

export function readUnits(order: WireOrder, operation: string): Unit[] {
  const { currency } = order.payment;
  return order.line_items.map((item, index) => {
    if (item.currency && item.currency !== currency) {
      throw oddAnswer(operation, `orders(${order.id}).line_items.${index}.currency`, 'not the currency of the payment');
    }
    const money = (decimal: string | null, field: string) =>
      amountIn(decimal, { currency, operation, path: `orders(${order.id}).line_items.${index}.${field}` });
    const salePrice = money(item.sale_price, 'sale_price');
    const platformDiscount = money(item.platform_discount, 'platform_discount');
    const sellerDiscount = money(item.seller_discount, 'seller_discount');
    const originalPrice =
      item.original_price === null ? salePrice + platformDiscount + sellerDiscount : money(item.original_price, 'original_price');
    return { item, prices: { originalPrice, salePrice, platformDiscount, sellerDiscount } };
  });
}

/** The price detail's prices in place of the order's own; a unit it does not mention keeps what it had. */
export function withPriceDetail(units: Unit[], detail: WirePriceDetail, place: { currency: string; operation: string }): Unit[] {
  const byId = new Map(detail.line_items.map((line, index) => [line.id, { line, index }]));
  return units.map((unit) => {
    const found = byId.get(unit.item.id);
    if (!found) return unit;
    const money = (decimal: string | null, field: string) => amountIn(decimal, { ...place, path: `line_items.${found.index}.${field}` });
    return {
      item: unit.item,
      prices: {
        originalPrice: money(found.line.sku_list_price, 'sku_list_price'),
        salePrice: money(found.line.sku_sale_price, 'sku_sale_price'),
        platformDiscount: money(found.line.subtotal_deduction_platform, 'subtotal_deduction_platform'),
        sellerDiscount: money(found.line.subtotal_deduction_seller, 'subtotal_deduction_seller'),
      },
    };
  });
}

export function saleTotal(units: readonly Unit[]): number {
  return units.reduce((sum, unit) => sum + unit.prices.salePrice, 0);
}

export function groupUnits(units: readonly Unit[]): ChannelOrderLine[] {
  const lines = new Map<string, ChannelOrderLine>();
  for (const { item, prices } of units) {
    const key = [
      item.sku_id,
      item.product_id,
      item.seller_sku,
      prices.originalPrice,
      prices.salePrice,
      prices.platformDiscount,
      prices.sellerDiscount,
    ].join('\u0000');
    const line = lines.get(key);
    if (line) {
      line.quantity += 1;
      line.channelLineIds.push(item.id);
    } else {
      lines.set(key, newLine(item, prices));
    }
  }
  return [...lines.values()];
}

function newLine(item: WireLine, prices: UnitPrices): ChannelOrderLine {
  return {
    channelLineIds: [item.id],
    channelSkuId: item.sku_id,
    channelProductId: item.product_id,
    sellerSku: item.seller_sku,
    productName: item.product_name,
    variantName: item.sku_name,
    imageUrl: item.sku_image || null,
    quantity: 1,
    ...prices,
  };
}
