import type { NotificationKind } from '@tradewind/contract';
import type { ColumnType } from 'kysely';

export type NotificationFacts = Record<string, string | number | null>;

declare module '../database/tables.ts' {
  interface TenantTables {
    notification: {
      merchant_id: string;
      id: string;
      kind: NotificationKind;
      fact: string;
      shop_id: string | null;
      person_id: string | null;
      facts: ColumnType<NotificationFacts, string, string>;
      raised_at: Date;
      closed_at: Date | null;
    };
    notification_read: { merchant_id: string; person_id: string; notification_id: string; read_at: Date };
    notification_mute: { merchant_id: string; person_id: string; kind: NotificationKind };
  }
}
