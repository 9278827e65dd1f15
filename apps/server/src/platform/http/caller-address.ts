import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** The peer of the socket. Forwarded-for headers are anybody's to write, so behind a proxy all callers share one. */
export function addressOf(context: Context): string {
  // Without a socket (a request made inside the process) there is no peer.
  return context.env?.incoming ? (getConnInfo(context).remote.address ?? 'unknown') : 'unknown';
}
