import { createHash } from 'node:crypto';
import type { UploadedFile } from '@tradewind/contract';
import { Refused, refuse } from './problem.ts';

const BODY_MAX_BYTES = 1024 * 1024;

/** Reads at most 1 MB and stops there; the declared length is only believed when it is already too much. */
export async function readBytes(request: Request): Promise<Uint8Array> {
  if (declaredLength(request) > BODY_MAX_BYTES) throw new Refused(refuse('body-too-large'));
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.byteLength;
    if (length > BODY_MAX_BYTES) throw new Refused(refuse('body-too-large'));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const declaredLength = (request: Request): number => Number(request.headers.get('content-length') ?? 0);

type Upload = { mediaTypes: readonly string[]; maxBytes: number };

/**
 * The file that is a request's whole body. It goes straight into one buffer of the declared length, so that it is held once; a sender
 * that declares none grows the buffer, at most to the limit. A form cannot send these media types, so no foreign page can either.
 */
export async function readUpload(request: Request, { mediaTypes, maxBytes }: Upload): Promise<UploadedFile> {
  const mediaType = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!mediaTypes.includes(mediaType)) throw new Refused(refuse('unsupported-media-type', `Send one of ${mediaTypes.join(', ')}.`));
  const declared = declaredLength(request);
  if (declared > maxBytes) throw new Refused(refuse('body-too-large'));
  let buffer = Buffer.allocUnsafe(Number.isSafeInteger(declared) && declared > 0 ? declared : 64 * 1024);
  const hash = createHash('sha256');
  let length = 0;
  for await (const chunk of request.body ?? []) {
    if (length + chunk.byteLength > maxBytes) throw new Refused(refuse('body-too-large'));
    const needed = length + chunk.byteLength;
    if (needed > buffer.length)
      buffer = Buffer.concat([buffer.subarray(0, length)], Math.min(maxBytes, Math.max(needed, buffer.length * 4)));
    buffer.set(chunk, length);
    hash.update(chunk);
    length += chunk.byteLength;
  }
  return { mediaType, bytes: buffer.subarray(0, length), sha256: hash.digest('hex') };
}

const isJson = (mediaType: string | null): boolean => /^application\/json *(;.*)?$/i.test(mediaType ?? '');

/**
 * The JSON of a request; undefined where it has no body. A route without a body takes an empty one or `{}`,
 * because a page can only send application/json by sending something.
 */
export async function readJson(request: Request): Promise<unknown> {
  const bytes = await readBytes(request);
  if (bytes.byteLength === 0) return undefined;
  if (!isJson(request.headers.get('content-type'))) throw new Refused(refuse('unsupported-media-type'));
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Refused(refuse('malformed-json'));
  }
}
