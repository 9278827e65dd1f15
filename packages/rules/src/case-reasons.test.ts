import { expect, test } from 'vitest';
import { caseReasonOf } from './case-reasons.ts';

test.each([
  ['seller_cancel_reason_out_of_stock_uk', 'out-of-stock'],
  ['seller_cancel_unpaid_reason_buyer_hasnt_paid_within_time_allowed', 'unpaid'],
  ['ecom_order_to_ship_canceled_reason_not_shipped_on_time', 'not-shipped'],
  ['buyer_cancel_wrong_item_variation_(colour,_size,_etc.)', 'wrong-size-ordered'],
  ['buyer_return_and_refund_shipping_box_damaged,_but_item_is_ok', 'box-damaged'],
  ['package_damagaed', 'damaged'],
  ['ecom_order_delivered_refund_and_return_reason_not_match_description', 'not-as-described'],
  ["buyer_refund_package_didn't_arrive_on_time", 'late'],
  ['ecom_order_delivered_refund_reason_missed_delivery_date_seller_uk', 'late'],
  ['seller_return_wrong_item_was_sent', 'wrong-item'],
  ['BUYER_RETURN_AND_REFUND_ITEM_IS_TOO_SMALL/SHORT', 'no-fit'],
  ['seller_reject_apply_reason_delivered_jp', 'delivered'],
  ['seller_reject_apply_need_to_apply_for_refund&return', 'needs-return'],
  ["seller_reject_apply_buyer's_responsibility_for_incorrect_address", 'buyers-address'],
  // "Delivered" stands in every one of these; it is no reason.
  ['ecom_order_delivered_refund_reason_other', null],
  ['reverse_reject_request_reason_3', null],
  ['', null],
])('%s is %s', (code, reason) => expect(caseReasonOf(code)).toBe(reason));
