export type WaveKind = 'single-item' | 'by-zone' | 'mixed';
export type WaveState = 'open' | 'picking' | 'done' | 'cancelled';
export type WaveOrderState = 'waiting' | 'packing' | 'verified' | 'dropped' | 'left';

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    bin: {
      merchant_id: string;
      warehouse_id: string;
      variant_id: string;
      zone: string;
      bin: string;
      changed_by: string;
      changed_at: Date;
    };
    pick_wave: {
      merchant_id: string;
      id: string;
      number: number;
      warehouse_id: string;
      kind: WaveKind;
      zone: string | null;
      state: WaveState;
      scans: number;
      created_by: string;
      created_at: Date;
      started_at: Date | null;
      ended_at: Date | null;
    };
    pick_wave_order: {
      merchant_id: string;
      wave_id: string;
      order_id: string;
      position: number;
      state: WaveOrderState;
      is_held: boolean;
      packer_id: string | null;
      packer_name: string | null;
      verified_at: Date | null;
      drop_reason: 'cancelled' | 'taken-out' | null;
      dropped_at: Date | null;
      put_back: 'due' | 'done' | null;
    };
    pick_wave_item: {
      merchant_id: string;
      wave_id: string;
      order_id: string;
      item: string;
      variant_id: string | null;
      sku: string;
      title: string;
      units: number;
      scanned: number;
    };
    pick_scan: {
      merchant_id: string;
      id: string;
      wave_id: string;
      number: number;
      order_id: string | null;
      item: string | null;
      code: string;
      outcome: string;
      packer_id: string;
      packer_name: string;
      at: Date;
      undone_at: Date | null;
    };
    label_run: {
      merchant_id: string;
      id: string;
      wave_id: string | null;
      kind: 'label' | 'label-and-packing-slip';
      layout: 'a6' | 'a4-four';
      state: 'fetching' | 'merging' | 'done' | 'cancelled';
      created_by: string;
      created_at: Date;
      give_up_at: Date;
      finished_at: Date | null;
      file_version: number | null;
      last_version: number;
      pages: number | null;
      bytes: number | null;
      purged_at: Date | null;
    };
    label: {
      merchant_id: string;
      id: string;
      run_id: string;
      position: number;
      package_id: string | null;
      shop_id: string;
      channel_package_id: string | null;
      channel_order_ids: string[];
      state: 'waiting' | 'fetched' | 'missing';
      reason: string | null;
      message: string | null;
      attempts: number;
      next_try_at: Date | null;
      tracking_number: string | null;
      pages: number | null;
    };
  }
}
