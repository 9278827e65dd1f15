/**
 * From the bytes of a signed webhook to the order it names, committed: the hint on disk with its job, the job claimed by a worker, the
 * platform asked (its answer lies in memory), the order applied and the job struck off. One at a time, without HTTP, so each pays its three
 * commits alone.
 *
 * The control writes the same rows: the hint's in one transaction, the order's in a second.
 */
import { tokenContext } from '../apps/server/src/modules/accounts/access.ts';
import { receiveHint } from '../apps/server/src/modules/intake/commands/receive-hint.ts';
import { realClock } from '../apps/server/src/platform/clock/real-clock.ts';
import { createWorker } from '../apps/server/src/platform/lanes/lanes.ts';
import type { Services } from '../apps/server/src/platform/services.ts';
import { jobHandlers } from '../apps/server/src/wiring.ts';
import { createTikTokShop } from '../packages/channels/src/tiktok-shop/index.ts';
import { signHint } from '../packages/channels/src/tiktok-shop/signing.ts';
import { mean, percentile, printFigure, progress, timed } from './figure.ts';
import { answering, orderDetail, orderIdOf } from './order-pages.ts';
import { type BenchShop, type Place, quietLog } from './place.ts';
import { copyRows, readPageRows } from './raw-copy.ts';

const APP = { appKey: 'bench', appSecret: 'bench' };
const WEBHOOKS_AT_MOST = 300;
const WEBHOOKS_AT_LEAST = 20;
const WARM_UP = 20;

type Given = { shop: BenchShop; firstSerial: number; endsAt: number; pages: number };

export async function benchWebhooks(place: Place, { shop, firstSerial, endsAt, pages }: Given): Promise<void> {
  const count = Math.min(WEBHOOKS_AT_MOST, Math.max(WEBHOOKS_AT_LEAST, pages));
  progress(`receiving ${count} webhooks`);
  const serials = Array.from({ length: WARM_UP + count }, (_, index) => firstSerial + index);
  await giveToken(place, shop);
  await place.superuser.query('CREATE TABLE raw.inbound (LIKE tenant.inbound INCLUDING ALL)');
  const receive = receiverOf(
    place,
    serials.map((serial) => orderDetail(shop, { serial, endsAt })),
  );
  const ours: number[] = [];
  const raw: number[] = [];
  for (const [index, serial] of serials.entries()) {
    const body = webhookBody(shop, serial);
    const tookMs = await timed(() => receive(body));
    const controlMs = await copyOf(place, { channelOrderId: orderIdOf(serial), body });
    if (index < WARM_UP) continue;
    ours.push(tookMs);
    raw.push(controlMs);
  }
  printFigure({
    bench: 'webhook-to-commit',
    size: count,
    value: mean(ours),
    unit: 'ms',
    control: mean(raw),
    p50: percentile(ours, 0.5),
    p95: percentile(ours, 0.95),
    postgres: place.postgres,
  });
}

/** What binding would have left behind: a token that lives beyond the bench, and the shop in the directory. */
async function giveToken({ services, superuser, merchantId }: Place, shop: BenchShop): Promise<void> {
  const { rows } = await superuser.query<{ id: string }>('SELECT authorization_id AS id FROM shop WHERE merchant_id = $1 AND id = $2', [
    merchantId,
    shop.id,
  ]);
  const id = rows[0]?.id ?? '';
  const secrets = await services.secrets.forMerchant(merchantId);
  const version = 1;
  await superuser.query(
    'UPDATE channel_authorization SET access_token = $3, access_token_expires_at = $4, token_version = $5 WHERE merchant_id = $1 AND id = $2',
    [merchantId, id, secrets.seal(tokenContext(id, 'access', version), 'bench'), new Date(services.clock.now() + 7 * 86_400_000), version],
  );
  await superuser.query(
    "INSERT INTO system.shop_directory (merchant_id, channel, channel_shop_id, shop_id) VALUES ($1, 'tiktok-shop', $2, $3)",
    [merchantId, shop.channelShopId, shop.id],
  );
}

/** Takes a webhook all the way. */
function receiverOf(place: Place, answers: readonly Uint8Array[]): (body: Uint8Array) => Promise<void> {
  const address = 'http://platform.invalid';
  const { clock, random } = place.services;
  const send = answering(answers);
  const channel = createTikTokShop(
    { apiUrl: address, authUrl: address, consentUrl: address, ...APP },
    { send, clock, random: () => random.number() },
  );
  const services: Services = { ...place.services, channels: { 'tiktok-shop': channel } };
  const worker = createWorker({
    database: services.database,
    clock,
    leaseClock: realClock,
    random,
    log: quietLog,
    workerId: services.newId(),
    concurrency: 1,
    leaseMs: 30_000,
    handlers: jobHandlers({ services, config: { fxFeedUrl: null }, send, hookAddress: () => address }),
  });
  return async (body) => {
    const headers = { authorization: signHint(APP, body) };
    const receipt = await receiveHint(services, { channelName: 'tiktok-shop', headers, body });
    if (receipt !== 'stored') throw new Error(`a webhook of the bench was ${receipt}`);
    await worker.drain();
  };
}

function webhookBody(shop: BenchShop, serial: number): Uint8Array {
  const data = { order_id: orderIdOf(serial), order_status: 'AWAITING_SHIPMENT', update_time: 1_700_000_000 };
  return new TextEncoder().encode(
    JSON.stringify({ type: 1, tts_notification_id: `bench-${serial}`, shop_id: shop.channelShopId, timestamp: 1_700_000_000, data }),
  );
}

async function copyOf({ superuser }: Place, { channelOrderId, body }: { channelOrderId: string; body: Uint8Array }): Promise<number> {
  const rows = await readPageRows(superuser, [channelOrderId]);
  if (rows[0]?.values[0]?.length !== 1) throw new Error('a webhook of the bench brought no order');
  const { rows: hints } = await superuser.query<Record<string, unknown>>('SELECT * FROM inbound WHERE channel_object_id = $1', [
    channelOrderId,
  ]);
  const values = Object.entries(hints[0] ?? {}).map(([name, value]) => (name === 'body' ? Buffer.from(body) : value));
  return timed(async () => {
    await superuser.query('INSERT INTO raw.inbound VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)', values);
    await copyRows(superuser, rows);
  });
}
