/**
 * One change told to many browsers: from the transaction that says so to the arrival on each open event stream of the built server, by way
 * of NOTIFY. The control is a bare server that writes the same bytes to as many streams when it is asked to; its asking is one request
 * on an open connection. Both are processes of their own, their browsers are sockets of this one, and they take turns.
 */
import { once } from 'node:events';
import { type ClientRequest, createServer, request, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { STREAMS_PER_CALLER } from '../apps/server/src/platform/http/events.ts';
import { percentile, printFigure, progress } from './figure.ts';
import { newApiKey, type Place, withPlace } from './place.ts';
import { run, serveApi } from './served.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const CHANGES = 30;
const WARM_UP_CHANGES = 3;
/** Longer than hints are gathered for, so that each change goes out by itself. */
const BETWEEN_MS = 150;
const ARRIVES_WITHIN_MS = 20_000;
const TOLD = 'event: changed\n';

export async function benchEvents(size: number): Promise<void> {
  await withPlace(NOW, async (place) => {
    const server = await serveApi(place.dataDir);
    const bare = await run({ args: [process.argv[1] ?? '', BARE_SERVER], path: '/ready' });
    const audiences: Audience[] = [];
    try {
      progress(`opening ${size} event streams of the server and ${size} bare ones`);
      const keys: string[] = [];
      for (let made = 0; made < size; made += STREAMS_PER_CALLER) keys.push(await newApiKey(place));
      const ours = await listen(size, (index) => ({
        url: `${server.url}/api/v1/events`,
        headers: { authorization: `Bearer ${keys[Math.floor(index / STREAMS_PER_CALLER)]}` },
      }));
      audiences.push(ours);
      const control = await listen(size, () => ({ url: `${bare.url}/events`, headers: {} }));
      audiences.push(control);
      await measure(place, { ours, control, tellBare: () => fetch(`${bare.url}/tell`, { method: 'POST' }) });
    } finally {
      for (const audience of audiences) audience.leave();
      await bare.stop();
      await server.stop();
    }
  });
}

type Sides = { ours: Audience; control: Audience; tellBare: () => Promise<unknown> };

async function measure({ services, merchantId, postgres }: Place, { ours, control, tellBare }: Sides): Promise<void> {
  const change = () =>
    services.database.withMerchant(merchantId, (tx) =>
      services.hints.publish(tx, merchantId, [{ type: 'order.changed', ids: [services.newId()], shopId: null }]),
    );
  const times = { ours: [] as number[], control: [] as number[] };
  for (let turn = -WARM_UP_CHANGES; turn < CHANGES; turn += 1) {
    const told = await ours.arrivals(change);
    await pause(BETWEEN_MS);
    const bare = await control.arrivals(tellBare);
    if (turn < 0) continue;
    times.ours.push(...told);
    times.control.push(...bare);
  }
  printFigure({
    bench: 'events',
    size: ours.size,
    value: percentile(times.ours, 0.95),
    unit: 'ms',
    control: percentile(times.control, 0.95),
    p50: percentile(times.ours, 0.5),
    p95: percentile(times.ours, 0.95),
    postgres,
  });
}

type Audience = {
  size: number;
  /** How long after `tell` was begun each stream had the news. */
  arrivals(tell: () => Promise<unknown>): Promise<number[]>;
  leave(): void;
};
type Address = { url: string; headers: Record<string, string> };

async function listen(size: number, addressOf: (index: number) => Address): Promise<Audience> {
  let heard = (): void => undefined;
  const asked: ClientRequest[] = [];
  for (let index = 0; index < size; index += 1) {
    const { url, headers } = addressOf(index);
    const stream = request(url, { agent: false, headers });
    asked.push(stream);
    await new Promise<void>((resolve, reject) => {
      stream.on('error', reject);
      stream.on('response', (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`an event stream was answered with ${answer.statusCode}`));
        answer.on('error', () => undefined);
        answer.on('data', (chunk: Buffer) => (chunk.includes(TOLD) ? heard() : resolve()));
      });
      stream.end();
    });
  }
  return {
    size,
    arrivals: async (tell) => {
      const startedAt = performance.now();
      const times: number[] = [];
      const everywhere = new Promise<void>((resolve) => {
        heard = () => {
          times.push(performance.now() - startedAt);
          if (times.length === size) resolve();
        };
      });
      const late = new AbortController();
      const limit = pause(ARRIVES_WITHIN_MS, undefined, { signal: late.signal }).then(
        () => {
          throw new Error(`only ${times.length} of ${size} event streams heard of a change`);
        },
        () => undefined,
      );
      await tell();
      await Promise.race([everywhere, limit]);
      late.abort();
      return times;
    },
    leave: () => {
      for (const stream of asked) stream.destroy();
    },
  };
}

/** This program's own argument that starts the control. */
export const BARE_SERVER = '--bare-event-server';

export async function serveBareEvents(): Promise<void> {
  const streams = new Set<ServerResponse>();
  const server = createServer((asked, answer) => {
    if (asked.url === '/events') {
      answer.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      answer.write('retry: 2000\n: open\n\n');
      streams.add(answer);
      answer.on('close', () => streams.delete(answer));
      return;
    }
    if (asked.url === '/tell') {
      const told = `${TOLD}data: ${JSON.stringify({ type: 'order.changed', ids: ['01970000-0000-7000-8000-000000000001'], shopId: null })}\n\n`;
      for (const stream of streams) stream.write(told);
    }
    answer.end('ok\n');
  });
  server.listen(Number(process.env.PORT), '127.0.0.1');
  await once(server, 'listening');
}
