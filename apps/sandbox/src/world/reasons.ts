import { pick, type Rng } from './random.ts';
import type { Market } from './types.ts';

/**
 * Reason codes as the platform spells them, each used only in markets where the reference lists it.
 * GB has its own spellings with a suffix; EU means the euro markets.
 */
type Reason = { code: string; text: string };
type Region = 'GB' | 'EU' | 'MX' | 'JP' | 'US' | 'SEA';

const EU = new Set<Market>(['DE', 'FR', 'IT', 'ES', 'IE']);
function region(market: Market): Region {
  if (EU.has(market)) return 'EU';
  if (market === 'BR') return 'MX';
  return market === 'GB' || market === 'MX' || market === 'JP' || market === 'US' ? market : 'SEA';
}

const MISTAKE: Reason = { code: 'ecom_order_to_ship_canceled_reason_created_by_mistakes', text: 'Order created by mistake' };
const CHEAPER: Reason = { code: 'ecom_order_to_ship_canceled_reason_better_price', text: 'Found a better price' };
const ADDRESS: Reason = { code: 'ecom_order_to_ship_canceled_reason_wrong_delivery_info', text: 'Wrong delivery information' };
const UNWANTED: Reason = { code: 'ecom_order_to_ship_canceled_reason_no_longer_needed', text: 'No longer needed' };
const gb = (reason: Reason): Reason => ({ ...reason, code: `${reason.code}_uk` });

const BUYER_CANCELS: Record<Region, Reason[]> = {
  GB: [gb(MISTAKE), gb(CHEAPER), gb(ADDRESS), gb(UNWANTED)],
  EU: [MISTAKE, CHEAPER, ADDRESS],
  MX: [MISTAKE, CHEAPER, ADDRESS, UNWANTED],
  JP: [
    { code: 'buyer_cancel_wrong_item_variation_(colour,_size,_etc.)', text: 'Wrong variation' },
    { code: 'ecom_order_unpaid_canceled_reason_no_longer_needed', text: 'No longer needed' },
  ],
  US: [MISTAKE, CHEAPER, ADDRESS, UNWANTED],
  SEA: [MISTAKE, CHEAPER, ADDRESS],
};

const DAMAGED: Reason = { code: 'ecom_order_delivered_refund_and_return_reason_damaged', text: 'Damaged on arrival' };
const NOT_AS_DESCRIBED: Reason = {
  code: 'ecom_order_delivered_refund_and_return_reason_not_match_description',
  text: 'Does not match the description',
};
const DEFECTIVE: Reason = { code: 'ecom_order_delivered_refund_and_return_reason_defective', text: 'Defective' };
const TOO_SMALL: Reason = { code: 'buyer_return_and_refund_item_is_too_small/short', text: 'Too small or too short' };
const TOO_BIG: Reason = { code: 'buyer_return_and_refund_item_is_too_big/long', text: 'Too big or too long' };
const DOES_NOT_FIT: Reason = { code: "buyer_return_and_refund_item_doesn't_fit", text: 'Does not fit' };

/** About a third of returns are about size, as the source says of fashion. */
const BUYER_RETURNS: Record<Region, Reason[]> = {
  GB: [
    TOO_SMALL,
    TOO_BIG,
    gb(NOT_AS_DESCRIBED),
    gb(DAMAGED),
    gb({ code: 'ecom_order_delivered_refund_and_return_reason_no_need', text: 'No longer needed' }),
  ],
  EU: [TOO_SMALL, TOO_BIG, NOT_AS_DESCRIBED, DAMAGED, DEFECTIVE],
  MX: [DOES_NOT_FIT, NOT_AS_DESCRIBED, DAMAGED],
  JP: [
    { code: 'ecom_order_delivered_refund_and_return_reason_not_match_description_JP', text: 'Does not match the description' },
    { code: 'ecom_order_delivered_refund_reason_damaged', text: 'Damaged on arrival' },
  ],
  US: [DOES_NOT_FIT, NOT_AS_DESCRIBED, DAMAGED, DEFECTIVE],
  SEA: [NOT_AS_DESCRIBED, DAMAGED, DEFECTIVE],
};

export const buyerCancelReason = (market: Market, rng: Rng): Reason => pick(BUYER_CANCELS[region(market)], rng);
export const buyerReturnReason = (market: Market, rng: Rng): Reason => pick(BUYER_RETURNS[region(market)], rng);

export function notReceivedReason(market: Market): Reason {
  const reason = { code: 'ecom_order_delivered_refund_reason_not_received', text: 'Not received' };
  return market === 'GB' ? gb(reason) : reason;
}

export function outOfStockReason(market: Market): Reason {
  const reason = { code: 'seller_cancel_reason_out_of_stock', text: 'Out of stock' };
  return market === 'GB' ? gb(reason) : reason;
}

export function unpaidReason(market: Market): Reason {
  const reason = { code: 'system_cancel_unpaid_time_out', text: 'Payment was not made in time' };
  return market === 'GB' ? gb(reason) : reason;
}

export function notShippedReason(market: Market): Reason {
  const reason = { code: 'system_cancel_order_reason_shipping_timeout', text: 'Seller did not ship in time' };
  return market === 'GB' ? gb(reason) : reason;
}
