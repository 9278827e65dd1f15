/**
 * The platform's signatures, over raw bytes: what arrived is what is signed, never a re-serialised
 * copy (escaped slashes and key order would differ).
 *
 * A request: app_secret + path + sorted key-value pairs (decoded, without sign and access_token) +
 * raw body unless multipart + app_secret, HMAC-SHA256 keyed with app_secret. A notification:
 * app_key + raw body, same key.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export type SignedRequest = {
  path: string;
  /** Decoded pairs in the order of arrival. */
  query: readonly (readonly [string, string])[];
  body: Uint8Array;
  contentType: string;
};

const UNSIGNED_KEYS = new Set(['sign', 'access_token']);
const byteOrder = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

export function isMultipart(contentType: string): boolean {
  return contentType.trim().toLowerCase().startsWith('multipart/form-data');
}

export function signRequest(request: SignedRequest, appSecret: string): string {
  return hmacOfRequest(request, { appSecret, withBody: !isMultipart(request.contentType) });
}

/**
 * Some clients send `{}` for an empty payload and leave it out of the signature, others sign it:
 * either is accepted, because the platform's own behaviour is not documented.
 */
export function verifyRequest(request: SignedRequest, sign: string, appSecret: string): boolean {
  if (sameHex(sign, signRequest(request, appSecret))) return true;
  const isEmptyObject = Buffer.from(request.body).toString('utf8') === '{}';
  return isEmptyObject && sameHex(sign, hmacOfRequest(request, { appSecret, withBody: false }));
}

export function signNotification(rawBody: string, app: { appKey: string; appSecret: string }): string {
  return createHmac('sha256', app.appSecret).update(app.appKey).update(rawBody).digest('hex');
}

function hmacOfRequest(request: SignedRequest, options: { appSecret: string; withBody: boolean }): string {
  const pairs = request.query.filter(([key]) => !UNSIGNED_KEYS.has(key)).sort(([a], [b]) => byteOrder(a, b));
  const hmac = createHmac('sha256', options.appSecret).update(options.appSecret).update(request.path);
  for (const [key, value] of pairs) hmac.update(key).update(value);
  if (options.withBody) hmac.update(request.body);
  return hmac.update(options.appSecret).digest('hex');
}

function sameHex(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
