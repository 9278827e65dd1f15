/**
 * One process of the workbench as far as it takes in orders: the real services, worker, queue, handlers, hook and scheduler, with the
 * seed's clock, chance, line and connections in place of the world's. It can be killed and frozen like a process.
 */
import type pg from 'pg';
import { configuredChannels } from '../../../apps/server/src/channels.ts';
import { noteShopFailure } from '../../../apps/server/src/modules/accounts/index.ts';
import { hookHandler, keepSweeping, type StreamName } from '../../../apps/server/src/modules/intake/index.ts';
import { createBlobs } from '../../../apps/server/src/platform/blobs/blobs.ts';
import { type Database, openDatabase } from '../../../apps/server/src/platform/database/database.ts';
import { createHints } from '../../../apps/server/src/platform/hints.ts';
import { createMetrics } from '../../../apps/server/src/platform/http/metrics.ts';
import { uuidv7 } from '../../../apps/server/src/platform/ids.ts';
import { createWorker, type LaneWorker } from '../../../apps/server/src/platform/lanes/lanes.ts';
import type { Clock, Log } from '../../../apps/server/src/platform/ports.ts';
import { createSecrets } from '../../../apps/server/src/platform/secrets/secrets.ts';
import type { Services } from '../../../apps/server/src/platform/services.ts';
import { createSeededRandom } from '../../../apps/server/src/testing/virtual-clock.ts';
import { jobHandlers } from '../../../apps/server/src/wiring.ts';
import { APP, type Notification } from '../platform/platform.ts';
import { Connection, type ConnectionPorts } from './connection.ts';
import type { LineKind } from './lines.ts';
import { createSend } from './network.ts';
import type { Owner } from './schedule.ts';
import type { World } from './world.ts';

export type Addresses = { app: pg.ClientConfig; system: pg.ClientConfig };
export type Committed = (statements: readonly string[]) => Promise<void>;
export type Program = Owner & {
  services: Services;
  receive(notification: Notification, answered: (status: number) => void): Promise<void>;
  start(): void;
  /** As on SIGTERM. */
  stop(): Promise<void>;
  /** As on SIGKILL. */
  kill(): Promise<void>;
  /** Stands still, connections and all, until then. */
  freeze(until: number): void;
};

export const STREAMS: readonly StreamName[] = ['orders'];
const MASTER_KEY = { id: 'seed', key: Buffer.alloc(32, 7) };
/** The real worker looks every second, which costs two statements each time and changes nothing but the waiting. */
const LOOKS_SLOWER = 12;
const KEEP_SWEEPING_MS = 120_000;
const LEASE_MS = 30_000;

type Parts = { world: World; name: string; addresses: Addresses; committed: Committed };

export function createProgram({ world, name, addresses, committed }: Parts): Program {
  const owner: Owner = { name, isAlive: true, pausedUntil: 0 };
  const connections = new Set<Connection>();
  const random = createSeededRandom(Math.floor(world.chance.programs.number() * 2 ** 31));
  const clock = clockOf(world, owner);
  const log = logOf(world, name);
  const pool = (kind: LineKind): pg.PoolConfig => ({
    ...addresses[kind],
    max: 4,
    // The pool's own timers run in real time.
    connectionTimeoutMillis: 0,
    idleTimeoutMillis: 0,
    // The pool calls it with its settings and uses no more of a client than Connection has; the type wants the whole driver.
    Client: connectionClass(connectionPorts(world, { owner, kind, committed }), connections) as unknown as new () => pg.ClientBase,
  });
  const opened = openDatabase({ app: pool('app'), system: pool('system'), log });
  const database: Database = { ...opened, listen: (channel, heard) => listen(world, owner, { channel, heard }) };
  const secrets = createSecrets({ database, masterKey: { current: MASTER_KEY, byId: () => MASTER_KEY.key }, random, clock });
  const services: Services = {
    clock,
    random,
    log,
    database,
    newId: () => uuidv7({ clock, random }),
    pause: (ms) => clock.sleep(ms),
    secrets,
    blobs: createBlobs({ secrets }),
    sendGiven: () => Promise.reject(new Error('nothing is called here')),
    runProgram: () => Promise.reject(new Error('nothing is started here')),
    hints: createHints({ database, clock, log }),
    guards: world.guards,
    channels: {},
  };
  const send = createSend(world, owner);
  services.channels = configuredChannels({ tiktokShop: CHANNEL, clockUrl: null }, { send, clock, random, log });
  const worker = workerOf({ services, clock, name, send });
  const hook = hookHandler(services, createMetrics());
  const stopping = new AbortController();

  return Object.assign(owner, {
    services,
    receive: async ({ body, headers }: Notification, answered: (status: number) => void) => {
      // The frame answers 503 where the handler throws.
      const request = { params: { channel: 'tiktok-shop' }, query: new URLSearchParams(), headers: new Headers(headers) };
      void hook({ ...request, bytes: body, requestId: 'seed', callerOf: async () => null }).then(
        (response) => answered(response.status),
        () => answered(503),
      );
    },
    start: () => {
      worker.start();
      void look(services, { merchantId: world.merchantId, signal: stopping.signal });
    },
    stop: async () => {
      stopping.abort();
      await worker.stop(15_000);
    },
    kill: async () => {
      owner.isAlive = false;
      for (const connection of [...connections]) await connection.drop();
    },
    freeze: (until: number) => {
      owner.pausedUntil = until;
      for (const connection of connections) connection.keepIdleLimit();
    },
  });
}

const CHANNEL = {
  ...APP,
  apiUrl: 'https://platform.example',
  authUrl: 'https://auth.platform.example',
  consentUrl: 'https://platform.example/consent',
  serviceId: undefined,
  sellerPageUrl: undefined,
  extensionUrl: undefined,
};

type WorkerParts = { services: Services; clock: Clock; name: string; send: ReturnType<typeof createSend> };

function workerOf({ services, clock, name, send }: WorkerParts): LaneWorker {
  const { database, random, log, guards } = services;
  const leaseClock: Clock = {
    now: clock.now,
    sleep: (ms, signal) => clock.sleep(ms === 1_000 ? ms * LOOKS_SLOWER : ms, signal),
  };
  return createWorker({
    database,
    clock,
    leaseClock,
    random,
    log,
    guards,
    workerId: name,
    concurrency: 4,
    leaseMs: LEASE_MS,
    handlers: jobHandlers({
      services,
      config: { fxFeedUrl: null },
      send,
      hookAddress: () => 'https://workbench.example/hooks/tiktok-shop',
    }),
    onFailure: (failure) => noteShopFailure(services, failure),
  });
}

/** The scheduler role's part in the intake. */
async function look(services: Services, { merchantId, signal }: { merchantId: string; signal: AbortSignal }): Promise<void> {
  while (!signal.aborted) {
    if (services.guards.sweep) await keepSweeping(services, { merchantId, streams: STREAMS }).catch(() => undefined);
    await services.clock.sleep(KEEP_SWEEPING_MS, signal);
  }
}

function clockOf({ schedule }: World, owner: Owner): Clock {
  return {
    now: () => schedule.now(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (ms <= 0 || signal?.aborted) return resolve();
        const over = (): void => {
          signal?.removeEventListener('abort', over);
          event.cancel();
          resolve();
        };
        const event = schedule.after(ms, { owner, label: 'wakes' }, over);
        signal?.addEventListener('abort', over);
      }),
  };
}

function logOf({ complaints }: World, name: string): Log {
  const nothing = (): void => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: (event, fields) => void complaints.push(`${name} reports ${event} ${fields?.errorMessage ?? ''}`),
  };
}

function connectionPorts(world: World, own: { owner: Owner; kind: LineKind; committed: Committed }): ConnectionPorts {
  const { schedule, lines, waiting, faults, chance } = world;
  return {
    schedule,
    lines,
    waiting,
    owner: own.owner,
    kind: own.kind,
    latencyMs: () => world.statementMs * chance.latency.between(0.1, 1.9),
    resetAt: (text, inTransaction) => {
      if (!inTransaction) return null;
      const isCommit = text === 'COMMIT';
      const reset = isCommit
        ? (faults.strikes('commitLostBefore') && 'before') || (faults.strikes('commitLostAfter') && 'after') || null
        : (faults.strikes('resetInTransaction') && 'before') || null;
      if (reset) world.disturbed.push({ program: own.owner.name, at: schedule.now() });
      return reset;
    },
    committed: async (statements) => {
      if (statements.some((text) => text.includes("pg_notify('lanes'"))) notify(world);
      await own.committed(statements);
    },
  };
}

function connectionClass(ports: ConnectionPorts, connections: Set<Connection>): new (settings: pg.ClientConfig) => Connection {
  return class extends Connection {
    constructor(settings: pg.ClientConfig) {
      super(ports, settings);
      connections.add(this);
      this.on('end', () => connections.delete(this));
    }
  };
}

function notify({ ears }: World): void {
  for (const ear of [...ears]) ear('');
}

type Ear = { channel: string; heard: (payload: string | null) => void };

async function listen({ schedule, faults, ears, chance }: World, owner: Owner, { channel, heard }: Ear): Promise<() => Promise<void>> {
  const ear = (payload: string): void => {
    if (!owner.isAlive || faults.strikes('notifyLost')) return;
    schedule.after(chance.latency.between(0, 5), { owner, label: `notified of ${channel}` }, () => heard(payload));
  };
  ears.add(ear);
  return async () => {
    ears.delete(ear);
  };
}
