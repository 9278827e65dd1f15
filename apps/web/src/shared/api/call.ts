import { queryOptions } from '@tanstack/react-query';
import { routeTable } from '@tradewind/contract/route-table';
import type { AnswerOf, RequestOf, RouteId, Routes } from '@tradewind/contract/types';
import { ApiProblem, problemOf } from './problem.ts';

export type Request<K extends RouteId> = RequestOf<Routes[K]>;
export type Answer<K extends RouteId> = AnswerOf<Routes[K]>;
type Parts = { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown; file?: Blob };

/** Address of an operation, for links (file exports) as for calls. Absent and empty query values are left out. */
export function addressOf<K extends RouteId>(id: K, request: Request<K>): string {
  // Every request is params, query and body; the contract's type only says which of them this route has.
  const { params = {}, query = {} } = request as Parts;
  const path = routeTable[id].path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return `/api/v1${path}${text && `?${text}`}`;
}

/** Waits before an answer that was lost on its way is asked for again. */
const retryAfterMs = [500, 2000] as const;
const isLost = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.code === 'unreachable' || error.code === 'idempotency-in-progress');

/**
 * One call of the interface by its route id. Throws `ApiProblem` for every refusal. What creates or sends carries a key of its own, so
 * that a lost answer can be asked for again without doing the thing twice.
 */
export async function call<K extends RouteId>(id: K, request: Request<K>, signal?: AbortSignal): Promise<Answer<K>> {
  if (!('idempotent' in routeTable[id])) return send(id, request, signal ? { signal } : {});
  const key = newKey();
  for (const waitMs of retryAfterMs) {
    try {
      return await send(id, request, { key, ...(signal ? { signal } : {}) });
    } catch (error) {
      if (!isLost(error) || signal?.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
  return send(id, request, { key, ...(signal ? { signal } : {}) });
}

/** crypto.randomUUID is missing on plain http beyond this machine, which an operator may have allowed. */
const newKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

async function send<K extends RouteId>(id: K, request: Request<K>, how: { key?: string; signal?: AbortSignal }): Promise<Answer<K>> {
  const { key, signal } = how;
  const { method } = routeTable[id];
  // The server takes changes only as JSON or as a file of a type that a foreign page's form cannot send, even those that carry nothing.
  const { body, file } = request as Parts;
  const change = method === 'get' ? {} : { body: file ?? JSON.stringify(body ?? {}) };
  const response = await fetch(addressOf(id, request), {
    method: method.toUpperCase(),
    headers: {
      accept: 'application/json',
      ...(method === 'get' ? {} : { 'content-type': file ? file.type : 'application/json' }),
      ...(key ? { 'idempotency-key': key } : {}),
    },
    ...change,
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiProblem({ code: 'unreachable', status: 0 });
  });
  if (!response.ok) throw await problemOf(response);
  // Our own server checks its answers against the very contract this type comes from.
  return (response.status === 204 ? undefined : await response.json()) as Answer<K>;
}

/** A last word while the page goes, which no answer is waited for. */
export function callLast<K extends RouteId>(id: K, request: Request<K>): void {
  const { body } = request as Parts;
  const headers = { 'content-type': 'application/json' };
  void fetch(addressOf(id, request), {
    ...{ method: routeTable[id].method.toUpperCase(), headers, body: JSON.stringify(body ?? {}), keepalive: true },
  }).catch(() => undefined);
}

/** Query of a route; the key begins with the route's id, which is what hints invalidate by. */
export const apiQuery = <K extends RouteId>(id: K, request: Request<K>) =>
  queryOptions({ queryKey: [id, request], queryFn: ({ signal }) => call(id, request, signal) });
