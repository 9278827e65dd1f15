declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    conversation: {
      merchant_id: string;
      id: string;
      shop_id: string;
      channel_conversation_id: string;
      created_at: Date;
      latest_at: Date;
      latest_message_id: string | null;
      read_for: string | null;
    };
    buyer_turn: {
      merchant_id: string;
      id: string;
      shop_id: string;
      conversation_id: string;
      asked_message_id: string;
      asked_at: Date;
      replied_at: Date | null;
    };
    rollup_turn: {
      merchant_id: string;
      shop_id: string;
      slot_seconds: number;
      slot_at: Date;
      turns: number;
      replied: number;
      waited_seconds: number;
      within_24h: number;
      within_48h: number;
    };
  }
}

export {};
