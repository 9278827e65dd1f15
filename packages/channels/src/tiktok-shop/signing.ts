/**
 * TikTok Shop's signatures: lower-case hex HMAC-SHA256 keyed with the app secret, over exact bytes.
 * The body is taken as sent, never re-serialised: escaped slashes and the order of keys are part of it.
 * Query values are signed decoded and sent encoded. The secret wraps the text and is the key as well.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export type SignedParts = {
  path: string;
  query: Readonly<Record<string, string>>;
  /** Left out of the signature for multipart uploads, whatever the case or boundary of the type. */
  contentType: string;
  body?: Uint8Array | undefined;
};

const UNSIGNED_PARAMETERS = new Set(['sign', 'access_token']);

export function signRequest(appSecret: string, parts: SignedParts): string {
  const query = Object.keys(parts.query)
    .filter((key) => !UNSIGNED_PARAMETERS.has(key))
    .sort()
    .map((key) => key + parts.query[key])
    .join('');
  const hmac = createHmac('sha256', appSecret).update(appSecret + parts.path + query);
  const isMultipart = parts.contentType.trim().toLowerCase().startsWith('multipart/form-data');
  if (parts.body && !isMultipart) hmac.update(parts.body);
  return hmac.update(appSecret).digest('hex');
}

export function signHint(app: { appKey: string; appSecret: string }, body: Uint8Array): string {
  return createHmac('sha256', app.appSecret).update(app.appKey).update(body).digest('hex');
}

/**
 * Compares without telling by its time how much was right. Both sides are hashed first, because the
 * constant-time comparison throws on unequal lengths and the length belongs to the sender.
 */
export function sameSignature(expected: string, received: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(received));
}
