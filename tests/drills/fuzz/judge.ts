/** What every answer must be, whatever was asked: a good one, or a problem that a program can act on and that gives nothing away. */
import { z } from 'zod';
import { problemCodes } from '../../../packages/contract/src/index.ts';
import type { Case } from './cases.ts';

export type Answered = { status: number; headers: Headers; text: string };

const problem = z.strictObject({
  type: z.string().startsWith('/api/docs#problem-'),
  title: z.string(),
  status: z.int(),
  code: z.enum(problemCodes),
  detail: z.string().optional(),
  errors: z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  requestId: z.string().min(1),
});

/** What only our insides say: stacks, files, SQL and the driver's own words. */
const INSIDES =
  /(?:\\n|\n) {1,8}at \S|node_modules|\/dist\/|\.(?:ts|mjs|js):\d+|\b(?:SELECT|INSERT INTO|UPDATE) .* (?:FROM|VALUES|SET) |relation "|column "|syntax error at|invalid input syntax|violates \w+ constraint|ECONN|TypeError|RangeError|ZodError|\[object Object\]/;
/** The documents describe the interface; they are made at start and hold no request's data. */
const DOCUMENTS = new Set(['/api/docs', '/api/v1/openapi.json', '/metrics']);

/** An empty list is the only good verdict. */
export function faultsOf({ target, address, method, smuggled }: Case, answer: Answered, foreign: readonly string[]): string[] {
  const { status, headers, text } = answer;
  const found: string[] = [];
  if (status >= 500) found.push(`answers ${status}`);
  if (smuggled && status < 300 && method !== 'HEAD' && method !== 'OPTIONS') found.push('takes a key that its schema does not have');
  if (headers.get('x-content-type-options') !== 'nosniff' || !headers.has('content-security-policy') || !headers.has('x-request-id'))
    found.push('lacks a security header');
  if (
    /evil/i.test(headers.get('location') ?? '') ||
    (headers.get('location') ?? '/').replace(/^\/(?![/\\])/, '') === headers.get('location')
  )
    found.push(`leads to ${headers.get('location')}`);
  const path = address.split('?')[0] ?? '';
  if (!DOCUMENTS.has(path)) {
    const inside = INSIDES.exec(text)?.[0];
    if (inside) found.push(`shows its insides: ${inside.trim().slice(0, 60)}`);
    for (const word of foreign) if (text.includes(word)) found.push(`shows the other merchant's ${word}`);
  }
  if (status >= 400 && method !== 'HEAD' && target !== 'webhook') found.push(...problemFaults(answer));
  return found;
}

function problemFaults({ status, headers, text }: Answered): string[] {
  if (headers.get('content-type') !== 'application/problem+json') return [`refuses as ${headers.get('content-type')}`];
  const body = problem.safeParse(parse(text));
  if (!body.success) return [`refuses without a problem: ${text.slice(0, 100)}`];
  if (body.data.status !== status || body.data.requestId !== headers.get('x-request-id'))
    return ['refuses with another status or request id than it says'];
  if (status === 429 && !headers.has('retry-after')) return ['limits without saying until when'];
  return [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
