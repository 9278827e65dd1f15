import type { Api } from './api.ts';
import { readBytes } from './body.ts';
import type { Caller } from './handler.ts';

export type RawRequest = {
  /** Named parts of the path, such as `channel` in /hooks/{channel}. */
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Headers;
  /** Untouched, at most 1 MB: signatures are computed over them. */
  bytes: Uint8Array;
  requestId: string;
  /** The person whose browser it is, if any: a consent call-back needs it, a webhook never asks. */
  callerOf(): Promise<Caller | null>;
};

/**
 * An address outside the contract whose handler sees raw bytes, such as POST /hooks/{channel}. Security headers, the host check,
 * the request id and problem+json for what throws are as everywhere; authentication is the handler's own business.
 */
export function mountRaw(
  { app, recognition }: Api,
  { method, path }: { method: 'GET' | 'POST'; path: string },
  handle: (request: RawRequest) => Promise<Response>,
): void {
  app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context) => {
    context.set('routeId', path);
    const request = context.req.raw;
    return handle({
      params: context.req.param(),
      query: new URL(request.url).searchParams,
      headers: request.headers,
      bytes: method === 'POST' ? await readBytes(request) : new Uint8Array(),
      requestId: context.get('requestId'),
      callerOf: () => recognition.callerOf(request),
    });
  });
}
