import type { ColumnType } from 'kysely';

type Bytes = Buffer;
type Json<T> = ColumnType<T, string, string>;

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    legal_entity: { merchant_id: string; id: string; name: string; jurisdiction: string; created_at: Date };
    channel_authorization: {
      merchant_id: string;
      id: string;
      channel: string;
      channel_account_id: string;
      account_name: string;
      access_token: Bytes | null;
      access_token_expires_at: Date | null;
      refresh_token: Bytes | null;
      refresh_token_expires_at: Date | null;
      token_version: number;
      granted_scopes: string[];
      state: 'active' | 're-authorise' | 'revoked';
      refreshed_at: Date;
      created_at: Date;
    };
    shop_authorization: {
      merchant_id: string;
      id: string;
      channel: string;
      market: string;
      legal_entity_id: string | null;
      state_hash: string;
      code: Bytes | null;
      authorization_id: string | null;
      requested_by: string;
      status: 'pending' | 'completing' | 'completed' | 'cancelled' | 'expired' | 'failed';
      failure_code: string | null;
      shop_ids: string[];
      refused: Json<{ name: string; market: string; code: string }[]>;
      created_at: Date;
      expires_at: Date;
      completed_at: Date | null;
    };
    shop: {
      merchant_id: string;
      id: string;
      channel: string;
      channel_shop_id: string;
      name: string;
      market: string;
      currency: string;
      time_zone: string;
      seller_type: 'cross-border' | 'local';
      cipher: string;
      legal_entity_id: string;
      authorization_id: string;
      state: 'active' | 're-authorise' | 'unbound';
      bound_at: Date;
      unbound_at: Date | null;
      last_webhook_at: Date | null;
      last_error_code: string | null;
      last_error_kind: string | null;
      last_error_message: string | null;
      last_error_at: Date | null;
    };
    'system.shop_directory': { merchant_id: string; channel: string; channel_shop_id: string; shop_id: string };
  }
  interface SystemTables {
    'system.merchant': { id: string; name: string; created_at: Date };
    'system.shop_directory': { merchant_id: string; channel: string; channel_shop_id: string; shop_id: string };
  }
}
