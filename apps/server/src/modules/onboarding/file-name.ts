import type { MerchantSecrets, SealContext } from '../../platform/secrets/secrets.ts';

/** People name files after people. */
const context = (documentId: string, version: number): SealContext => ({ object: documentId, field: 'file-name', version });

type Place = { documentId: string; version: number };

export const sealName = (secrets: MerchantSecrets, { documentId, version }: Place, name: string): Buffer =>
  secrets.seal(context(documentId, version), name);

export const openName = (secrets: MerchantSecrets, { documentId, version }: Place, sealed: Uint8Array): string =>
  secrets.openText(context(documentId, version), sealed);
