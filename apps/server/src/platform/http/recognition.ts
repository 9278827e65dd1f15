import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Identity } from '../auth/identify.ts';
import { addressOf } from './caller-address.ts';
import type { Caller } from './handler.ts';
import type { ApiOptions } from './options.ts';
import { isRefusal, type Refusal, refuse } from './problem.ts';
import { createRateLimiter } from './rate-limit.ts';
import { refuseForeignOrigin } from './security.ts';

export type Recognition = {
  /** Rate limit, then who it is, then (for cookies) whether the page was ours. Sends renewed cookies along. */
  recognise(context: Context): Promise<Identity | Refusal>;
  /** Seconds until the caller may take another file; 0 when now. */
  exportWait(caller: Caller): number;
  /** For raw mounts where a session is optional. */
  callerOf(request: Request): Promise<Caller | null>;
};

/**
 * The limit comes before the look-up and is keyed by the credential as sent, hashed: a runaway script costs no
 * query. Credentials that turn out wrong draw on their address's bucket, so that making them up does not help.
 */
export function createRecognition(options: ApiOptions): Recognition {
  const { signIn, realClock, rateLimits } = options;
  const limiter = createRateLimiter(() => realClock.now());
  const waitBefore = (headers: Headers, address: string): number => {
    const authorization = headers.get('authorization');
    const credential = authorization ?? headers.get('cookie');
    if (credential === null) return 0;
    const key = createHash('sha256').update(credential).digest('base64');
    return limiter.waitOf('bad-credential', address) || limiter.take(authorization === null ? 'session' : 'api-key', key);
  };
  return {
    recognise: async (context) => {
      const { headers, method } = context.req.raw;
      const address = addressOf(context);
      const retryAfterSeconds = rateLimits ? waitBefore(headers, address) : 0;
      if (retryAfterSeconds > 0) return { refused: 'rate-limited', retryAfterSeconds };
      const identity = await signIn.identify(headers);
      if (isRefusal(identity)) {
        const hadCredential = headers.has('authorization') || headers.has('cookie');
        if (rateLimits && hadCredential && identity.refused === 'unauthenticated') limiter.take('bad-credential', address);
        return identity;
      }
      const foreign = identity.via === 'session' ? refuseForeignOrigin(options, method, headers) : null;
      if (foreign) return foreign;
      for (const cookie of identity.setCookies) context.header('set-cookie', cookie, { append: true });
      return identity;
    },
    exportWait: ({ kind, id, merchantId }) => (rateLimits ? limiter.take('export', `${merchantId} ${kind} ${id}`) : 0),
    callerOf: async (request) => {
      const identity = await signIn.identify(request.headers);
      return isRefusal(identity) ? null : identity.caller;
    },
  };
}

export const lacks = (caller: Caller, scope: string | null): Refusal | null =>
  // The cast-free way to ask a set of known scopes about any text.
  scope === null || [...caller.scopes].some((own) => own === scope) ? null : refuse('forbidden', `This needs the scope ${scope}.`);
