import type { ChannelWarehouse } from '@tradewind/channels';
import type { Considered } from '@tradewind/rules/order-allocation';
import type { MovementKind } from '@tradewind/rules/stock';
import type { AllocationRule } from '@tradewind/rules/stock-allocation';
import type { ColumnType } from 'kysely';

export type ReservationState = 'held' | 'released' | 'expired' | 'shipped';

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    warehouse: {
      merchant_id: string;
      id: string;
      name: string;
      kind: 'own' | 'third-party' | 'platform';
      country: string;
      region: ColumnType<string, string | undefined, string>;
      postcode: ColumnType<string, string | undefined, string>;
      is_active: boolean;
      created_at: Date;
    };
    warehouse_shop: { merchant_id: string; shop_id: string; warehouse_id: string; rank: number; channel_warehouse_id: string | null };
    warehouse_sku: { merchant_id: string; warehouse_id: string; code: string; variant_id: string };
    stock_item: { merchant_id: string; variant_id: string; counted_since: Date; lead_time_days: number };
    stock_level: {
      merchant_id: string;
      variant_id: string;
      warehouse_id: string;
      number: number;
      on_hand: number;
      reserved: number;
      promotion_reserved: number;
      in_transfer: number;
      received: number;
      returned: number;
      shipped: number;
      written_off: number;
      moved_here: number;
      moved_away: number;
      inbound: number;
      changed_at: Date;
    };
    stock_movement: {
      merchant_id: string;
      variant_id: string;
      warehouse_id: string;
      number: number;
      kind: MovementKind;
      units: number;
      on_hand: number;
      reserved: number;
      promotion_reserved: number;
      in_transfer: number;
      inbound: number;
      reason: string;
      reference: string | null;
      note: string;
      actor_kind: 'user' | 'api-key' | 'system';
      actor_name: string;
      at: Date;
    };
    stock_day: { merchant_id: string; variant_id: string; on_day: string; shipped: number };
    stock_reservation: {
      merchant_id: string;
      reference: string;
      line: string;
      shop_id: string | null;
      order_id: string | null;
      variant_id: string;
      sets: number;
      short: number;
      state: ReservationState;
      expires_at: Date | null;
      made_at: Date;
      changed_at: Date;
    };
    stock_reservation_part: {
      merchant_id: string;
      reference: string;
      line: string;
      variant_id: string;
      warehouse_id: string;
      units: number;
    };
    stock_transfer: {
      merchant_id: string;
      id: string;
      variant_id: string;
      from_warehouse_id: string;
      to_warehouse_id: string;
      units: number;
      arrived: number;
      lost: number;
      returned: number;
      note: string;
      sent_by: string;
      sent_at: Date;
      ended_at: Date | null;
    };
    stock_allocation: {
      merchant_id: string;
      order_id: string;
      decided_by: 'person' | 'platform' | 'rule';
      warehouse_id: string | null;
      considered: ColumnType<Considered[], string, string>;
      is_settled: boolean;
      to_country: string;
      to_region: string;
      to_postcode_area: string;
      allocated_at: Date;
    };
    allocation_rule: {
      merchant_id: string;
      id: string;
      shop_id: string | null;
      variant_id: string | null;
      kind: AllocationRule['kind'];
      value: number;
      safety_stock: number;
      minimum: number;
      changed_by: string;
      changed_at: Date;
    };
    stock_shop: {
      merchant_id: string;
      shop_id: string;
      is_pushing: boolean;
      may_split: ColumnType<boolean, boolean | undefined, boolean>;
      compared_at: Date | null;
      trouble: string | null;
      channel_warehouses: ColumnType<ChannelWarehouse[], string, string>;
    };
    stock_push: {
      merchant_id: string;
      shop_id: string;
      listing_id: string;
      channel_sku_id: string;
      channel_warehouse_id: string;
      variant_id: string;
      wanted: number;
      version: number;
      wanted_at: Date;
      sent: number | null;
      sent_version: number;
      sent_at: Date | null;
      confirmed: number | null;
      confirmed_version: number;
      confirmed_at: Date | null;
      failure: string | null;
      failed_at: Date | null;
      shown: number | null;
      committed: number | null;
      read_at: Date | null;
      drift: number;
    };
  }
}
