/**
 * One program, its roles by flag: api (HTTP), worker (lanes), scheduler (what must be looked at now and then).
 * Everything is made here and handed down; stopping goes the other way round.
 */

import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { sql } from 'kysely';
import { configuredChannels } from './channels.ts';
import type { Config } from './config.ts';
import { consentCallback, noteShopFailure } from './modules/accounts/index.ts';
import { ratesMerchant, readRatesJob, watchRates } from './modules/insights/index.ts';
import { hookHandler, keepSweeping, watchShops } from './modules/intake/index.ts';
import { keepReadingDetails } from './modules/listings/index.ts';
import { watchDocuments } from './modules/onboarding/index.ts';
import { watchRows } from './modules/performance/index.ts';
import { keepReadingApplications } from './modules/programmes/index.ts';
import { answerByRules, watchCases } from './modules/returns/index.ts';
import { publicReviewKeys, publicReviews, reviewWidget } from './modules/review-sync/index.ts';
import { startAuditSealing } from './platform/audit.ts';
import { createSignIn, type SignIn } from './platform/auth/sign-in.ts';
import { createBlobs } from './platform/blobs/blobs.ts';
import { createFollowerClock } from './platform/clock/follower-clock.ts';
import { realClock } from './platform/clock/real-clock.ts';
import { realRandom } from './platform/clock/real-random.ts';
import { isDatabaseAway, type TenantTx } from './platform/database/database.ts';
import { createHints } from './platform/hints.ts';
import { type Api, createApi } from './platform/http/api.ts';
import { createIdempotency, type Idempotency } from './platform/http/idempotency.ts';
import { createMetrics, type Metrics } from './platform/http/metrics.ts';
import { mountRaw } from './platform/http/mount-raw.ts';
import { createRateLimiter } from './platform/http/rate-limit.ts';
import { watchServer } from './platform/http/server-metrics.ts';
import { createGivenSend } from './platform/http-given.ts';
import { createHttpSend } from './platform/http-out.ts';
import { uuidv7 } from './platform/ids.ts';
import { assertClockNearDatabase, createWorker, enqueue, type LaneWorker } from './platform/lanes/lanes.ts';
import { errorFields } from './platform/log.ts';
import { keepPurging } from './platform/notifications/index.ts';
import type { Clock, HttpSend, Log } from './platform/ports.ts';
import { isCertainlyGone, nameOfThisProcess } from './platform/process-name.ts';
import { createRunProgram } from './platform/run-program.ts';
import { loadMasterKey } from './platform/secrets/master-key.ts';
import { createSecrets } from './platform/secrets/secrets.ts';
import type { Services } from './platform/services.ts';
import { besideProgram, openStorage, type Storage, signInSecret } from './storage.ts';
import { jobHandlers, readingsOf, routeHandlers, streamNames } from './wiring.ts';

export type Role = 'api' | 'worker' | 'scheduler';
export type Server = { url: string; services: Services; signIn: SignIn; storage: Storage; stop(): Promise<void> };
type Options = { config: Config; roles: ReadonlySet<Role>; log: Log; fetch: typeof globalThis.fetch };

const WORKER_GRACE_MS = 15_000;
const LOOK_EVERY_MS = 30_000;

export async function startServer({ config, roles, log, fetch }: Options): Promise<Server> {
  const send = createHttpSend({ fetch });
  const following: { worker: LaneWorker | null } = { worker: null };
  const follower = config.clockUrl
    ? await createFollowerClock({
        name: `workbench-${process.pid}`,
        url: config.clockUrl,
        send,
        log,
        onMove: async () => {
          await following.worker?.drain();
        },
      })
    : null;
  const clock: Clock = follower ?? realClock;
  const storage = await openStorage({ config, clock, log });
  const { database } = storage;
  await assertClockNearDatabase(database.system, realClock);
  const services = await makeServices({ config, clock, log, send, storage });
  const metrics = createMetrics();
  const idempotency = createIdempotency({ database, secrets: services.secrets, now: () => realClock.now() });
  const signIn = createSignIn({
    database,
    secret: signInSecret(config.dataDir),
    publicUrl: config.publicUrl,
    newId: services.newId,
    realClock,
    rateLimits: config.rateLimits,
    sessions: config.sessions,
  });

  let draining = false;
  const isReady = async () =>
    !draining && (await database.system.selectFrom('system.merchant').select('id').limit(1).execute()) !== undefined;
  const http = roles.has('api')
    ? await startHttp({ config, services, signIn, idempotency, metrics, log, isReady, isDraining: () => draining })
    : null;
  const url = config.publicUrl ?? http?.url ?? `http://127.0.0.1:${config.port}`;
  const worker = roles.has('worker') ? startWorker({ config, services, send, log, clock, url }) : null;
  following.worker = worker;
  const scheduler = roles.has('scheduler') ? await startScheduler({ config, services, signIn, idempotency, log }) : null;

  return {
    url,
    services,
    signIn,
    storage,
    stop: async () => {
      draining = true;
      scheduler?.abort.abort();
      await scheduler?.stopSealing();
      await http?.stop();
      await worker?.stop(WORKER_GRACE_MS);
      await follower?.stop();
      await services.hints.close();
      await storage.close();
    },
  };
}

type ServiceParts = { config: Config; clock: Clock; log: Log; send: HttpSend; storage: Storage };

async function makeServices({ config, clock, log, send, storage: { database } }: ServiceParts): Promise<Services> {
  const masterKey = await loadMasterKey({ file: config.masterKeyFile, random: realRandom });
  const secrets = createSecrets({ database, masterKey, random: realRandom, clock });
  return {
    clock,
    random: realRandom,
    log,
    database,
    newId: () => uuidv7({ clock, random: realRandom }),
    pause: (ms) => realClock.sleep(ms),
    secrets,
    blobs: createBlobs({ secrets }),
    hints: createHints({ database, clock: realClock, log }),
    guards: config.guards,
    sendGiven: createGivenSend({ privateHosts: config.privateHosts }),
    runProgram: createRunProgram({ apertium: config.apertiumProgram }),
    channels: configuredChannels(config, { send, clock, random: realRandom, log }),
  };
}

type HttpParts = {
  config: Config;
  services: Services;
  signIn: SignIn;
  idempotency: Idempotency;
  metrics: Metrics;
  log: Log;
  isReady: () => Promise<boolean>;
  isDraining: () => boolean;
};

async function startHttp(parts: HttpParts): Promise<{ url: string; stop(): Promise<void> }> {
  const { config, services, metrics } = parts;
  const api = createApi({
    ...parts,
    handlers: routeHandlers(services),
    hints: services.hints,
    random: services.random,
    newId: services.newId,
    realClock,
    publicUrl: config.publicUrl,
    loopbackOnly: config.loopbackOnly,
    rateLimits: config.rateLimits,
    webDir: besideProgram('..', 'web', 'dist'),
    checkAnswers: false,
  });
  watchServer(metrics, { database: services.database, clock: services.clock, events: api.events });
  mountRaw(api, { method: 'GET', path: '/oauth/{channel}/callback' }, consentCallback(services));
  mountRaw(api, { method: 'GET', path: '/public/reviews/{merchantId}/{publicId}' }, publicReviews(services));
  mountRaw(api, { method: 'GET', path: '/public/review-keys/{merchantId}' }, publicReviewKeys(services));
  mountRaw(api, { method: 'GET', path: '/public/review-widget.js' }, reviewWidget);
  mountRaw(
    api,
    { method: 'POST', path: '/hooks/{channel}' },
    hookHandler(services, metrics, config.rateLimits ? createRateLimiter(() => realClock.now()) : null),
  );
  const { server, port } = await listen(api, config);
  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    stop: async () => {
      api.events.closeAll();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if ('closeIdleConnections' in server) server.closeIdleConnections();
      await Promise.race([closed, realClock.sleep(5_000)]);
    },
  };
}

function listen({ app }: Api, config: Config): Promise<{ server: ReturnType<typeof serve>; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: config.host, port: config.port }, (info: AddressInfo) =>
      resolve({ server, port: info.port }),
    );
    server.on('error', reject);
  });
}

type WorkerParts = { config: Config; services: Services; send: HttpSend; log: Log; clock: Clock; url: string };

function startWorker({ config, services, send, log, clock, url }: WorkerParts): LaneWorker {
  const worker = createWorker({
    database: services.database,
    clock,
    leaseClock: realClock,
    random: services.random,
    log,
    workerId: `${nameOfThisProcess()}/${services.newId()}`,
    isGone: isCertainlyGone,
    concurrency: 8,
    leaseMs: 30_000,
    guards: services.guards,
    handlers: jobHandlers({ services, config, send, hookAddress: (channel) => `${url}/hooks/${channel}` }),
    onFailure: (failure) => noteShopFailure(services, failure),
  });
  worker.start();
  return worker;
}

type SchedulerParts = { config: Config; services: Services; signIn: SignIn; idempotency: Idempotency; log: Log };

async function startScheduler({
  config,
  services,
  signIn,
  idempotency,
  log,
}: SchedulerParts): Promise<{ abort: AbortController; stopSealing: () => Promise<void> }> {
  const abort = new AbortController();
  const stopSealing = await startAuditSealing({ database: services.database, clock: services.clock, log });
  const awakeSinceAt = services.clock.now();
  const look = async () => {
    if (config.fxFeedUrl) await services.database.withMerchant(ratesMerchant, (tx) => enqueueOnce(services, tx));
    await signIn.purge();
    for (const { id } of await services.database.system.selectFrom('system.merchant').select('id').execute()) {
      if (services.guards.sweep) await keepSweeping(services, { merchantId: id, streams: streamNames, readings: readingsOf(services) });
      await watchShops(services, { merchantId: id, awakeSinceAt });
      if (config.fxFeedUrl) await watchRates(services, { merchantId: id, awakeSinceAt });
      await keepReadingDetails(services, id);
      await keepReadingApplications(services, id);
      await watchDocuments(services, id);
      await watchRows(services, { merchantId: id });
      await watchCases(services, { merchantId: id });
      await answerByRules(services, { merchantId: id });
      await keepPurging(services, id);
      await idempotency.purge(id);
    }
  };
  const run = async () => {
    while (!abort.signal.aborted) {
      await look().catch((error: unknown) => log[isDatabaseAway(error) ? 'warn' : 'error']('scheduler.failed', errorFields(error)));
      await realClock.sleep(LOOK_EVERY_MS, abort.signal);
    }
  };
  void run();
  return { abort, stopSealing };
}

/** The feed's job reschedules itself; it is only made where there is none. */
async function enqueueOnce(services: Services, tx: TenantTx): Promise<void> {
  const now = services.clock.now();
  const job = readRatesJob(now);
  const { rows } = await sql`SELECT 1 FROM system.job WHERE kind = ${job.kind} AND parked_at IS NULL LIMIT 1`.execute(tx);
  if (rows.length === 0) await enqueue(tx, { merchantId: ratesMerchant, jobs: [job], now });
}
