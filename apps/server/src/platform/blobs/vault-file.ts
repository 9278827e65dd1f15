/** What every file in the vault goes through, whoever it is for: it is what it says, its name and its bytes lie sealed, and there is room. */
import type { UploadedFile } from '@tradewind/contract';
import { examineFile, type FileFault } from '@tradewind/rules/file-kinds';
import type { TenantTx } from '../database/database.ts';
import { type Refusal, refuse } from '../http/handler.ts';
import { Refused } from '../http/problem.ts';
import type { MerchantSecrets, SealContext } from '../secrets/secrets.ts';
import type { BlobKey, MerchantBlobs } from './blobs.ts';

const messages: Readonly<Record<FileFault, string>> = {
  empty: 'The file is empty',
  'too-large': 'The file is larger than 10 MB',
  'unknown-content': 'The content is neither a PDF nor a JPEG nor a PNG',
  'not-the-declared-type': 'The content is of another type than was declared',
  'not-the-type-of-its-name': 'The content is of another type than the name says',
  damaged: 'The file is damaged or cut off',
  'more-behind-the-end': 'Something lies behind the end of the file',
  'two-files-in-one': 'The file is also a page or an archive',
  'active-content': 'The PDF holds a script, a program call or another file',
  'too-many-pixels': 'The picture has more than 40 million pixels',
};

export function refuseLie({ bytes, mediaType }: UploadedFile, name: string): Refusal | null {
  const verdict = examineFile(bytes, { name, declared: mediaType });
  if (!('fault' in verdict)) return null;
  return { refused: 'invalid-input', errors: [{ path: '', code: verdict.fault, message: messages[verdict.fault] }] };
}

/** People name files after people. */
const context = (documentId: string, version: number): SealContext => ({ object: documentId, field: 'file-name', version });

type Place = { documentId: string; version: number };

export const sealName = (secrets: MerchantSecrets, { documentId, version }: Place, name: string): Buffer =>
  secrets.seal(context(documentId, version), name);

export const openName = (secrets: MerchantSecrets, { documentId, version }: Place, sealed: Uint8Array): string =>
  secrets.openText(context(documentId, version), sealed);

/** Throws Refused where there is no room, so that nothing of the transaction stays; `withRefusals` makes an answer of it. */
export async function keepBytes(tx: TenantTx, blobs: MerchantBlobs, { bytes, ...key }: BlobKey & { bytes: Uint8Array }): Promise<void> {
  if (!(await blobs.put(tx, key, bytes))) throw new Refused(refuse('vault-full', 'Withdraw documents that are no longer needed.'));
}

export async function withRefusals<T>(run: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}
