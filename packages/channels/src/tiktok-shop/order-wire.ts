/** The parts of TikTok Shop's orders and price details that are used. List and detail share one shape. */
import { z } from 'zod';
import { amount, id, instant, list, optionalAmount, optionalId, optionalInstant, pageFields, text } from './fields.ts';

const lineItem = z.object({
  id,
  sku_id: id,
  product_id: id,
  seller_sku: text,
  product_name: text,
  sku_name: text,
  sku_image: text,
  currency: text,
  sale_price: amount,
  original_price: optionalAmount,
  platform_discount: optionalAmount,
  seller_discount: optionalAmount,
  package_id: optionalId,
  rts_time: optionalInstant,
  cancel_reason: text,
  cancel_user: text,
});

const order = z.object({
  id,
  status: z.string(),
  create_time: instant,
  update_time: instant,
  paid_time: optionalInstant,
  rts_sla_time: optionalInstant,
  cancel_order_sla_time: optionalInstant,
  warehouse_id: optionalId,
  shipping_due_time: optionalInstant,
  rts_time: optionalInstant,
  collection_time: optionalInstant,
  delivery_time: optionalInstant,
  cancel_time: optionalInstant,
  cancel_reason: text,
  cancellation_initiator: text,
  payment_method_name: text,
  shipping_type: text,
  fulfillment_type: text,
  buyer_message: text,
  buyer_email: text,
  user_id: optionalId,
  packages: list(z.object({ id: optionalId })),
  payment: z.object({
    currency: z.string().min(1),
    sub_total: optionalAmount,
    shipping_fee: optionalAmount,
    tax: optionalAmount,
    total_amount: amount,
  }),
  recipient_address: z
    .object({
      name: text,
      phone_number: text,
      full_address: text,
      region_code: text,
      postal_code: text,
      district_info: list(z.object({ address_level: text, address_name: text })),
    })
    .nullish(),
  line_items: z.array(lineItem).min(1),
});

export const orderPage = z.object({ orders: list(order), ...pageFields });
export const orderDetails = z.object({ orders: list(order) });

export const priceDetail = z.object({
  line_items: list(
    z.object({
      id,
      sku_list_price: amount,
      // List price less both deductions, without tax; `subtotal` beside it includes the tax on goods.
      sku_sale_price: amount,
      subtotal_deduction_seller: optionalAmount,
      subtotal_deduction_platform: optionalAmount,
    }),
  ),
});

export type WireOrder = z.infer<typeof order>;
export type WireLine = z.infer<typeof lineItem>;
export type WirePriceDetail = z.infer<typeof priceDetail>;
