import type { Context, MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';

/**
 * Control calls move a whole world and hand out tokens, so they answer this machine only. The Host must be a loopback
 * name (a page elsewhere could point its own name at 127.0.0.1), an Origin must be the sandbox's own (a page in the
 * same browser could post here), and a body must be called JSON, which no plain form can do.
 */
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const MAX_BODY_BYTES = 1_000_000;

type Problem = { code: string; message: string; errors?: { path: string; code: string; message: string }[] };

/** An answer of refusal, thrown; the app turns it into JSON. */
export function refusal(status: 400 | 403 | 404 | 409 | 413 | 415 | 422, problem: Problem): HTTPException {
  return new HTTPException(status, { res: Response.json(problem, { status }) });
}

export const loopbackOnly: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('host') ?? '';
  if (!LOOPBACK.has(host.replace(/:\d+$/, '').toLowerCase()))
    throw refusal(403, { code: 'foreign-host', message: 'Control calls answer loopback names only.' });
  const origin = c.req.header('origin');
  if (origin !== undefined && origin !== `http://${host}`)
    throw refusal(403, { code: 'foreign-origin', message: 'Control calls refuse other origins.' });
  if (c.req.method !== 'GET' && !/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
    throw refusal(415, { code: 'unsupported-media-type', message: 'Send application/json.' });
  }
  await next();
};

export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  if (Number(c.req.header('content-length') ?? 0) > MAX_BODY_BYTES)
    throw refusal(413, { code: 'too-large', message: 'The body is too large.' });
  const text = await c.req.text();
  if (text.length > MAX_BODY_BYTES) throw refusal(413, { code: 'too-large', message: 'The body is too large.' });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refusal(400, { code: 'malformed-json', message: 'The body is not JSON.' });
  }
  return check(value, schema);
}

export function check<T>(value: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ path: pointer(issue), code: issue.code, message: issue.message }));
  throw refusal(422, { code: 'invalid-input', message: 'Some fields are not right.', errors });
}

/** JSON Pointer; an unknown key is named itself, not its parent. */
function pointer(issue: z.core.$ZodIssue): string {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
