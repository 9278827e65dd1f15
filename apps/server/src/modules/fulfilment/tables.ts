import type { Handover } from '@tradewind/channels';
import type { ParcelTrouble } from '@tradewind/rules/parcel-watch';
import type { ColumnType } from 'kysely';

type Json<T> = ColumnType<T, string, string>;
export type ShipmentState = 'planned' | 'sent' | 'unknown' | 'shipped' | 'rejected' | 'kept-back' | 'cancelled';
/** As the channel is asked. */
export type PackageWish =
  | { kind: 'split'; channelOrderId: string; groups: string[][] }
  | { kind: 'combine' | 'uncombine'; channelPackageId: string; channelOrderIds: string[] }
  | { kind: 'renumber'; channelPackageId: string; channelCarrierId: string; trackingNumber: string };

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    package: {
      merchant_id: string;
      id: string;
      shop_id: string;
      channel_package_id: string;
      status: 'processing' | 'fulfilling' | 'completed' | 'cancelled';
      tracking_number: string | null;
      carrier: string | null;
      created_at: Date;
      updated_at: Date;
    };
    shipment_run: { merchant_id: string; id: string; created_by: string; created_at: Date };
    shipment: {
      merchant_id: string;
      id: string;
      run_id: string;
      shop_id: string;
      order_id: string;
      channel_order_id: string;
      path: 'platform' | 'seller';
      channel_package_id: string | null;
      channel_line_ids: string[] | null;
      handover: Json<Handover | null>;
      channel_service_id: string | null;
      channel_carrier_id: string | null;
      tracking_number: string | null;
      warnings: string[];
      state: ShipmentState;
      code: string | null;
      message: string | null;
      sent_at: Date | null;
      asked_by: string;
      created_at: Date;
      updated_at: Date;
    };
    package_change: {
      merchant_id: string;
      id: string;
      shop_id: string;
      kind: PackageWish['kind'];
      channel_order_ids: string[];
      wish: Json<PackageWish>;
      state: 'planned' | 'sent' | 'unknown' | 'done' | 'rejected';
      code: string | null;
      message: string | null;
      sent_at: Date | null;
      asked_by: string;
      created_at: Date;
      updated_at: Date;
    };
    parcel_tracking: {
      merchant_id: string;
      shop_id: string;
      channel_order_id: string;
      submitted_at: Date;
      events: Json<{ at: number; description: string }[]>;
      asked_at: Date | null;
      ask_at: Date | null;
      trouble: ParcelTrouble | null;
    };
    package_order: { merchant_id: string; shop_id: string; channel_order_id: string; package_id: string };
  }
}
