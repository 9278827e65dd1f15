/**
 * TikTok Shop as its clients meet it: consent pages, the token host and the API on one port. The
 * catch-all of the API answers every path that is not its own, so this app is mounted last.
 *
 * A simulation can be replaced (`reset`): tokens, registrations, queued notifications and counters
 * belong to the one before and go with it.
 */
import { createHmac } from 'node:crypto';
import { Hono } from 'hono';
import type { Simulation } from '../world/simulation-type.ts';
import type { Faults } from '../world/types.ts';
import { chatImages } from './chat-images.ts';
import { consentPages } from './consent.ts';
import { documents } from './documents.ts';
import { CODE, failure, PlatformError, requestIdMaker, success } from './envelope.ts';
import { createDice } from './fault-dice.ts';
import { files } from './files.ts';
import { Gateway, type GatewayRequest, MAX_BODY_BYTES } from './gateway.ts';
import { Grants } from './grants.ts';
import { keptState } from './kept-state.ts';
import type { Form } from './operation.ts';
import { operationTable } from './operation-table.ts';
import { OPERATIONS } from './operations/all.ts';
import { pictures } from './pictures.ts';
import { postOverHttp } from './post-over-http.ts';
import { createRateLimit } from './rate-limit.ts';
import { registeredApp, SCOPES } from './registered-app.ts';
import { isMultipart } from './signature.ts';
import { tokenHost } from './token-host.ts';
import { type Connection, unanswered } from './unanswered.ts';
import { type Accepted, Delivery, type Post } from './webhook-delivery.ts';
import { createRegistrations } from './webhook-registrations.ts';

const DEFAULT_REDIRECT_URL = 'http://127.0.0.1:4310/oauth/tiktok-shop/callback';

export type TikTokShopOptions = {
  current(): Simulation;
  faults(): Faults;
  redirectUrl?: string | undefined;
  /** Accept a shop_cipher where an operation takes none; some clients send it always. */
  lenientShopCipher?: boolean | undefined;
  /** What sellers grant; fewer show a client what a missing scope looks like. */
  scopes?: readonly string[] | undefined;
  post?: Post | undefined;
};
export type TikTokShop = {
  app: Hono<{ Bindings: Connection }>;
  appCredentials(): { appKey: string; appSecret: string; serviceId: string };
  /** The code that the consent page would hand to the redirect; null for an unknown seller or a shop of another. */
  issueCode(sellerId: string, shopIds?: readonly string[]): string | null;
  counters(): Record<string, number>;
  /** Every answer that took a notification, in order: what a receiver has vouched for. */
  deliveries(): readonly Accepted[];
  expireTokens(): number;
  /** Resolves when no notification is on its way. */
  settled(): Promise<void>;
  /** The simulation was replaced. */
  reset(): void;
  close(): void;
};

export function createTikTokShop(options: TikTokShopOptions): TikTokShop {
  const sim = options.current;
  const app = () => registeredApp(sim().world.seed);
  const now = () => sim().now();
  const { count, read, clear } = createCounters();
  const dice = createDice(options.faults);
  const rates = createRateLimit(now);
  const accounts = createAccounts(sim, options.scopes ?? SCOPES);
  const grants = () => accounts.grants;
  const registrations = () => accounts.registrations;
  const delivery = new Delivery({ sim, app, registrations, dice, post: options.post ?? postOverHttp, count });
  const find = operationTable(OPERATIONS);
  const context = () => ({ sim: sim(), now: now(), registrations: registrations() });
  const lenientShopCipher = options.lenientShopCipher ?? false;
  const gateway = new Gateway({ app, grants, find, rates, dice, lenientShopCipher, count, context });
  const newRequestId = requestIdMaker(now);
  const { issueCode } = accounts;

  const hono = new Hono<{ Bindings: Connection }>();
  hono.route('/', consentPages({ sim, app, redirectUrl: options.redirectUrl ?? DEFAULT_REDIRECT_URL, issueCode }));
  hono.route('/', tokenHost({ sim, app, grants, dice, newRequestId, count }));
  hono.route('/', pictures(sim));
  hono.route('/', chatImages());
  hono.route('/', documents(sim));
  hono.route('/', files(sim));
  hono.route('/', apiRoutes({ gateway, newRequestId, count }));

  const listen = () => sim().subscribe((event) => delivery.onEvent(event));
  let leave = listen();
  return {
    app: hono,
    appCredentials: () => {
      const { appKey, appSecret, serviceId } = app();
      return { appKey, appSecret, serviceId };
    },
    issueCode,
    counters: read,
    deliveries: () => delivery.accepted(),
    expireTokens: () => grants().expireAll(),
    settled: () => delivery.settled(),
    reset(): void {
      leave();
      delivery.reset();
      rates.clear();
      clear();
      accounts.reset();
      leave = listen();
    },
    close(): void {
      delivery.reset();
      leave();
    },
  };
}

/** Grants and registrations of the current simulation, put back from its journal. */
function createAccounts(sim: () => Simulation, scopes: readonly string[]) {
  const now = () => sim().now();
  const kept = keptState(sim);
  const newToken = (prefix: string) =>
    prefix + createHmac('sha256', registeredApp(sim().world.seed).appSecret).update(sim().nextId()).digest('base64url');
  const restored = () => {
    const grants = new Grants({ now, newToken, scopes, keep: kept.grant });
    const registrations = createRegistrations({ now, keep: kept.registered, drop: kept.unregistered });
    kept.replay({ grant: (grant) => grants.restore(grant), registered: registrations.restore, unregistered: registrations.forget });
    return { grants, registrations };
  };
  let current = restored();
  return {
    get grants() {
      return current.grants;
    },
    get registrations() {
      return current.registrations;
    },
    issueCode(sellerId: string, shopIds?: readonly string[]): string | null {
      const seller = sim().world.sellers.get(sellerId);
      const chosen = [...(shopIds ?? seller?.shopIds ?? [])];
      const isOwn = seller !== undefined && chosen.length > 0 && chosen.every((id) => seller.shopIds.includes(id));
      return isOwn ? current.grants.issueCode(sellerId, chosen) : null;
    },
    reset(): void {
      current = restored();
    },
  };
}

type ApiRoutesOptions = { gateway: Gateway; newRequestId(): string; count(name: string): void };

function apiRoutes({ gateway, newRequestId, count }: ApiRoutesOptions): Hono<{ Bindings: Connection }> {
  const hono = new Hono<{ Bindings: Connection }>();
  hono.all('*', async (c) => {
    count('calls');
    const requestId = newRequestId();
    try {
      const outcome = gateway.handle(await readRequest(c.req.raw));
      return outcome.kind === 'answer' ? success(outcome.data, requestId) : await unanswered(c, requestId);
    } catch (error) {
      if (error instanceof PlatformError) return failure(error, requestId);
      count('defects');
      process.stderr.write(`sandbox defect at ${c.req.method} ${c.req.path}: ${error instanceof Error ? error.stack : 'unknown'}\n`);
      return failure(new PlatformError(CODE.internal, 'Internal error'), requestId);
    }
  });
  return hono;
}

/** The query is split by the URL parser, the body kept as bytes: both are what the client signed. */
async function readRequest(request: Request): Promise<GatewayRequest> {
  const url = new URL(request.url);
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > MAX_BODY_BYTES) throw new PlatformError(CODE.tooLarge, 'The body is too large');
  const body = new Uint8Array(await request.arrayBuffer());
  if (body.byteLength > MAX_BODY_BYTES) throw new PlatformError(CODE.tooLarge, 'The body is too large');
  const contentType = request.headers.get('content-type') ?? '';
  return {
    method: request.method,
    path: url.pathname,
    query: [...url.searchParams],
    body,
    form: isMultipart(contentType) ? await readForm(body, contentType) : null,
    contentType,
    accessToken: request.headers.get('x-tts-access-token') ?? '',
    origin: url.origin,
  };
}

async function readForm(body: Uint8Array<ArrayBuffer>, contentType: string): Promise<Form | null> {
  try {
    const form: Record<string, string | Uint8Array> = {};
    const read = await new Response(body, { headers: { 'content-type': contentType } }).formData();
    for (const [name, value] of read) form[name] = typeof value === 'string' ? value : new Uint8Array(await value.arrayBuffer());
    return form;
  } catch {
    return null;
  }
}

function createCounters() {
  const values = new Map<string, number>();
  return {
    count: (name: string): void => void values.set(name, (values.get(name) ?? 0) + 1),
    read: (): Record<string, number> => ({
      calls: 0,
      tokenCalls: 0,
      throttled: 0,
      rateLimitViolations: 0,
      webhooksSent: 0,
      webhooksDropped: 0,
      ...Object.fromEntries(values),
    }),
    clear: () => values.clear(),
  };
}
