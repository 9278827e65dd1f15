import { expect, it } from 'vitest';
import { returnCause } from './return-causes.ts';

it.each([
  ['ecom_order_delivered_refund_and_return_reason_defective', 'defect'],
  ['ecom_order_delivered_refund_reason_damaged_uk', 'damage'],
  ['ecom_order_delivered_refund_and_return_reason_wrong_product_JP', 'wrong'],
  ['ecom_order_delivered_refund_and_return_reason_missing_product_uk', 'missing'],
  ['ecom_order_delivered_refund_and_return_reason_missing_parts_JP', 'missing'],
  ['ecom_order_delivered_refund_reason_not_received_uk', 'lost'],
  ['ecom_order_delivered_refund_and_return_reason_not_match_description_JP', 'not-as-described'],
  ['ecom_order_delivered_refund_reason_missed_delivery_date', 'late'],
  ["buyer_refund_package_didn't_arrive_on_time", 'late'],
  ['buyer_return_and_refund_item_is_too_small/short', 'size'],
  ['ecom_order_delivered_refund_and_return_reason_no_need_uk', 'unwanted'],
  ['a_reason_of_next_year', null],
  ['', null],
] as const)('%s is %s', (reason, cause) => {
  expect(returnCause(reason)).toBe(cause);
});
