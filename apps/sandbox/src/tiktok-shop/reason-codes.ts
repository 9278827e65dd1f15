/**
 * The reasons a seller may give, as the platform spells them, by the markets where each is valid. Its list says EU and UK; which members
 * EU means is unverified. For sellers in Japan who refuse a cancellation the list has nothing, so the code of its other lists is used.
 */
import type { Market } from '../world/types.ts';

export type ReasonKind = keyof typeof ROWS;
export type WireReason = { name: string; text: string };

const EU = new Set<Market>(['DE', 'FR', 'IT', 'ES', 'IE']);

const ROWS = {
  cancelBySeller: [
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
  ],
  rejectCancel: [
    ['BR ID MX MY PH SG TH UK US VN', ['seller_reject_apply_product_has_been_packed']],
    [
      'ID MY PH SG TH US VN',
      [
        'order_manage_list_action_respond_popup_reject_reason_invalid_cancellation_reason',
        'order_manage_list_action_respond_popup_reject_reason_delivered',
        'order_manage_list_action_respond_popup_reject_reason_buyer_agree',
      ],
    ],
    ['BR MX', ['reverse_reject_request_reason_5', 'seller_reject_apply_unable_to_change_address']],
    [
      'UK',
      [
        'order_manage_list_action_respond_popup_reject_reason_invalid_cancellation_reason_uk',
        'order_manage_list_action_respond_popup_reject_reason_delivered_uk',
        'order_manage_list_action_respond_popup_reject_reason_buyer_agree_uk',
      ],
    ],
    ['ID', ['system_cancel_failed_due_to_tts']],
    ['EU', ['ecom_refund_reject_reason_cancel_unacceptable_uk', 'ecom_reverse_reject_cancel_reason_product_packed']],
  ],
  rejectRefund: [
    [
      'BR EU ID JP MX MY PH SG TH UK US VN',
      ['seller_reject_apply_reason_is_unclear_or_lack_of_evidence', 'seller_reject_apply_package_has_not_exceeded_estimated_delivery_time'],
    ],
    ['BR EU ID MX MY PH SG TH US VN', ['reverse_reject_request_reason_5']],
    ['EU ID JP MY PH SG TH UK US VN', ['seller_reject_apply_product_functions_well/buyer_use_in_wrong_way']],
    ['ID JP MY PH SG TH UK US VN', ['seller_reject_apply_unable_to_change_address', 'seller_reject_apply_item_is_correct']],
    ['BR ID MX MY PH SG TH US VN', ['seller_reject_apply_need_to_apply_for_refund&return']],
    [
      'EU ID MY PH SG TH UK US VN',
      ['seller_reject_apply_products_will_be_sent_separately', 'seller_reject_apply_reason_is_unclear_/_lack_of_evidence'],
    ],
    ['EU ID MY PH SG TH UK VN', ["seller_reject_apply_buyer's_responsibility_for_incorrect_address"]],
    ['ID MY PH SG TH US VN', ['reverse_reject_request_reason_1', 'reverse_reject_request_reason_3', 'reverse_reject_request_reason_4']],
    ['ID MY PH SG US VN', ['reverse_reject_request_reason_2']],
    ['BR JP MX US', ['seller_reject_apply_buyers_responsibility_for_incorrect_address']],
    ['EU UK', ['reverse_reject_request_reason_2_uk', 'reverse_reject_request_reason_4_uk']],
    ['UK', ['reverse_reject_request_reason_1_uk', 'reverse_reject_request_reason_3_uk', 'reverse_reject_request_reason_5_uk']],
    [
      'EU',
      [
        'order_manage_list_action_respond_popup_reject_reason_delivered_uk',
        'order_manage_list_action_respond_popup_reject_reason_buyer_agree',
        'seller_reject_apply_product_has_been_packed',
      ],
    ],
    [
      'JP',
      [
        'reverse_reject_refund_request_unclear_evidence_Test',
        'ecom_reverse_reject_cancel_reason_product_packed',
        'ecom_reverse_reject_refund_request_failed_delivery',
        'ecom_reverse_reject_refund_request_package_delivery_multiple_boxes',
        'ecom_reverse_reject_refund_request_replacement_shipped',
        'ecom_reverse_reject_apply_buyer_agree_jp',
        'seller_reject_apply_reason_delivered_jp',
      ],
    ],
  ],
  rejectReturn: [
    [
      'BR EU ID JP MX MY PH SG TH UK US VN',
      ['seller_reject_apply_reason_is_unclear_or_lack_of_evidence', 'seller_reject_apply_product_functions_well/buyer_use_in_wrong_way'],
    ],
    [
      'BR ID JP MX MY PH SG TH UK US VN',
      ['seller_reject_apply_item_is_correct', 'seller_reject_apply_package_has_not_exceeded_estimated_delivery_time'],
    ],
    [
      'BR EU ID MX MY PH SG TH UK US VN',
      ['seller_reject_apply_products_will_be_sent_separately', 'seller_reject_apply_you_have_reached_an_agreement_with_the_buyer'],
    ],
    [
      'BR EU ID JP MX MY PH SG TH US VN',
      [
        'reverse_reject_return_parcel_reason_1',
        'reverse_reject_return_parcel_reason_3',
        'reverse_reject_return_parcel_reason_4',
        'reverse_reject_return_parcel_reason_5',
      ],
    ],
    ['BR EU ID MX MY PH SG TH US VN', ['reverse_reject_request_reason_5', 'reverse_reject_return_parcel_reason_2']],
    ['ID MY PH SG TH US VN', ['reverse_reject_request_reason_1', 'reverse_reject_request_reason_3', 'reverse_reject_request_reason_4']],
    ['ID MY PH SG US VN', ['reverse_reject_request_reason_2']],
    [
      'EU UK',
      [
        'reverse_reject_request_reason_1_uk',
        'reverse_reject_request_reason_2_uk',
        'reverse_reject_request_reason_3_uk',
        'reverse_reject_request_reason_4_uk',
      ],
    ],
    ['BR MX', ['seller_reject_apply_need_to_apply_for_refund&return']],
    [
      'UK',
      [
        'reverse_reject_request_reason_5_uk',
        'reverse_reject_return_parcel_reason_1_uk',
        'reverse_reject_return_parcel_reason_2_uk',
        'reverse_reject_return_parcel_reason_3_uk',
        'reverse_reject_return_parcel_reason_4_uk',
        'reverse_reject_return_parcel_reason_5_uk',
      ],
    ],
    [
      'EU',
      [
        'order_manage_list_action_respond_popup_reject_reason_delivered_uk',
        'order_manage_list_action_respond_popup_reject_reason_buyer_agree',
      ],
    ],
    [
      'JP',
      [
        'reverse_reject_refund_request_unclear_evidence_Test',
        'ecom_reverse_reject_cancel_reason_product_packed',
        'ecom_reverse_reject_refund_request_failed_delivery',
        'ecom_reverse_reject_refund_request_package_delivery_multiple_boxes',
        'ecom_reverse_reject_refund_request_replacement_shipped',
        'ecom_reverse_reject_apply_buyer_agree_jp',
        'seller_reject_apply_reason_delivered_jp',
        'seller_reject_apply_buyers_responsibility_for_incorrect_address',
        'seller_reject_apply_unable_to_change_address',
      ],
    ],
  ],
  refundBySeller: [
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
  ],
  returnBySeller: [
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
  ],
} as const satisfies Record<string, readonly (readonly [string, readonly string[]])[]>;

export function reasonsOf(kind: ReasonKind, market: Market): WireReason[] {
  const region = EU.has(market) ? 'EU' : market === 'GB' ? 'UK' : market;
  const codes = ROWS[kind].flatMap(([markets, names]) => (markets.split(' ').includes(region) ? [...names] : []));
  const all = kind === 'rejectCancel' && market === 'JP' ? ['ecom_reverse_reject_cancel_reason_product_packed'] : codes;
  return all.map((name) => ({ name, text: textOf(name) }));
}

const PREFIXES =
  /^(order_manage_list_action_respond_popup_reject_reason|seller_reject_apply|seller_cancel_(un)?paid_reason|seller_cancel(_order)?_reason|seller_cancel|ecom_order_(delivered|shipped)_refund(_and_return)?_reason|ecom_reverse_reject(_refund_request|_cancel_reason|_apply)?|reverse_reject|buyer_(return_and_)?refund|seller_shipped_refund|seller_ecom_delivered|seller_return|seller)_/;

/** The code's own words; the platform's texts are not in its documents. */
function textOf(name: string): string {
  const words = name
    .replace(PREFIXES, '')
    .replace(/_(uk|seller|seller_uk|jp|JP|Test)$/, '')
    .replaceAll('_', ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
