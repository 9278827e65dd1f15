import type { CaseStanding, ChannelDispute, OrderStatus, ReturnCause } from '@tradewind/channels';
import type { ColumnType } from 'kysely';

type Json<T> = ColumnType<T, string, string>;

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    orders: {
      merchant_id: string;
      id: string;
      shop_id: string;
      channel_order_id: string;
      status: OrderStatus;
      currency: string;
      gmv_minor: number;
      units: number;
      shipping_minor: number;
      tax_minor: number;
      total_minor: number;
      created_at: Date;
      paid_at: Date | null;
      updated_at: Date;
      content_hash: string;
      pay_by: Date | null;
      ship_by: Date | null;
      dispatch_due_at: Date | null;
      dispatched_at: Date | null;
      delivered_at: Date | null;
      cancelled_at: Date | null;
      cancel_reason: string | null;
      cancelled_by: 'buyer' | 'seller' | 'platform' | null;
      payment_method: string;
      fulfilment: 'platform' | 'seller';
      channel_warehouse_id: string | null;
      buyer_region: string;
      buyer: Buffer;
      buyer_hash: string | null;
      buyer_erased_at: Date | null;
      is_returned_defective: ColumnType<boolean, boolean | undefined, boolean>;
      first_seen_at: Date;
      applied_at: Date;
    };
    order_line: {
      merchant_id: string;
      order_id: string;
      line_no: number;
      channel_line_ids: string[];
      channel_sku_id: string;
      channel_product_id: string;
      seller_sku: string;
      seller_sku_folded: string;
      product_name: string;
      variant_name: string;
      image_url: string | null;
      quantity: number;
      original_price_minor: number;
      sale_price_minor: number;
      platform_discount_minor: number;
      seller_discount_minor: number;
    };
    order_event: {
      merchant_id: string;
      order_id: string;
      id: string;
      at: Date;
      learnt_at: Date;
      kind: string;
      source: 'webhook' | 'sweep' | 'person' | 'rule';
      facts: Json<Record<string, string | number | null>>;
    };
    buyer_erasure: {
      merchant_id: string;
      id: string;
      buyer_hash: string;
      erased_up_to: Date;
      requested_at: Date;
      finished_at: Date | null;
      orders: number;
    };
    search_term: { merchant_id: string; field: string; term: string; id: string };
    after_sale: {
      merchant_id: string;
      id: string;
      shop_id: string;
      channel_after_sale_id: string;
      channel_order_id: string;
      kind: 'return' | 'refund' | 'cancellation';
      status: string;
      reason: string;
      refund_minor: number;
      currency: string;
      created_at: Date;
      updated_at: Date;
      refunded_at: Date | null;
      cause: ReturnCause | null;
      resolved_at: Date | null;
      judged_at: Date | null;
      reason_code: ColumnType<string, string | undefined, string>;
      opened_by: ColumnType<CaseStanding['openedBy'], CaseStanding['openedBy'] | undefined, CaseStanding['openedBy']>;
      respond_by: Date | null;
      channel_line_ids: ColumnType<string[], string[] | undefined, string[]>;
      arbitration: CaseStanding['dispute'];
      offer_minor: number | null;
      is_offer_refused: ColumnType<boolean, boolean | undefined, boolean>;
      sent_back_number: string | null;
      sent_back_carrier: string | null;
    };
    dispute: {
      merchant_id: string;
      id: string;
      shop_id: string;
      channel_after_sale_id: string;
      channel_order_id: string;
      opened_at: Date;
      updated_at: Date;
      decided_at: Date | null;
      decide_by: Date | null;
      responsible: ChannelDispute['responsible'];
    };
    rollup_after_sale: {
      merchant_id: string;
      shop_id: string;
      slot_seconds: number;
      slot_at: Date;
      disputes: number;
      seller_fault_disputes: number;
      judged_requests: number;
      resolved_requests: number;
      defective_orders: number;
    };
    rollup_hour: {
      merchant_id: string;
      shop_id: string;
      hour_at: Date;
      currency: string;
      gmv_minor: number;
      orders: number;
      units: number;
      refunds_minor: number;
    };
    rollup_day: {
      merchant_id: string;
      shop_id: string;
      on_day: string;
      currency: string;
      gmv_minor: number;
      orders: number;
      units: number;
      refunds_minor: number;
    };
    rollup_dispatch: {
      merchant_id: string;
      shop_id: string;
      slot_minutes: number;
      slot_at: Date;
      due_hour_at: Date;
      orders: number;
      late: number;
      seller_fault: number;
      created: number;
      cancelled: number;
    };
    dispatch_sla: {
      merchant_id: string;
      market: string;
      path: 'platform' | 'seller';
      hours: number | null;
      working_days: number | null;
      rest_days: number[];
      holidays: string[];
      edited_by: string;
      edited_at: Date;
    };
  }
}
