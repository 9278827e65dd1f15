/**
 * The reasons of a seller who acts unasked, as the platform spells them, by the markets where each is valid. No operation lists them; the
 * documents do, and say EU and UK. Which members EU means is unverified.
 */
import type { ChannelReason } from '../port.ts';

export type SellerReasonKind = 'cancel-paid' | 'cancel-unpaid' | 'refund' | 'return';

const EU = new Set(['DE', 'FR', 'IT', 'ES', 'IE']);

type Rows = readonly (readonly [string, readonly string[]])[];
const CANCEL: Rows = [
  ['BR EU ID JP MX MY PH SG TH US VN', ['seller_cancel_unpaid_reason_out_of_stock', 'seller_cancel_reason_out_of_stock']],
  ['BR EU ID JP MY PH SG TH US VN', ['seller_cancel_unpaid_reason_wrong_price']],
  [
    'BR EU ID JP MX MY PH TH US VN',
    ['seller_cancel_unpaid_reason_buyer_hasnt_paid_within_time_allowed', 'seller_cancel_paid_reason_address_not_deliver'],
  ],
  ['EU ID JP MY PH SG TH US VN', ['seller_cancel_reason_wrong_price']],
  [
    'BR EU JP MX PH US',
    ['seller_cancel_unpaid_reason_buyer_requested_cancellation', 'seller_cancel_paid_reason_buyer_requested_cancellation'],
  ],
  [
    'UK',
    [
      'seller_cancel_unpaid_reason_out_of_stock_uk',
      'seller_cancel_unpaid_reason_wrong_price_uk',
      'seller_cancel_unpaid_reason_buyer_hasnt_paid_within_time_allowed_uk',
      'seller_cancel_reason_wrong_price_uk',
      'seller_cancel_paid_reason_address_not_deliver_uk',
      'seller_cancel_reason_out_of_stock_uk',
    ],
  ],
  ['SG', ['seller_cancel_unable_to_deliver_to_buyer_address']],
  ['JP', ['seller_cancel_order_reason_potential_fraud']],
];
const REFUND: Rows = [
  ['BR EU ID JP MX US VN', ['ecom_order_delivered_refund_reason_missing_product_seller']],
  [
    'BR EU JP MX US VN',
    [
      'ecom_order_delivered_refund_reason_not_received_seller',
      'ecom_order_delivered_refund_reason_not_match_description_seller',
      'ecom_order_delivered_refund_reason_damaged_seller',
      'ecom_order_delivered_refund_reason_wrong_product_seller',
      'ecom_order_delivered_refund_reason_missed_delivery_date_seller',
    ],
  ],
  ['BR EU JP MX VN', ['seller_package_lost']],
  [
    'BR JP MX US',
    [
      'seller_shipped_refund_package_lost',
      'seller_shipped_refund_package_delivery_failed',
      'seller_shipped_refund_miss_estimated_delivery_date',
    ],
  ],
  ['BR JP MX', ['ecom_seller_order_delivered_refund_reason_return_proxy_app']],
  [
    'EU VN',
    [
      'ecom_order_shipped_refund_reason_not_arrive_on_time_seller',
      'ecom_order_delivered_refund_reason_defective_seller',
      'buyer_refund_suspected_counterfeit_seller',
    ],
  ],
  [
    'UK',
    [
      'seller_package_lost_uk',
      'ecom_order_shipped_refund_reason_not_arrive_on_time_seller_uk',
      'ecom_order_delivered_refund_reason_missing_product_seller_uk',
      'ecom_order_delivered_refund_reason_not_received_seller_uk',
      'ecom_order_delivered_refund_reason_not_match_description_seller_uk',
      'ecom_order_delivered_refund_reason_damaged_seller_uk',
      'ecom_order_delivered_refund_reason_wrong_product_seller_uk',
      'ecom_order_delivered_refund_reason_missed_delivery_date_seller_uk',
      'ecom_order_delivered_refund_reason_defective_seller_uk',
      'buyer_refund_suspected_counterfeit_seller_uk',
    ],
  ],
  ['VN', ['ecom_order_delivered_refund_reason_not_match_seller']],
  ['JP', ['ecom_order_delivered_refund_reason_general_adjustment']],
];
const RETURN: Rows = [
  ['BR EU MX US VN', ['seller_ecom_delivered_return_refund_reason1']],
  ['EU ID VN', ['ecom_order_delivered_refund_and_return_reason_wrong_product_seller']],
  [
    'EU VN',
    [
      'ecom_order_delivered_refund_and_return_reason_not_match_description_seller',
      'ecom_order_delivered_refund_and_return_reason_missing_product_seller',
      'ecom_order_delivered_refund_and_return_reason_damaged_seller',
      'ecom_order_delivered_refund_and_return_reason_defective_seller',
      'buyer_return_and_refund_suspected_counterfeit_seller',
    ],
  ],
  [
    'BR MX',
    [
      'seller_return_late_delivery',
      'seller_return_missing_item',
      'seller_return_damaged_item',
      'seller_return_defective_item',
      'seller_return_wrong_item_was_sent',
    ],
  ],
  [
    'UK',
    [
      'seller_ecom_delivered_return_refund_reason1_uk',
      'ecom_order_delivered_refund_and_return_reason_not_match_description_seller_uk',
      'ecom_order_delivered_refund_and_return_reason_missing_product_seller_uk',
      'ecom_order_delivered_refund_and_return_reason_damaged_seller_uk',
      'ecom_order_delivered_refund_and_return_reason_defective_seller_uk',
      'ecom_order_delivered_refund_and_return_reason_wrong_product_seller_uk',
      'buyer_return_and_refund_suspected_counterfeit_seller_uk',
    ],
  ],
];

const isForUnpaid = (code: string): boolean => code.includes('_unpaid_');

export function sellerReasons(kind: SellerReasonKind, market: string): ChannelReason[] {
  const region = EU.has(market) ? 'EU' : market === 'GB' ? 'UK' : market;
  const rows = kind === 'refund' ? REFUND : kind === 'return' ? RETURN : CANCEL;
  return rows
    .flatMap(([markets, codes]) => (markets.split(' ').includes(region) ? codes : []))
    .filter((code) => !kind.startsWith('cancel') || isForUnpaid(code) === (kind === 'cancel-unpaid'))
    .map((code) => ({ code, text: textOf(code) }));
}

const PREFIXES =
  /^(seller_cancel_(un)?paid_reason|seller_cancel(_order)?_reason|seller_cancel|ecom_order_(delivered|shipped)_refund(_and_return)?_reason|ecom_seller_order_delivered_refund_reason|buyer_(return_and_)?refund|seller_shipped_refund|seller_ecom_delivered|seller_return|seller)_/;

/** The code's own words, where the platform gives none. */
function textOf(code: string): string {
  const words = code
    .replace(/_uk$/, '')
    .replace(/_seller$/, '')
    .replace(PREFIXES, '')
    .replaceAll('_', ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
