import type { Shop } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { healthOf } from '../health.ts';

type Row = {
  id: string;
  channel: Shop['channel'];
  channel_shop_id: string;
  name: string;
  market: string;
  currency: string;
  time_zone: string;
  seller_type: Shop['sellerType'];
  state: Shop['state'];
  bound_at: Date;
  unbound_at: Date | null;
  last_webhook_at: Date | null;
  last_error_code: string | null;
  last_error_kind: string | null;
  last_error_message: string | null;
  last_error_at: Date | null;
  legal_entity_id: string;
  legal_entity_name: string;
  access_token_expires_at: Date | null;
  refresh_token_expires_at: Date | null;
  swept_at: Date | null;
  backfilled_at: Date | null;
  backfilled: boolean | null;
  done: number | null;
  total: number | null;
  repairs: number | null;
  parked: number;
  stopped: string | null;
};
export type ShopFilter = {
  caller: Pick<Caller, 'shopIds'>;
  shopId?: string;
  market?: string | undefined;
  state?: string | undefined;
  after?: { name: string; id: string } | null;
  limit: number;
};

const SHOPS_MAX = 1_000;

const position = z.strictObject({ name: z.string(), id: z.uuid() });

type ListInput = {
  caller: Caller;
  query: { limit: number; cursor?: string | undefined; market?: string | undefined; state?: string | undefined };
};

export async function listShops(services: Services, { caller, query }: ListInput): Promise<{ items: Shop[]; nextCursor: string | null }> {
  const after = decodeCursor(query.cursor, position);
  const rows = await services.database.withMerchant(caller.merchantId, (tx) =>
    readShops(tx, { caller, market: query.market, state: query.state, after, limit: query.limit + 1 }),
  );
  const page = pageOf(rows, query.limit, (row) => ({ name: row.name, id: row.id }));
  return { items: page.items.map((row) => shopView(row, services.clock.now())), nextCursor: page.nextCursor };
}

type HealthInput = { caller: Pick<Caller, 'shopIds'>; now: number };

/** All shops of the caller: a merchant has dozens. */
export async function shopsWithHealth(tx: TenantTx, { caller, now }: HealthInput): Promise<Pick<Shop, 'id' | 'health'>[]> {
  return (await readShops(tx, { caller, limit: SHOPS_MAX })).map((row) => shopView(row, now));
}

export async function getShop(services: Services, { caller, shopId }: { caller: Caller; shopId: string }): Promise<Shop | null> {
  const [row] = await services.database.withMerchant(caller.merchantId, (tx) => readShops(tx, { caller, shopId, limit: 1 }));
  return row ? shopView(row, services.clock.now()) : null;
}

async function readShops(tx: TenantTx, { caller, shopId, market, state, after, limit }: ShopFilter): Promise<Row[]> {
  const conditions = [
    sql`true`,
    ...(caller.shopIds ? [sql`shop.id = ANY(${caller.shopIds}::uuid[])`] : []),
    ...(shopId ? [sql`shop.id = ${shopId}`] : []),
    ...(market ? [sql`shop.market = ${market}`] : []),
    ...(state ? [sql`shop.state = ${state}`] : []),
    ...(after ? [sql`(shop.name, shop.id) > (${after.name}, ${after.id}::uuid)`] : []),
  ];
  const { rows } = await sql<Row>`
    SELECT shop.*, entity.name AS legal_entity_name, auth.access_token_expires_at, auth.refresh_token_expires_at,
           stream.*, coalesce(queue.parked, 0) AS parked, queue.stopped
    FROM shop
    JOIN legal_entity AS entity ON entity.merchant_id = shop.merchant_id AND entity.id = shop.legal_entity_id
    JOIN channel_authorization AS auth ON auth.merchant_id = shop.merchant_id AND auth.id = shop.authorization_id
    LEFT JOIN LATERAL (
      SELECT min(last_swept_at) AS swept_at, max(backfilled_at) AS backfilled_at, bool_and(backfilled_at IS NOT NULL) AS backfilled,
             sum(backfill_done)::int AS done, sum(greatest(backfill_total, backfill_done))::int AS total, sum(repairs)::int AS repairs
      FROM sync_stream WHERE sync_stream.shop_id = shop.id) AS stream ON true
    LEFT JOIN LATERAL (
      SELECT (SELECT count(*)::int FROM system.job WHERE job.lane LIKE 'shop:' || shop.id || ':%' AND job.parked_at IS NOT NULL) AS parked,
             (SELECT max(stopped_reason) FROM system.lane WHERE lane.lane LIKE 'shop:' || shop.id || ':%') AS stopped) AS queue ON true
    WHERE ${sql.join(conditions, sql` AND `)} ORDER BY shop.name, shop.id LIMIT ${limit}`.execute(tx);
  return rows;
}

const iso = (at: Date | null) => at?.toISOString() ?? null;
const ms = (at: Date | null) => at?.getTime() ?? null;

function shopView(row: Row, now: number): Shop {
  const backfilled = row.backfilled === true;
  return {
    id: row.id,
    channel: row.channel,
    channelShopId: row.channel_shop_id,
    name: row.name,
    market: row.market,
    currency: row.currency,
    timeZone: row.time_zone,
    sellerType: row.seller_type,
    legalEntity: { id: row.legal_entity_id, name: row.legal_entity_name },
    state: row.state,
    boundAt: row.bound_at.toISOString(),
    unboundAt: iso(row.unbound_at),
    backfill: { done: row.done ?? 0, total: row.total, finishedAt: backfilled ? iso(row.backfilled_at) : null },
    health: healthOf(
      {
        state: row.state,
        tokenExpiresAt: ms(row.access_token_expires_at),
        authorisationExpiresAt: ms(row.refresh_token_expires_at),
        lastWebhookAt: ms(row.last_webhook_at),
        lastSweptAt: ms(row.swept_at),
        boundAt: row.bound_at.getTime(),
        backfilled,
        sweepRepairs: row.repairs ?? 0,
        parkedJobs: row.parked,
        stoppedReason: row.stopped,
        lastError:
          row.last_error_at && row.last_error_kind
            ? {
                kind: row.last_error_kind,
                code: row.last_error_code,
                message: row.last_error_message ?? '',
                at: row.last_error_at.getTime(),
              }
            : null,
      },
      now,
    ),
  };
}
