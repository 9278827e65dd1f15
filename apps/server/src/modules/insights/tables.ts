declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    ad_spend_day: {
      merchant_id: string;
      shop_id: string;
      channel_ad_spend_id: string;
      on_day: string;
      amount_minor: number;
      currency: string;
    };
    fx_rate_by_hand: { merchant_id: string; currency: string; on_day: string; per_euro: string; entered_by: string; entered_at: Date };
  }
  interface SystemTables {
    'system.fx_rate': { source: string; currency: string; on_day: string; per_euro: string; fetched_at: Date };
  }
}

export {};
