import { queryOptions } from '@tanstack/react-query';
import { routeTable } from '@tradewind/contract/route-table';
import type { AnswerOf, RequestOf, RouteId, Routes } from '@tradewind/contract/types';
import { ApiProblem, problemOf } from './problem.ts';

export type Request<K extends RouteId> = RequestOf<Routes[K]>;
export type Answer<K extends RouteId> = AnswerOf<Routes[K]>;
type Parts = { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };

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

/** One call of the interface by its route id. Throws `ApiProblem` for every refusal. */
export async function call<K extends RouteId>(id: K, request: Request<K>, signal?: AbortSignal): Promise<Answer<K>> {
  const { method } = routeTable[id];
  // The server takes changes only as JSON, even those that carry nothing: a foreign page's form cannot send that.
  const change = method === 'get' ? {} : { body: JSON.stringify((request as Parts).body ?? {}) };
  const response = await fetch(addressOf(id, request), {
    method: method.toUpperCase(),
    headers: { accept: 'application/json', ...(method === 'get' ? {} : { 'content-type': 'application/json' }) },
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

/** Query of a route; the key begins with the route's id, which is what hints invalidate by. */
export const apiQuery = <K extends RouteId>(id: K, request: Request<K>) =>
  queryOptions({ queryKey: [id, request], queryFn: ({ signal }) => call(id, request, signal) });
