import type { ShopAuthorization } from '@tradewind/contract';
import type { Selectable } from 'kysely';
import type { TenantTables } from '../../../platform/database/tables.ts';

export type AuthorizationView = ShopAuthorization;

/** A pending request past its time reads as expired, though nothing wrote that down. */
export function authorizationView(row: Selectable<TenantTables['shop_authorization']>, now: number): AuthorizationView {
  const expired = row.status === 'pending' && row.expires_at.getTime() <= now;
  return {
    id: row.id,
    channel: row.channel as AuthorizationView['channel'], // written from the contract's enum
    market: row.market,
    legalEntityId: row.legal_entity_id,
    status: expired ? 'expired' : row.status,
    failureCode: row.failure_code,
    shopIds: row.shop_ids,
    refused: row.refused,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  };
}
