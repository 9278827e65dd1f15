import { Refused, refuse } from './problem.ts';

const BODY_MAX_BYTES = 1024 * 1024;

/** Reads at most 1 MB and stops there; the declared length is only believed when it is already too much. */
export async function readBytes(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > BODY_MAX_BYTES) throw new Refused(refuse('body-too-large'));
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
