/** Parameters, query and body of a request, by the schemas of its route; all complaints at once. */
import type { RouteDefinition } from '@tradewind/contract';
import { readJson, readUpload } from './body.ts';
import { parseInput } from './field-errors.ts';
import { type FieldError, type Refusal, refuse } from './problem.ts';

export type CheckedInput = { params: unknown; query: unknown; body: unknown };

export async function checkInput(
  route: RouteDefinition,
  request: Request,
  pathParams: Record<string, string>,
): Promise<{ input: CheckedInput } | Refusal> {
  const params = route.params?.safeParse(pathParams);
  // An id that cannot exist is as absent as one that does not.
  if (params && !params.success) return refuse('not-found');

  const file = route.upload ? await readUpload(request, route.upload) : undefined;
  const json = route.method === 'get' || route.upload ? undefined : await readJson(request);
  const errors: FieldError[] = [];
  const query = queryOf(new URL(request.url).searchParams, errors);
  const checkedQuery = checkPart(route.query, query, errors);
  const checkedBody = file ?? checkBody(route, json, errors);
  if (errors.length > 0) return { refused: 'invalid-input', errors };
  return { input: { params: params?.data ?? {}, query: checkedQuery, body: checkedBody } };
}

function queryOf(search: URLSearchParams, errors: FieldError[]): Record<string, string> {
  const query: Record<string, string> = Object.create(null);
  for (const [key, value] of search) {
    if (key in query) errors.push({ path: `/${key}`, code: 'repeated', message: 'Given more than once' });
    query[key] = value;
  }
  return { ...query };
}

function checkPart(schema: RouteDefinition['query'], input: unknown, errors: FieldError[]): unknown {
  errors.push(...badText(input, ''));
  if (!schema) {
    const keys = typeof input === 'object' && input !== null ? Object.keys(input) : [];
    errors.push(...keys.map((key) => ({ path: `/${key}`, code: 'unknown-key', message: 'This key is not known here' })));
    return {};
  }
  const parsed = parseInput(schema, input);
  if ('errors' in parsed) errors.push(...parsed.errors);
  // A schema that takes any key loses this one without a word, and what judges the body next could not refuse it.
  const isLost = 'data' in parsed && typeof input === 'object' && input !== null && Object.hasOwn(input, '__proto__');
  if (isLost) errors.push({ path: '/__proto__', code: 'unknown-key', message: 'This key is not known here' });
  return 'data' in parsed ? parsed.data : undefined;
}

function checkBody(route: RouteDefinition, json: unknown, errors: FieldError[]): unknown {
  if (route.body) return checkPart(route.body, json ?? {}, errors);
  if (json !== undefined && (typeof json !== 'object' || json === null || Object.keys(json).length > 0)) {
    errors.push({ path: '', code: 'unexpected-body', message: 'This address takes no body' });
  }
  return undefined;
}

const LONE_SURROGATE = /\p{Surrogate}/u;
const DEPTH_MAX = 32;

/** PostgreSQL stores neither NUL nor half a surrogate pair; found here, it is a field error and not a 500. */
function badText(value: unknown, path: string, depth = 0): FieldError[] {
  if (depth > DEPTH_MAX) return [{ path, code: 'too-deep', message: 'Nested too deeply' }];
  if (typeof value === 'string') {
    const isBad = value.includes('\u0000') || LONE_SURROGATE.test(value);
    return isBad ? [{ path, code: 'bad-text', message: 'Holds a character that cannot be stored' }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) =>
    badText(entry, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1),
  );
}
