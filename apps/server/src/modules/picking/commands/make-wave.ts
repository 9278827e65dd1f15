import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { holdsOf } from '../../desk/index.ts';
import { byPlace } from '../pick-list.ts';
import { type Candidate, candidatesOf, isSingle } from '../queries/candidates.ts';
import { waveView } from '../queries/wave-views.ts';
import { tellWaves } from './tell-wave.ts';

type Input = Parameters<Handlers['pick-waves.create']>[0];
type Answer = AnswerOf<Routes['pick-waves.create']>;
type Left = Answer['left'][number];

export async function makeWave(services: Services, { caller, requestId, body }: Input): Promise<Answer | Refusal> {
  const { merchantId } = caller;
  const { warehouseId, kind } = body;
  const wrong = wrongWish(body);
  if (wrong) return wrong;
  const [id, now] = [services.newId(), services.clock.now()];
  return services.database.withMerchant(merchantId, async (tx) => {
    // One after the other: the second finds the orders of the first taken, and the next number.
    const warehouses = await tx.selectFrom('warehouse').select('id').orderBy('id').forNoKeyUpdate().execute();
    if (!warehouses.some((warehouse) => warehouse.id === warehouseId))
      return refused('/warehouseId', 'unknown-warehouse', 'No warehouse has this id');
    const shops = await shopsInScope(tx, { caller, shopIds: body.shopIds, market: body.market });
    const shopIds = shops.map((shop) => shop.id);
    const { candidates } = await candidatesOf(tx, { warehouseId, shopIds, orderIds: body.orderIds });
    const fitting = candidates.filter((candidate) => fits(candidate, body));
    const chosen = arranged(fitting.slice(0, body.ordersMax), kind);
    const left = body.orderIds ? await leftOut(tx, { body, shopIds, candidates, chosen }) : [];
    if (chosen.length === 0) return refuse('conflict', left[0] ? `No order fits: ${left[0].reason}` : 'No order waits for such a wave');
    const { rows } = await sql<{ number: number }>`SELECT COALESCE(max(number), 0) + 1 AS number FROM pick_wave`.execute(tx);
    const wave = await tx
      .insertInto('pick_wave')
      .values({
        ...{ merchant_id: merchantId, id, number: rows[0]?.number ?? 1, warehouse_id: warehouseId, kind, scans: 0, state: 'open' },
        ...{ zone: kind === 'by-zone' ? (body.zone ?? '') : null, created_by: caller.name, created_at: new Date(now) },
        ...{ started_at: null, ended_at: null },
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await keepOrders(tx, { merchantId, waveId: id, chosen });
    const act = { objectKind: 'pick-wave', objectId: id, action: 'pick-wave.made', facts: { kind, orders: chosen.length } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await tellWaves(tx, services, { merchantId, waveIds: [id] });
    return { wave: await waveView(tx, wave), left };
  });
}

function wrongWish({ kind, zone, orderIds, shopIds, market }: Input['body']): Refusal | null {
  if (kind === 'by-zone' && zone === undefined) return refused('/zone', 'required', 'A wave by zone names its zone');
  if (kind !== 'by-zone' && zone !== undefined) return refused('/zone', 'not-allowed', 'Only a wave by zone names one');
  return orderIds && (shopIds || market) ? refused('/shopIds', 'not-allowed', 'Chosen orders are of the shops they are of') : null;
}

const refused = (path: string, code: string, message: string): Refusal => ({
  refused: 'invalid-input',
  errors: [{ path, code, message }],
});

const isOfKind = (candidate: Candidate, { kind, zone }: Input['body']): boolean =>
  kind === 'mixed' || (kind === 'single-item' ? isSingle(candidate) : candidate.zone === zone);

const fits = (candidate: Candidate, body: Input['body']): boolean => candidate.isIn && isOfKind(candidate, body);

/** Of single items, those of one SKU behind each other, in the order of the shelf; otherwise the most urgent first, as they came. */
function arranged(chosen: Candidate[], kind: Input['body']['kind']): Candidate[] {
  if (kind !== 'single-item') return chosen;
  return [...chosen].sort((a, b) => {
    const [first, second] = [a.goods[0], b.goods[0]];
    return first && second ? byPlace(first, second) : 0;
  });
}

type Choice = { body: Input['body']; shopIds: string[]; candidates: readonly Candidate[]; chosen: readonly Candidate[] };

async function leftOut(tx: TenantTx, { body, shopIds, candidates, chosen }: Choice): Promise<Left[]> {
  const taken = new Set(chosen.map(({ id }) => id));
  const missing = [...new Set(body.orderIds)].filter((id) => !taken.has(id));
  if (missing.length === 0) return [];
  const { rows } = await sql<{ id: string; isHeld: boolean; isVerified: boolean }>`
    SELECT o.id, EXISTS (SELECT 1 FROM pick_wave_order w WHERE w.order_id = o.id AND w.is_held) AS "isHeld",
      EXISTS (SELECT 1 FROM pick_wave_order w WHERE w.order_id = o.id AND w.state = 'verified') AS "isVerified"
    FROM orders o WHERE o.id = ANY (${missing}::uuid[]) AND o.shop_id = ANY (${shopIds}::uuid[])`.execute(tx);
  const holds = await holdsOf(tx, missing);
  const known = new Map(rows.map((row) => [row.id, row]));
  const candidateOf = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const reasonOf = (id: string): Left['reason'] => {
    const row = known.get(id);
    if (!row) return 'unknown';
    if (row.isHeld) return 'in-a-wave';
    if (row.isVerified) return 'verified-before';
    if (holds.has(id)) return 'kept-back';
    const candidate = candidateOf.get(id);
    if (!candidate) return 'not-to-pack';
    if (!candidate.isIn) return 'other-warehouse';
    return isOfKind(candidate, body) ? 'too-many' : 'not-of-this-kind';
  };
  return missing.map((orderId) => ({ orderId, reason: reasonOf(orderId) }));
}

type Kept = { merchantId: string; waveId: string; chosen: readonly Candidate[] };

async function keepOrders(tx: TenantTx, { merchantId, waveId, chosen }: Kept): Promise<void> {
  const orders = unnestRows(
    chosen.map(({ id }, index) => ({ id, position: index + 1 })),
    { order_id: ['uuid', ({ id }) => id], position: ['int', ({ position }) => position] },
  );
  await sql`
    INSERT INTO pick_wave_order (merchant_id, wave_id, state, is_held, ${orders.names})
    SELECT ${merchantId}::uuid, ${waveId}::uuid, 'waiting', true, given.* FROM ${orders.source}`.execute(tx);
  const items = unnestRows(
    chosen.flatMap(({ id, goods }) => goods.map((one) => ({ id, ...one }))),
    {
      order_id: ['uuid', ({ id }) => id],
      item: ['text', ({ item }) => item],
      variant_id: ['uuid', ({ variantId }) => variantId],
      sku: ['text', ({ sku }) => sku],
      title: ['text', ({ title }) => title],
      units: ['int', ({ units }) => units],
    },
  );
  await sql`
    INSERT INTO pick_wave_item (merchant_id, wave_id, scanned, ${items.names})
    SELECT ${merchantId}::uuid, ${waveId}::uuid, 0, given.* FROM ${items.source}`.execute(tx);
}
