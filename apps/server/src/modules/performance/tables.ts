import type { DispatchMetric } from '@tradewind/contract';

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    rate_prediction: {
      merchant_id: string;
      shop_id: string;
      metric: DispatchMetric;
      points: number;
      foreseen_at: Date;
      expected_at: Date;
      held_until: Date;
    };
  }
}
