/**
 * The server's HTTP side, made from the contract's route objects. A request passes, in this order:
 *
 *   request id → security headers → host → rate limit → who is it → same page (cookies) → scope → parameters,
 *   query and body by schema → Idempotency-Key → handler → answer by schema (outside production)
 *
 * Whatever goes wrong on the way answers application/problem+json; what nobody foresaw is 500 `internal` with the
 * request id, and only the log says more. A route without a handler, or without a declared scope, does not boot.
 *
 * `mountRaw` is for what is no REST: platforms' webhooks and consent call-backs get their bytes untouched.
 */
import type { RouteDefinition, RouteId } from '@tradewind/contract';
import { routes } from '@tradewind/contract';
import { type Context, Hono } from 'hono';
import { isDatabaseAway } from '../database/database.ts';
import { readBytes, readJson } from './body.ts';
import { addressOf } from './caller-address.ts';
import { docsPage } from './docs-page.ts';
import { createEventStreams, type EventStreams } from './events.ts';
import type { Handlers } from './handler.ts';
import { openApiOf } from './openapi.ts';
import type { ApiEnv, ApiOptions } from './options.ts';
import { isRefusal, problemAnswer, Refused, refuse } from './problem.ts';
import { createRecognition, type Recognition } from './recognition.ts';
import { createRouteRunner } from './run-route.ts';
import { refuseForeignHost, refuseForeignOrigin, setSecurityHeaders } from './security.ts';
import { htmlHeaders, newNonce, openWebFiles } from './web-files.ts';

export type Api = { app: Hono<ApiEnv>; recognition: Recognition; events: EventStreams };

const definitions: readonly RouteDefinition[] = Object.values(routes);

export function createApi(options: ApiOptions): Api {
  assertComplete(definitions, options.handlers);
  const app = new Hono<ApiEnv>({ strict: true });
  const recognition = createRecognition(options);
  const events = createEventStreams(options);
  useFrame(app, options);
  mountHealth(app, options);
  mountSignIn(app, options);
  mountDocuments(app, options);
  mountEvents(app, { options, recognition, events });
  const run = createRouteRunner(options, recognition);
  for (const definition of definitions) {
    const path = `/api/v1${definition.path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
    app.on(definition.method.toUpperCase(), path, (context) => run(definition, context));
  }
  useFallback(app, options);
  return { app, recognition, events };
}

/** The scope must be written down, be it null: `undefined` means that nobody thought about it. */
export function assertComplete(all: readonly RouteDefinition[], handlers: Partial<Handlers>): void {
  for (const { id, scope } of all) {
    if (scope === undefined) throw new Error(`the route ${id} declares no scope`);
    // The cast: ids of the contract's own routes are RouteIds; of others there is no handler, which is the point.
    if (typeof handlers[id as RouteId] !== 'function') throw new Error(`the route ${id} has no handler`);
  }
}

function useFrame(app: Hono<ApiEnv>, options: ApiOptions): void {
  const requests = options.metrics.counter('tw_http_requests_total', 'Requests by route and status');
  app.use(async (context, next) => {
    context.set('requestId', options.newId());
    context.set('routeId', 'other');
    const foreign = refuseForeignHost(options, context.req.raw.headers);
    if (foreign) context.res = problemAnswer(foreign, context.get('requestId'));
    else await next();
    setSecurityHeaders(context.res.headers, options);
    context.res.headers.set('x-request-id', context.get('requestId'));
    requests.inc({ route: context.get('routeId'), status: String(context.res.status) });
  });
  app.onError((error, context) => answerError(error, context, options));
}

function answerError(error: Error, context: Context<ApiEnv>, { log }: ApiOptions): Response {
  const requestId = context.get('requestId');
  if (error instanceof Refused) return problemAnswer(error.refusal, requestId);
  if (isDatabaseAway(error)) {
    log.warn('http.database-away', { requestId, route: context.get('routeId') });
    return problemAnswer(refuse('unavailable'), requestId);
  }
  const { name: errorName, stack: errorStack } = error;
  log.error('http.failed', { requestId, route: context.get('routeId'), errorName, errorStack });
  return problemAnswer(refuse('internal'), requestId);
}

function mountHealth(app: Hono<ApiEnv>, { isReady, metrics }: ApiOptions): void {
  app.get('/livez', () => new Response('ok\n'));
  app.get('/readyz', async (context) =>
    (await isReady().catch(() => false)) ? new Response('ready\n') : problemAnswer(refuse('unavailable'), context.get('requestId')),
  );
  app.get('/metrics', async () => new Response(await metrics.text(), { headers: { 'content-type': 'text/plain; version=0.0.4' } }));
}

function mountSignIn(app: Hono<ApiEnv>, options: ApiOptions): void {
  app.post('/api/auth/*', async (context) => {
    const requestId = context.get('requestId');
    context.set('routeId', 'auth');
    const request = context.req.raw;
    const foreign = refuseForeignOrigin(options, request.method, request.headers);
    if (foreign) return problemAnswer(foreign, requestId);
    const path = context.req.path.slice('/api/auth'.length);
    return options.signIn.enter({ path, headers: request.headers, body: await readJson(request), address: addressOf(context), requestId });
  });
}

function mountDocuments(app: Hono<ApiEnv>, { random, log }: ApiOptions): void {
  const document = JSON.stringify(openApiOf(definitions));
  app.get('/api/v1/openapi.json', () => new Response(document, { headers: { 'content-type': 'application/json' } }));
  app.get('/api/docs', () => {
    const nonce = newNonce(random);
    return new Response(docsPage(definitions, nonce), { headers: htmlHeaders(nonce) });
  });
  // Browsers tell what the content policy stopped; the report may quote a page's text, so only the fact is kept.
  app.post('/api/csp-reports', async (context) => {
    await readBytes(context.req.raw);
    log.warn('http.csp-report', { requestId: context.get('requestId') });
    return new Response(null, { status: 204 });
  });
}

type EventParts = { options: ApiOptions; recognition: Recognition; events: EventStreams };

function mountEvents(app: Hono<ApiEnv>, { options, recognition, events }: EventParts): void {
  app.get('/api/v1/events', async (context) => {
    const requestId = context.get('requestId');
    context.set('routeId', 'events');
    const identity = await recognition.recognise(context);
    if (isRefusal(identity)) return problemAnswer(identity, requestId);
    if (options.isDraining()) return problemAnswer(refuse('unavailable'), requestId);
    const { headers } = context.req.raw;
    const stillAllowed = async () => !isRefusal(await options.signIn.identify(headers, { renew: false }));
    return events.open(identity.caller, stillAllowed) ?? problemAnswer({ refused: 'rate-limited', retryAfterSeconds: 15 }, requestId);
  });
}

/** Nothing matched: another verb of a known address, a file of the web, a page of it, or nothing at all. */
function useFallback(app: Hono<ApiEnv>, { webDir, random }: ApiOptions): void {
  const web = webDir === null ? null : openWebFiles(webDir, random);
  app.notFound((context) => {
    const requestId = context.get('requestId');
    const { method, path } = context.req;
    const verbs = verbsOf(app, path);
    if (verbs.length > 0) {
      const allow = [...verbs, ...(verbs.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
      if (method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } });
      return problemAnswer(refuse('method-not-allowed'), requestId, { allow });
    }
    const isOurs = /^\/(api|hooks|oauth|mcp)(\/|$)/.test(path);
    const answer =
      (method === 'GET' || method === 'HEAD') && !isOurs ? web?.answer(path, context.req.header('accept-encoding') ?? null) : null;
    return answer ?? problemAnswer(refuse('not-found'), requestId);
  });
}

function verbsOf(app: Hono<ApiEnv>, path: string): string[] {
  const verbs = app.routes.filter((route) => route.method !== 'ALL' && patternOf(route.path).test(path)).map((route) => route.method);
  return [...new Set(verbs)];
}

const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : part.replaceAll('.', '\\.')))
      .join('/')}$`,
  );
