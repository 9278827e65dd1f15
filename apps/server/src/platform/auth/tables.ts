import type { Profile, Role, Scope } from '@tradewind/contract';
import type { ColumnType } from 'kysely';

export type MerchantTable = { id: string; name: string; created_at: Date };
export type AuthUserTable = {
  id: string;
  name: string;
  email: string;
  email_verified: boolean;
  two_factor_enabled: ColumnType<boolean, boolean | undefined>;
  created_at: Date;
  updated_at: Date;
};
export type AuthSessionTable = {
  id: string;
  user_id: string;
  token: string;
  expires_at: Date;
  ip_address: ColumnType<string | null, string | null | undefined>;
  user_agent: ColumnType<string | null, string | null | undefined>;
  active_organization_id: string | null;
  created_at: Date;
  updated_at: Date;
};
export type AuthAccountTable = {
  id: string;
  user_id: string;
  account_id: string;
  provider_id: string;
  password: string | null;
  created_at: Date;
  updated_at: Date;
};
export type MemberTable = {
  id: string;
  organization_id: string;
  user_id: string;
  name: string;
  role: Role;
  shop_ids: string[] | null;
  created_at: Date;
  last_active_at: ColumnType<Date | null, Date | null | undefined>;
};
export type InvitationTable = {
  id: string;
  merchant_id: string;
  email: string;
  role: Role;
  shop_ids: string[] | null;
  token_hash: Uint8Array;
  invited_by: string;
  created_at: Date;
  expires_at: Date;
  accepted_at: ColumnType<Date | null, Date | null | undefined>;
  revoked_at: ColumnType<Date | null, Date | null | undefined>;
};
export type ProfileTable = {
  user_id: string;
  language: Profile['language'];
  time_zone: string | null;
  theme: Profile['theme'];
  density: Profile['density'];
  updated_at: Date;
};
export type ApiKeyTable = {
  id: string;
  merchant_id: string;
  name: string;
  prefix: string;
  key_hash: Uint8Array;
  scopes: Scope[];
  shop_ids: string[] | null;
  created_by: string;
  created_at: Date;
  last_used_at: ColumnType<Date | null, Date | null | undefined>;
  revoked_at: ColumnType<Date | null, Date | null | undefined>;
};

declare module '../database/tables.ts' {
  interface SystemTables {
    'system.merchant': MerchantTable;
    'system.auth_user': AuthUserTable;
    'system.auth_session': AuthSessionTable;
    'system.auth_account': AuthAccountTable;
    'system.member': MemberTable;
    'system.api_key': ApiKeyTable;
    'system.invitation': InvitationTable;
    'system.profile': ProfileTable;
  }
}
