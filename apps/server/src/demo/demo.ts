/**
 * `tradewind demo`: the simulated platform, the database and the workbench together, with a demo merchant whose shops
 * are bound the way a person would bind them. The product itself is configured only by the same variables an operator sets.
 * A second start on the same DATA_DIR finds everything again and binds nothing twice.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scopes } from '@tradewind/contract';
import { z } from 'zod';
import { type Config, readConfig } from '../config.ts';
import { issueApiKey } from '../modules/developer/index.ts';
import { assertUnclaimed, claimFolder } from '../platform/database/instance-lock.ts';
import type { Log } from '../platform/ports.ts';
import { type Server, startServer } from '../server.ts';
import { openClient, type WorkbenchClient } from './client.ts';
import { giveConsent } from './consent.ts';
import { filePapers } from './papers.ts';
import { type Platform, startPlatform } from './platform.ts';

const demoShape = z.object({
  url: z.string(),
  sandboxUrl: z.string(),
  email: z.string(),
  password: z.string(),
  apiKey: z.string(),
  mcpUrl: z.null(),
  pids: z.object({ server: z.int(), sandbox: z.int(), postgres: z.int().nullable() }),
  backfill: z.object({ done: z.int(), total: z.int(), finishedAt: z.string().nullable() }),
});
type DemoFile = z.output<typeof demoShape>;

const OWNER = { name: 'Demo Owner', merchantName: 'Tradewind Demo' };
/** The demo merchant's companies: one per seller account of the platform. The last shop of the second is left for the visitor to bind. */
const SELLERS = 2;
const LEAVE_UNBOUND = 1;
const BUYERS = { ordersPerMinute: 2, messagesPerMinute: 1 };

export type Demo = { stop(): Promise<void> };
type Say = (line: string) => void;

type DemoParts = { env: NodeJS.ProcessEnv; log: Log; say: Say };

export async function startDemo(parts: DemoParts): Promise<Demo> {
  const own = readConfig(parts.env);
  if (!own.loopbackOnly) throw new Error('the demo listens on this machine only: unset HOST, or use `tradewind serve`');
  // A workbench that runs here would let us join its database, and a second demo would write into the same simulated world.
  assertUnclaimed(own.dataDir, 'postgres');
  const release = claimFolder(own.dataDir, 'demo');
  try {
    const demo = await startClaimed(parts, own);
    return { stop: () => demo.stop().finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}

async function startClaimed({ env, log, say }: DemoParts, own: Config): Promise<Demo> {
  const startedAt = performance.now();
  const url = own.publicUrl ?? `http://${own.host}:${own.port}`;
  const file = path.join(own.dataDir, 'demo.json');
  const known = readDemoFile(file);
  const platform = await startPlatform({ port: own.sandboxPort, dataDir: own.dataDir, redirectUrl: `${url}/oauth/tiktok-shop/callback` });
  try {
    const server = await startServer({
      config: configFor(env, platform),
      roles: new Set(['api', 'worker', 'scheduler'] as const),
      log,
      fetch,
    });
    const sign = {
      email: known?.email ?? 'owner@demo.tradewind.example',
      password: known?.password ?? randomBytes(12).toString('base64url'),
    };
    const { merchantId, userId } = await server.signIn.createOwner({ ...OWNER, ...sign });
    const apiKey =
      known?.apiKey ??
      (
        await issueApiKey(server.services, server.services.database.system, {
          merchantId,
          name: 'Demo',
          scopes,
          shopIds: null,
          createdBy: userId,
        })
      ).key;
    const demo: DemoFile = {
      url,
      sandboxUrl: platform.url,
      ...sign,
      apiKey,
      mcpUrl: null,
      pids: { server: process.pid, sandbox: platform.pid, postgres: server.storage.postgres?.pid() ?? null },
      backfill: { done: 0, total: 0, finishedAt: null },
    };
    writeDemoFile(file, demo);
    const client = await openClient(server.url, sign);
    await bindShops(client, platform, say);
    await filePapers(client, server.services.clock.now());
    await platform.control('/buyers', BUYERS);
    sayReady(demo, say, performance.now() - startedAt);
    const stopWatching = watchBackfill({ client, demo, file, say, startedAt });
    return { stop: () => stopAll(stopWatching, server, platform) };
  } catch (error) {
    await platform.stop();
    throw error;
  }
}

/** What an operator would set to point the channel, the rates and the clock at this platform. */
function configFor(env: NodeJS.ProcessEnv, { url, state }: Platform): Config {
  return readConfig({
    TIKTOK_SHOP_API_URL: url,
    TIKTOK_SHOP_AUTH_URL: url,
    TIKTOK_SHOP_CONSENT_URL: `${url}/services/authorize`,
    TIKTOK_SHOP_SERVICE_ID: state.appKey,
    TIKTOK_SHOP_APP_KEY: state.appKey,
    TIKTOK_SHOP_APP_SECRET: state.appSecret,
    TIKTOK_SHOP_SELLER_PAGE_URL: `${url}/storefront/{shop}/{product}`,
    TIKTOK_SHOP_EXTENSION_URL: `${url}/sandbox-extension`,
    FX_FEED_URL: `${url}/fx/eurofxref-hist.xml`,
    CLOCK_URL: `${url}/_control/clock`,
    ...env,
  });
}

async function bindShops(client: WorkbenchClient, platform: Platform, say: Say): Promise<void> {
  const bound = new Set((await client.shops()).map((shop) => shop.channelShopId));
  const sellers = platform.state.merchants.slice(0, SELLERS);
  for (const [index, seller] of sellers.entries()) {
    const wanted = index === sellers.length - 1 ? seller.shops.slice(0, -LEAVE_UNBOUND) : seller.shops;
    if (wanted.every((shop) => bound.has(shop.id))) continue;
    const legalEntityId = await client.legalEntity(seller.name);
    const { id, authorizeUrl } = await client.authorize({ market: wanted[0]?.market ?? 'GB', legalEntityId });
    await giveConsent({ authorizeUrl, sellerId: seller.id, shopIds: wanted.map((shop) => shop.id), cookie: client.cookie });
    await client.bindingDone(id);
    say(`bound ${wanted.length} shops of ${seller.name}: ${wanted.map((shop) => shop.market).join(' ')}`);
  }
}

type Watch = { client: WorkbenchClient; demo: DemoFile; file: string; say: Say; startedAt: number };

/** Keeps demo.json's progress current and says when the history is in. */
function watchBackfill({ client, demo, file, say, startedAt }: Watch): () => void {
  const look = async () => {
    const progress = await client.backfill().catch(() => null);
    if (!progress) return;
    demo.backfill = progress;
    writeDemoFile(file, demo);
    if (!progress.finishedAt) return;
    clearInterval(timer);
    say(
      `history is in: ${progress.done.toLocaleString('en')} orders, packages, returns and listings, ${((performance.now() - startedAt) / 1000).toFixed(1)} s after the start`,
    );
  };
  const timer = setInterval(() => void look(), 1_000);
  return () => clearInterval(timer);
}

async function stopAll(stopWatching: () => void, server: Server, platform: Platform): Promise<void> {
  stopWatching();
  await server.stop();
  await platform.stop();
}

function sayReady(demo: DemoFile, say: Say, tookMs: number): void {
  say(`ready after ${(tookMs / 1000).toFixed(1)} s`);
  say('');
  say(`  Workbench   ${demo.url}`);
  say(`  Sign in     ${demo.email}  /  ${demo.password}`);
  say(`  API key     ${demo.apiKey}   (docs at ${demo.url}/api/docs)`);
  say(`  Platform    ${demo.sandboxUrl}   (simulated)`);
  say('');
  say('90 days of history are being read; watch them arrive. Ctrl+C stops everything.');
}

function readDemoFile(file: string): DemoFile | null {
  try {
    return demoShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Written beside and renamed, so that a reader never finds half a file. */
function writeDemoFile(file: string, demo: DemoFile): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
