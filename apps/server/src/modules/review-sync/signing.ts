/**
 * Ed25519 over the exact text of the payload (RFC 8032). A key of each merchant's own, made when something is published first; its private
 * half is sealed like tokens. Whoever takes the payload into a page of their own can check that nobody changed it on the way.
 */
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { TenantTx } from '../../platform/database/database.ts';
import type { MerchantSecrets } from '../../platform/secrets/secrets.ts';
import type { Services } from '../../platform/services.ts';

/** PKCS #8 of an Ed25519 key is this and its 32 bytes (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_BYTES = 32;
const place = (id: string) => ({ object: `review-signing-key:${id}`, field: 'key', version: 1 });
const keyOf = (seed: Uint8Array): KeyObject => createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });

export async function ensureSigningKey(
  tx: TenantTx,
  services: Services,
  { merchantId, secrets, now }: { merchantId: string; secrets: MerchantSecrets; now: number },
): Promise<void> {
  const held = await tx.selectFrom('review_signing_key').select('id').executeTakeFirst();
  if (held) return;
  const id = services.newId();
  const seed = services.random.bytes(SEED_BYTES);
  const { kty, crv, x } = createPublicKey(keyOf(seed)).export({ format: 'jwk' });
  const row = {
    merchant_id: merchantId,
    id,
    public_key: JSON.stringify({ kty, crv, x, kid: id, alg: 'EdDSA', use: 'sig' }),
    sealed_key: secrets.seal(place(id), seed),
    made_at: new Date(now),
  };
  await tx
    .insertInto('review_signing_key')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function signPayload(
  tx: TenantTx,
  secrets: MerchantSecrets,
  payload: string,
): Promise<{ payload: string; signature: string; keyId: string } | null> {
  const row = await tx.selectFrom('review_signing_key').select(['id', 'sealed_key']).executeTakeFirst();
  if (!row) return null;
  const signature = sign(null, Buffer.from(payload), keyOf(secrets.open(place(row.id), row.sealed_key)));
  return { payload, signature: signature.toString('base64url'), keyId: row.id };
}
