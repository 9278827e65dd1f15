/**
 * What browsers are told, and what cookies may do.
 *
 * CSRF: cookies are SameSite=Lax, and beyond that a verb that changes something is refused for a cookie unless
 * the browser says the page was ours: Origin equal to our own, or (where it sends none) Sec-Fetch-Site
 * same-origin. A body is application/json or refused, which no form can send. API keys need none of this.
 *
 * Where the server listens on loopback only, the Host must be a loopback name: otherwise a foreign page could
 * re-point its own name at 127.0.0.1 and be of one origin with us.
 */
import type { Refusal } from './problem.ts';
import { refuse } from './problem.ts';

export type SecurityOptions = {
  /** PUBLIC_URL; null = people use the address it listens on. */
  publicUrl: string | null;
  loopbackOnly: boolean;
};

const LOOPBACK_HOST = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/i;

export function refuseForeignHost({ publicUrl, loopbackOnly }: SecurityOptions, headers: Headers): Refusal | null {
  const host = headers.get('host') ?? '';
  if (!loopbackOnly || LOOPBACK_HOST.test(host) || (publicUrl !== null && new URL(publicUrl).host === host.toLowerCase())) return null;
  return refuse('forbidden', 'This address serves this machine only.');
}

const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS';

export function refuseForeignOrigin({ publicUrl }: SecurityOptions, method: string, headers: Headers): Refusal | null {
  if (isSafe(method)) return null;
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const own = publicUrl !== null ? new URL(publicUrl).origin : `http://${headers.get('host') ?? ''}`;
  const isOwn = origin !== null ? origin.toLowerCase() === own.toLowerCase() : site === 'same-origin';
  if (isOwn && (site === null || site === 'same-origin')) return null;
  return refuse('forbidden', 'The request came from another page.');
}

export type PageSources = { nonce: string; scriptHashes: readonly string[] };

/** Ant Design writes its styles at run time, hence the nonce; a boot script inside the page is known by its hash. */
export const pagePolicy = ({ nonce, scriptHashes }: PageSources): string =>
  [
    "default-src 'none'",
    ["script-src 'self'", ...scriptHashes.map((hash) => `'sha256-${hash}'`)].join(' '),
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    'report-uri /api/csp-reports',
  ].join('; ');

/** For everything that is no page. */
const ANSWER_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

export function setSecurityHeaders(headers: Headers, { publicUrl }: SecurityOptions): void {
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', ANSWER_POLICY);
  headers.set('cross-origin-opener-policy', 'same-origin');
  // What is public is for pages of other origins, and says so itself.
  if (!headers.has('cross-origin-resource-policy')) headers.set('cross-origin-resource-policy', 'same-origin');
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'no-referrer');
  headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=()');
  if (publicUrl?.startsWith('https://')) headers.set('strict-transport-security', 'max-age=31536000');
}
