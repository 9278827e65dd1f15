import { audit } from '../../../platform/audit.ts';
import { markApiKeyRevoked } from '../../../platform/auth/api-key-store.ts';
import { refuseUnknownShops } from '../../../platform/auth/shop-bounds.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { DeveloperTools } from '../tools.ts';
import { issueApiKey } from './issue-api-key.ts';

type CreateInput = Parameters<Handlers['api-keys.create']>[0];
type RevokeInput = Parameters<Handlers['api-keys.revoke']>[0];

/** The key is a system row and its audit entry a tenant row: the entry is in the transaction that commits last. */
export async function createKey(tools: DeveloperTools, { caller, body, requestId }: CreateInput) {
  const refused = refuseBeyond(caller, body) ?? (await refuseUnknownShops(tools.database, caller, body.shopIds));
  if (refused) return refused;
  const { merchantId } = caller;
  const made = { merchantId, name: body.name, scopes: body.scopes, shopIds: body.shopIds, createdBy: caller.id };
  return tools.database.withMerchant(merchantId, async (tx) => {
    const { id, key, prefix, createdAt } = await issueApiKey(tools, tools.database.system, made);
    const facts = { scopes: body.scopes, shopIds: body.shopIds };
    const act = { action: 'api-key.create', objectKind: 'api-key', objectId: id, facts };
    await audit(tx, { ...act, id: tools.newId(), at: tools.clock.now(), caller, requestId });
    const scopes = [...new Set(body.scopes)];
    return {
      id,
      name: body.name,
      prefix,
      scopes,
      shopIds: body.shopIds,
      createdAt: createdAt.toISOString(),
      lastUsedAt: null,
      revokedAt: null,
      key,
    };
  });
}

/** Revoked keys stay in the list, so that the audit entries they wrote keep a name. Revoking twice is no error. */
export async function revokeKey(tools: DeveloperTools, { caller, params, requestId }: RevokeInput): Promise<Refusal | undefined> {
  const at = tools.clock.now();
  return tools.database.withMerchant(caller.merchantId, async (tx) => {
    const row = await tools.database.system
      .selectFrom('system.api_key')
      .select(['id', 'revoked_at', 'scopes', 'shop_ids'])
      .where('id', '=', params.apiKeyId)
      .where('merchant_id', '=', caller.merchantId)
      .executeTakeFirst();
    if (!row) return refuse('not-found');
    if (row.revoked_at !== null) return undefined;
    const beyond = refuseBeyond(caller, { scopes: row.scopes, shopIds: row.shop_ids });
    if (beyond) return beyond;
    await markApiKeyRevoked(tools.database.system, { id: row.id, at });
    const act = { action: 'api-key.revoke', objectKind: 'api-key', objectId: row.id, facts: {} };
    await audit(tx, { ...act, id: tools.newId(), at, caller, requestId });
    return undefined;
  });
}

function refuseBeyond(caller: Caller, { scopes, shopIds }: Pick<CreateInput['body'], 'scopes' | 'shopIds'>): Refusal | null {
  const missing = scopes.find((scope) => !caller.scopes.has(scope));
  if (missing) return refuse('forbidden', `You may not ${missing} yourself.`);
  const own = caller.shopIds;
  if (own !== null && (shopIds === null || shopIds.some((id) => !own.includes(id))))
    return refuse('forbidden', 'This goes beyond your shops.');
  return null;
}
