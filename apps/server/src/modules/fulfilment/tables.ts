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
    package_order: { merchant_id: string; shop_id: string; channel_order_id: string; package_id: string };
  }
}

export {};
