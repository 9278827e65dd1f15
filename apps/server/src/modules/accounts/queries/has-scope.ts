import type { TenantTx } from '../../../platform/database/database.ts';

/** Whether the shop's consent names the scope. Asked before a call that not every consent allows, so that its refusal is no lost consent. */
export async function hasScope(tx: TenantTx, shopId: string, scope: string): Promise<boolean> {
  const row = await tx
    .selectFrom('shop')
    .innerJoin('channel_authorization as auth', 'auth.id', 'shop.authorization_id')
    .select('auth.granted_scopes')
    .where('shop.id', '=', shopId)
    .executeTakeFirst();
  return row?.granted_scopes.includes(scope) ?? false;
}
