import { pick, type Rng } from './random.ts';
import type { Market, ReturnCause } from './types.ts';

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

/** A parcel that came late may be the carrier's doing; these are the seller's. */
export const SELLER_FAULTS: ReadonlySet<ReturnCause> = new Set(['defect', 'damage', 'wrong', 'missing', 'lost', 'not-as-described']);
type ReturnReason = Reason & { cause: ReturnCause };

const because = (cause: ReturnCause, text: string, code: string): ReturnReason => ({ cause, text, code });
const RETURNED = 'ecom_order_delivered_refund_and_return_reason';
const REFUNDED = 'ecom_order_delivered_refund_reason';
const notAsDescribed = (suffix = ''): ReturnReason =>
  because('not-as-described', 'Does not match the description', `${RETURNED}_not_match_description${suffix}`);
const damaged = (prefix = RETURNED, suffix = ''): ReturnReason => because('damage', 'Damaged on arrival', `${prefix}_damaged${suffix}`);
const defective = (prefix = RETURNED, suffix = ''): ReturnReason => because('defect', 'Defective', `${prefix}_defective${suffix}`);
const wrong = (prefix = RETURNED, suffix = ''): ReturnReason => because('wrong', 'Wrong product', `${prefix}_wrong_product${suffix}`);
const missing = (prefix = RETURNED, suffix = ''): ReturnReason =>
  because('missing', 'Something is missing', `${prefix}_missing_product${suffix}`);
const unwanted = (prefix = RETURNED, suffix = ''): ReturnReason => because('unwanted', 'No longer needed', `${prefix}_no_need${suffix}`);
const late = (code: string): ReturnReason => because('late', 'Did not arrive in time', code);
const TOO_SMALL = because('size', 'Too small or too short', 'buyer_return_and_refund_item_is_too_small/short');
const TOO_BIG = because('size', 'Too big or too long', 'buyer_return_and_refund_item_is_too_big/long');
const DOES_NOT_FIT = because('size', 'Does not fit', "buyer_return_and_refund_item_doesn't_fit");

/** Usual reasons; about a third of returns are about size where the platform has words for it, as the source says of fashion. */
const USUAL_RETURNS: Record<Region, ReturnReason[]> = {
  GB: [TOO_SMALL, TOO_BIG, notAsDescribed('_uk'), unwanted(RETURNED, '_uk'), late("buyer_refund_package_didn't_arrive_on_time")],
  EU: [TOO_SMALL, TOO_BIG, notAsDescribed(), unwanted(), late(`${REFUNDED}_missed_delivery_date`)],
  MX: [DOES_NOT_FIT, notAsDescribed(), unwanted(), late('buyer_return_and_refund_item_arrived_too_late')],
  JP: [notAsDescribed('_JP'), unwanted(REFUNDED), late(`${RETURNED}_missed_delivery_date_JP`)],
  US: [DOES_NOT_FIT, notAsDescribed(), unwanted(), late('buyer_return_and_refund_item_arrived_too_late')],
  SEA: [notAsDescribed(), notAsDescribed(), late(`${RETURNED}_missed_delivery`)],
};
/** Bad goods and bad parcels. */
const DEFECTIVE_RETURNS: Record<Region, ReturnReason[]> = {
  GB: [damaged(RETURNED, '_uk'), defective(REFUNDED, '_uk'), wrong(RETURNED, '_uk'), missing(RETURNED, '_uk')],
  EU: [damaged(), defective(), wrong(), missing()],
  MX: [damaged(), defective(REFUNDED), wrong(REFUNDED), missing()],
  JP: [
    damaged(REFUNDED),
    defective(REFUNDED),
    wrong(RETURNED, '_JP'),
    because('missing', 'Parts are missing', `${RETURNED}_missing_parts_JP`),
  ],
  US: [damaged(), defective(), wrong(), missing()],
  SEA: [damaged(), defective(), wrong(), missing(REFUNDED)],
};
const DEFECTIVE_SHARE = 0.1;

export const buyerCancelReason = (market: Market, rng: Rng): Reason => pick(BUYER_CANCELS[region(market)], rng);

/** One throw, whichever list it falls into: the dice of a return are worth the same everywhere. */
export function buyerReturnReason(market: Market, rng: Rng): ReturnReason {
  const roll = rng();
  const isDefective = roll < DEFECTIVE_SHARE;
  const list = (isDefective ? DEFECTIVE_RETURNS : USUAL_RETURNS)[region(market)];
  return pick(list, () => (isDefective ? roll / DEFECTIVE_SHARE : (roll - DEFECTIVE_SHARE) / (1 - DEFECTIVE_SHARE)));
}

export const defectiveReturnReason = (market: Market, rng: Rng): ReturnReason => pick(DEFECTIVE_RETURNS[region(market)], rng);

export const notReceivedReason = (market: Market): ReturnReason =>
  because('lost', 'Not received', `${REFUNDED}_not_received${market === 'GB' ? '_uk' : ''}`);

/** What a reason of the platform's list is about, by the words in it. */
const CAUSE_WORDS: readonly (readonly [RegExp, ReturnCause])[] = [
  [/damage/, 'damage'],
  [/defect|functions/, 'defect'],
  [/wrong_(product|item)/, 'wrong'],
  [/missing/, 'missing'],
  [/not_received|lost|delivery_failed/, 'lost'],
  [/not_match|counterfeit/, 'not-as-described'],
  [/late|missed|not_arrive|miss_estimated/, 'late'],
];
export const causeOf = (code: string): ReturnCause => CAUSE_WORDS.find(([words]) => words.test(code))?.[1] ?? 'unwanted';

export function wrongPriceReason(market: Market): Reason {
  // Brazil and Mexico do not know this reason.
  if (region(market) === 'MX') return outOfStockReason(market);
  const reason = { code: 'seller_cancel_reason_wrong_price', text: 'Pricing error' };
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
