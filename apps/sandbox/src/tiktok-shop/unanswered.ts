/**
 * A call that gets no answer. Over a socket the connection is cut after a moment; without one
 * (a test calling the app directly) the platform's own "timed out" stands for it.
 */
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { CODE, failure, PlatformError } from './envelope.ts';

export type Connection = Partial<HttpBindings>;
const HOLD_MS = 200;

export async function unanswered(c: Context<{ Bindings: Connection }>, requestId: string): Promise<Response> {
  const socket = c.env?.outgoing?.socket;
  if (!socket) return failure(new PlatformError(CODE.timedOut, 'Request timed out'), requestId);
  await new Promise((resolve) => setTimeout(resolve, HOLD_MS));
  socket.destroy();
  return RESPONSE_ALREADY_SENT;
}
