import type { Scope } from '@tradewind/contract';
import type { Kysely } from 'kysely';
import { hashApiKey, makeApiKey, prefixOf } from '../../../platform/auth/api-key.ts';
import { insertApiKey } from '../../../platform/auth/api-key-store.ts';
import type { SystemTables } from '../../../platform/database/tables.ts';
import type { Services } from '../../../platform/services.ts';

export type NewApiKey = { merchantId: string; name: string; scopes: readonly Scope[]; shopIds: string[] | null; createdBy: string };
export type IssuedApiKey = { id: string; key: string; prefix: string; createdAt: Date };

/** Makes a key and asks nobody: for the command line and the demo; over HTTP `createKey` checks and audits first. */
export async function issueApiKey(
  { newId, random, clock }: Pick<Services, 'newId' | 'random' | 'clock'>,
  system: Kysely<SystemTables>,
  { merchantId, name, scopes, shopIds, createdBy }: NewApiKey,
): Promise<IssuedApiKey> {
  const key = makeApiKey(random);
  const issued = { id: newId(), key, prefix: prefixOf(key), createdAt: new Date(clock.now()) };
  await insertApiKey(system, {
    id: issued.id,
    merchant_id: merchantId,
    name,
    prefix: issued.prefix,
    key_hash: hashApiKey(key),
    scopes: [...new Set(scopes)],
    shop_ids: shopIds,
    created_by: createdBy,
    created_at: issued.createdAt,
  });
  return issued;
}
