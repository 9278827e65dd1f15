/**
 * From a buyer's message to the screen of the agent who has that conversation open: the sandbox writes it and tells by webhook, the built
 * server in a process of its own receives, asks, commits and notifies, the agent's event stream hears, and what the page would ask for next
 * is answered with the words. Fifty agents are connected, each with a conversation open and a list that is asked for once a second at most,
 * as the page does; fifty messages a second come to conversations at random.
 *
 * The control is a round trip on this machine: a bare server that is asked to, and writes as many bytes to one open stream.
 */
import { Agent, type ClientRequest, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { STREAMS_PER_CALLER } from '../apps/server/src/platform/http/events.ts';
import { BARE_SERVER } from './events.ts';
import { percentile, printFigure, progress } from './figure.ts';
import { getPage } from './page-rate.ts';
import { newApiKey, type Place, withPlace } from './place.ts';
import { type Platform, platformAt, startSandbox, stateShape } from './sandbox.ts';
import { type Running, run } from './served.ts';

const AGENTS = 50;
const SHOPS = 12;
const A_SECOND = 50;
/** As the page waits between two looks at the same thing. */
const THREAD_GATHER_MS = 5;
const THREAD_REST_MS = 150;
const LIST_REST_MS = 1_000;
const LIST_SPREAD_MS = 1_000;
const LIST_GATHER_MS = 20;
const ARRIVES_WITHIN_MS = 30_000;
const BOUND_WITHIN_MS = 120_000;
/** Five seconds: a server that has just started still compiles what it runs. */
const WARM_UP = 250;

const said = z.object({ messages: z.array(z.object({ conversationId: z.string() })) });
const shops = z.object({ items: z.array(z.object({ state: z.string() })) });
const conversations = z.object({
  items: z.array(z.object({ id: z.string(), channelConversationId: z.string() })),
});
type Open = { id: string; channelId: string; shopId: string };

export async function benchMessages(size: number): Promise<void> {
  await withPlace(Date.now(), async (place) => {
    const sandbox = await startSandbox(place.dataDir);
    const bare = await run({ args: [process.argv[1] ?? '', BARE_SERVER], path: '/ready' });
    try {
      const platform = platformAt(sandbox.url);
      const world = { seed: 7, merchants: 1, shops: SHOPS, days: 1, ordersPerShopDay: 1, endsAt: Date.now() };
      const state = await platform.ask('/reset', stateShape, world);
      await platform.ask('/staff', z.object({}), { isPresent: false });
      const server = await serveAll(place, { sandboxUrl: sandbox.url, ...state });
      try {
        await play(place, { platform, server, bare, size, state });
      } finally {
        await server.stop();
      }
    } finally {
      await bare.stop();
      await sandbox.stop();
    }
  });
}

type Connected = { sandboxUrl: string; appKey: string; appSecret: string };

const serveAll = ({ dataDir }: Place, { sandboxUrl, appKey, appSecret }: Connected): Promise<Running> =>
  run({
    args: ['apps/server/dist/main.js', 'serve'],
    settings: {
      ...{ DATA_DIR: dataDir, LOG_LEVEL: 'silent', RATE_LIMITS: 'off' },
      ...{ TIKTOK_SHOP_API_URL: sandboxUrl, TIKTOK_SHOP_AUTH_URL: sandboxUrl, TIKTOK_SHOP_CONSENT_URL: `${sandboxUrl}/services/authorize` },
      ...{ TIKTOK_SHOP_APP_KEY: appKey, TIKTOK_SHOP_APP_SECRET: appSecret },
    },
    path: '/readyz',
  });

type Playing = { platform: Platform; server: Running; bare: Running; size: number; state: z.output<typeof stateShape> };

async function play(place: Place, { platform, server, bare, size, state }: Playing): Promise<void> {
  const keys: string[] = [];
  for (let made = 0; made < AGENTS; made += STREAMS_PER_CALLER) keys.push(await newApiKey(place));
  const ask = asking(server.url, keys[0] ?? '');
  await bind(ask, platform, state);
  const open = await openConversations(ask, platform, state);
  progress(`${AGENTS} agents, ${open.length} conversations`);
  const agents = await Promise.all(
    Array.from({ length: AGENTS }, (_, index) =>
      connect(server.url, { key: keys[Math.floor(index / STREAMS_PER_CALLER)] ?? '', open: open[index % open.length] }),
    ),
  );
  const control = await roundTrips(bare.url);
  try {
    const { ours, loopback } = await measure({ platform, agents, control, size });
    printFigure({
      bench: 'messages',
      size,
      value: percentile(ours, 0.99),
      unit: 'ms',
      control: percentile(loopback, 0.99),
      p50: percentile(ours, 0.5),
      p95: percentile(ours, 0.95),
      postgres: place.postgres,
    });
  } finally {
    for (const agent of agents) agent.leave();
    control.leave();
  }
}

type Ask = <T>(path: string, shape: z.ZodType<T>, body?: unknown) => Promise<T>;

const asking =
  (url: string, key: string): Ask =>
  async (path, shape, body) => {
    const headers = { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const answer = await fetch(`${url}/api/v1${path}`, {
      headers,
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`the server answered ${answer.status} to ${path}: ${(await answer.text()).slice(0, 200)}`);
    return shape.parse(await answer.json());
  };

/** All shops of the seller, by the platform's own consent, and heard of by webhooks. */
async function bind(ask: Ask, platform: Platform, { merchants }: z.output<typeof stateShape>): Promise<void> {
  const [seller] = merchants;
  const started = await ask('/shop-authorizations', z.object({ id: z.string(), state: z.string() }), {
    channel: 'tiktok-shop',
    market: 'US',
  });
  const { code } = await platform.ask('/grant', z.object({ code: z.string() }), { merchantId: seller?.id });
  await ask(`/shop-authorizations/${started.id}/complete`, z.looseObject({}), { code, state: started.state });
  await until('the shops were not bound', async () => {
    const { items } = await ask('/shops?limit=50', shops);
    return items.filter((shop) => shop.state === 'active').length === seller?.shops.length ? true : undefined;
  });
}

/** One for each agent, known to the server. */
async function openConversations(ask: Ask, platform: Platform, { merchants }: z.output<typeof stateShape>): Promise<Open[]> {
  const wanted = new Map<string, string>();
  const all = merchants[0]?.shops ?? [];
  for (let index = 0; wanted.size < AGENTS && index < AGENTS * 4; index += 1) {
    const shopId = all[index % all.length]?.id ?? '';
    const { messages } = await platform.ask('/messages', said, { shopId, count: 1 });
    for (const { conversationId } of messages) wanted.set(conversationId, shopId);
  }
  return until('the conversations were not read', async () => {
    const { items } = await ask('/conversations?limit=200', conversations);
    const known = items.flatMap(({ id, channelConversationId }) => {
      const shopId = wanted.get(channelConversationId);
      return shopId === undefined ? [] : [{ id, channelId: channelConversationId, shopId }];
    });
    return known.length === wanted.size ? known : undefined;
  });
}

async function until<T>(complaint: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const endsAt = performance.now() + BOUND_WITHIN_MS; performance.now() < endsAt; await pause(200)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(complaint);
}

type Screen = { open: Open; shows(text: string): Promise<number>; leave(): void };

/** A browser without its pixels: it hears, waits as the page waits, and asks for what is on the screen. */
async function connect(url: string, { key, open }: { key: string; open: Open | undefined }): Promise<Screen> {
  if (!open) throw new Error('no conversation is there to be opened');
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const awaited = new Map<string, (at: number) => void>();
  const thread = createRefetch({ gatherMs: THREAD_GATHER_MS, restMs: THREAD_REST_MS, spreadMs: 0 }, async () => {
    const answer = await getPage(`${url}/api/v1/conversations/${open.id}/messages?limit=50`, { key, agent });
    const at = performance.now();
    for (const [text, seen] of awaited) {
      if (!answer.includes(text)) continue;
      awaited.delete(text);
      seen(at);
    }
  });
  const list = createRefetch({ gatherMs: LIST_GATHER_MS, restMs: LIST_REST_MS, spreadMs: LIST_SPREAD_MS }, () =>
    getPage(`${url}/api/v1/conversations?limit=40&isWaiting=true&isAside=false`, { key, agent }),
  );
  const stream = await listen(`${url}/api/v1/events`, { authorization: `Bearer ${key}` }, (chunk) => {
    if (!chunk.includes('"conversation.changed"')) return;
    list();
    if (chunk.includes(open.id) || chunk.includes('"ids":[]')) thread();
  });
  return {
    open,
    shows: (text) => new Promise((resolve) => awaited.set(text, resolve)),
    leave: () => {
      stream.destroy();
      agent.destroy();
    },
  };
}

type Pace = { gatherMs: number; restMs: number; spreadMs: number };

/** Once at a time, and again afterwards where more was heard meanwhile. */
function createRefetch({ gatherMs, restMs, spreadMs }: Pace, fetchOnce: () => Promise<unknown>): () => void {
  let isWanted = false;
  let isRunning = false;
  let restsUntil = 0;
  const work = async (): Promise<void> => {
    isRunning = true;
    while (isWanted) {
      await pause(Math.max(gatherMs, restsUntil - performance.now()));
      isWanted = false;
      restsUntil = performance.now() + restMs + Math.random() * spreadMs;
      // A stream that has ended shows as a message that never arrives.
      await fetchOnce().catch(() => undefined);
    }
    isRunning = false;
  };
  return () => {
    isWanted = true;
    if (!isRunning) void work();
  };
}

function listen(url: string, headers: Record<string, string>, heard: (chunk: string) => void): Promise<ClientRequest> {
  return new Promise((resolve, reject) => {
    const stream = request(url, { agent: false, headers });
    stream.on('error', reject);
    stream.on('response', (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`an event stream was answered with ${answer.statusCode}`));
      answer.on('error', () => undefined);
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        resolve(stream);
        heard(chunk);
      });
    });
    stream.end();
  });
}

type Control = { once(): Promise<number>; leave(): void };

async function roundTrips(url: string): Promise<Control> {
  let told = (): void => undefined;
  const stream = await listen(`${url}/events`, {}, (chunk) => chunk.includes('event: changed') && told());
  const once = async (): Promise<number> => {
    const startedAt = performance.now();
    const heard = new Promise<void>((resolve) => {
      told = resolve;
    });
    await fetch(`${url}/tell`, { method: 'POST' });
    await heard;
    return performance.now() - startedAt;
  };
  return { once, leave: () => void stream.destroy() };
}

type Measured = { platform: Platform; agents: readonly Screen[]; control: Control; size: number };

/** At an even pace, whatever the answers take: who waits for the last would never fall behind. */
async function measure({ platform, agents, control, size }: Measured): Promise<{ ours: number[]; loopback: number[] }> {
  const arrivals: Promise<number>[] = [];
  const loopback: number[] = [];
  const beginsAt = performance.now();
  for (let serial = 0; serial < size + WARM_UP; serial += 1) {
    await pause(Math.max(0, beginsAt + (serial * 1_000) / A_SECOND - performance.now()));
    const screen = agents[(serial * 7) % agents.length];
    if (!screen) throw new Error('nobody is connected');
    const text = `message-${serial}-of-the-bench`;
    const seen = screen.shows(text);
    const { channelId: conversationId, shopId } = screen.open;
    const startedAt = performance.now();
    const sent = platform.ask('/messages', said, { shopId, count: 1, conversationId, text });
    const arrival = Promise.all([seen, sent]).then(([at]) => at - startedAt);
    if (serial >= WARM_UP) arrivals.push(arrival);
    if (serial % 5 === 0) loopback.push(await control.once());
  }
  const late = pause(ARRIVES_WITHIN_MS).then(() => {
    throw new Error('not every message was shown');
  });
  return { ours: await Promise.race([Promise.all(arrivals), late]), loopback };
}
