import type { TenantTx } from '../../../platform/database/database.ts';

/**
 * No key to somebody's shop is kept that nothing uses: wipes the tokens of this consent, and of every other of the same account, that no
 * bound shop stands on. After a consent that bound nothing, one that a later one replaced, and the unbinding of a last shop.
 */
export async function forgetUnusedTokens(tx: TenantTx, authorizationId: string): Promise<void> {
  const account = await tx
    .selectFrom('channel_authorization')
    .select(['channel', 'channel_account_id'])
    .where('id', '=', authorizationId)
    .executeTakeFirstOrThrow();
  await tx
    .updateTable('channel_authorization')
    .set({ access_token: null, refresh_token: null, state: 'revoked' })
    .where('channel', '=', account.channel)
    .where('channel_account_id', '=', account.channel_account_id)
    .where('state', '!=', 'revoked')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('shop')
            .select('shop.id')
            .whereRef('shop.authorization_id', '=', 'channel_authorization.id')
            .where('shop.state', '!=', 'unbound'),
        ),
      ),
    )
    .execute();
}
