/** Shops whose buyers write, as the workbench knows them: bound by a real consent, their webhooks heard on a real port. */

import { createServer, type Server } from 'node:http';
import type { TikTokShopConfig } from '@tradewind/channels/tiktok-shop';
import { buildCaller } from '../../../apps/server/src/modules/accounts/testing.ts';
import { hookHandler, startStreams } from '../../../apps/server/src/modules/intake/index.ts';
import type { Database } from '../../../apps/server/src/platform/database/database.ts';
import { createMetrics } from '../../../apps/server/src/platform/http/metrics.ts';
import { createHttpSend } from '../../../apps/server/src/platform/http-out.ts';
import type { Services } from '../../../apps/server/src/platform/services.ts';
import type { PlayerDatabase } from '../../seeds/world/server.ts';
import { bindShops, type CrewShop } from '../crew/bind.ts';
import type { Opening, Pace } from '../crew/orders.ts';
import { openServices } from '../crew/services.ts';
import { keepTime } from '../crew/time.ts';
import type { Sandbox } from '../stage/sandbox.ts';

export type Scene = {
  opening: Opening;
  services: Services;
  database: Database;
  merchantId: string;
  shops: CrewShop[];
  close: () => Promise<void>;
};
type Wish = { sabotage: string | null; access: PlayerDatabase; sandbox: Sandbox; seed: number; shops: number };

const SPEED = 30;
const ENDS_AT = '2026-11-18T05:00:00.000Z';

export async function setScene({ sandbox, access, sabotage, seed, shops: count }: Wish): Promise<Scene> {
  const state = await sandbox.reset({ seed, merchants: 1, shops: count, days: 1, ordersPerShopDay: 2, endsAt: ENDS_AT });
  await sandbox.staff(false);
  const config: TikTokShopConfig = {
    ...{ apiUrl: sandbox.url, authUrl: sandbox.url, consentUrl: `${sandbox.url}/services/authorize` },
    ...{ appKey: state.appKey, appSecret: state.appSecret },
  };
  const pace: Pace = { startAt: state.now, begunAt: Date.now(), speed: SPEED };
  const over = keepTime(sandbox, pace);
  const opening: Opening = { access, config, sabotage, pace };
  const { services, database } = openServices(opening, createHttpSend({ fetch }));
  const code = await sandbox.grant(state.merchants[0]?.id ?? '');
  const { merchantId, shops } = await bindShops({ services, database, access, code });
  const { server, address } = await hear(services);
  for (const { access: shop, ...own } of shops) {
    await services.channels['tiktok-shop']?.subscribe(shop, address);
    const streams = { streams: ['conversations'] as const, readings: [] };
    await database.withMerchant(merchantId, (tx) => startStreams(tx, { services, ...own, ...streams, now: services.clock.now() }));
  }
  const close = async (): Promise<void> => {
    over.abort();
    server.close();
    server.closeAllConnections();
    await database.close();
  };
  return { opening, services, database, merchantId, shops, close };
}

/** The workbench's ear: it writes down and answers; the workers do the rest. */
async function hear(services: Services): Promise<{ server: Server; address: string }> {
  const hook = hookHandler(services, createMetrics());
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = new Headers({ authorization: request.headers.authorization ?? '' });
    const call = { query: new URLSearchParams(), requestId: 'drill', callerOf: async () => null };
    const answer = await hook({ ...call, params: { channel: 'tiktok-shop' }, headers, bytes: Buffer.concat(chunks) }).catch(() => null);
    response.writeHead(answer?.status ?? 503).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port was bound');
  return { server, address: `http://127.0.0.1:${bound.port}/hooks/tiktok-shop` };
}

export const agent = (merchantId: string, name: string) =>
  buildCaller(merchantId, { id: name, name, scopes: new Set(['buyers:read', 'returns:write']) });
