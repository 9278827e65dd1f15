declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    sync_stream: {
      merchant_id: string;
      shop_id: string;
      stream: string;
      cursor_at: Date;
      backfill_total: number | null;
      backfill_done: number;
      backfilled_at: Date | null;
      last_swept_at: Date | null;
      last_deep_swept_at: Date | null;
      repairs: number;
    };
    inbound: {
      merchant_id: string;
      channel: string;
      notification_id: string;
      shop_id: string;
      topic: string;
      channel_object_id: string | null;
      occurred_at: Date;
      received_at: Date;
      body: Buffer | null;
    };
    task: {
      merchant_id: string;
      id: string;
      kind: string;
      shop_id: string | null;
      state: 'running' | 'done' | 'failed' | 'cancelled';
      done: number;
      total: number | null;
      created_by: string;
      created_at: Date;
      updated_at: Date;
      finished_at: Date | null;
    };
  }
  interface SystemTables {
    'system.inbound_unrouted': {
      id: string;
      channel: string;
      channel_shop_id: string | null;
      notification_id: string;
      topic: string;
      received_at: Date;
    };
  }
}

export {};
