/**
 * Reservations of one hot SKU and of a thousand SKUs, by callers of the same moment and by several processes, and how long a change of
 * the stock takes to reach twelve shops. The control of a reservation is what a shop's backend does by hand: one conditional UPDATE for
 * each, on a connection for each caller, with neither ledger nor reservation. Nothing may be sold twice on either side.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createReserve } from '../apps/server/src/modules/stock/commands/reserve.ts';
import { stockHandlers } from '../apps/server/src/modules/stock/index.ts';
import type { DatabaseAccess } from '../apps/server/src/platform/database/roles.ts';
import { isRefusal } from '../apps/server/src/platform/http/handler.ts';
import type { Services } from '../apps/server/src/platform/services.ts';
import { percentile, printFigure, progress, sum, timed } from './figure.ts';
import { callerOf, type Place, type Superuser, withConnections, withPlace, withServices } from './place.ts';
import { benchPushes } from './stock-push.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const CLIENTS = 32;
const SKUS = 1_000;
const ROUNDS = 4;
const PROCESSES = 3;
/** What the first seconds cost, until the code is compiled and the plans are kept, is not what is asked. */
const WARM_UP_SHARE = 10;

export async function benchStock(size: number): Promise<void> {
  await withPlace(NOW, async (place) => {
    const goods = await stockUp(place, size);
    const work = { place, goods, size };
    await measure(work, { bench: 'stock-hot-sku', skuOf: () => 0 });
    // Each SKU in turn, in a step that shares no factor with their number, so that neighbours do not follow each other.
    await measure(work, { bench: 'stock-many-skus', skuOf: (n) => (n * 7) % SKUS });
    await sellOut(work);
  });
  await benchPushes(Math.max(3, Math.round(size / 200)));
}

type Goods = { variantIds: readonly string[]; warehouseId: string };
type Work = { place: Place; goods: Goods; size: number };

/** As many SKUs as are reserved from, the first of them hot, and in a table beside it the same for the control. */
async function stockUp({ services, superuser, merchantId }: Place, size: number): Promise<Goods> {
  progress(`counting ${SKUS} SKUs`);
  const variantIds = Array.from({ length: SKUS + 1 }, () => services.newId());
  await superuser.query(
    `INSERT INTO product (merchant_id, id, code, title, description, materials, option_names, attributes, status, version, created_at, updated_at)
     SELECT $1, id, id::text, 'Goods', '', '{}', '{}', '{}', 'active', 1, 'epoch', 'epoch' FROM unnest($2::uuid[]) AS id`,
    [merchantId, variantIds],
  );
  await superuser.query(
    `INSERT INTO variant (merchant_id, id, product_id, sku, option_values, is_bundle, status, created_at, updated_at)
     SELECT $1, id, id, id::text, '{}', false, 'active', 'epoch', 'epoch' FROM unnest($2::uuid[]) AS id`,
    [merchantId, variantIds],
  );
  const stock = stockHandlers(services);
  const asked = <B>(body: B) => ({ caller: callerOf(merchantId), requestId: 'bench', params: {}, query: {}, body });
  const warehouse = await stock['warehouses.create'](asked({ name: 'Bench', kind: 'own', country: 'CN' }));
  if (isRefusal(warehouse)) throw new Error('the warehouse was refused');
  for (let from = 0; from < SKUS; from += 500) {
    const rows = variantIds
      .slice(from, Math.min(SKUS, from + 500))
      .map((variantId) => ({ variantId, warehouseId: warehouse.id, units: size * 10 }));
    const received = await stock['stock-adjustments.create'](asked({ kind: 'receive', rows, reference: null, note: '' }));
    if (isRefusal(received)) throw new Error('the goods were refused');
  }
  // The last one is for selling out: fewer units than are asked for.
  const rows = variantIds.slice(SKUS).map((variantId) => ({ variantId, warehouseId: warehouse.id, units: Math.ceil(size / 2) }));
  await stock['stock-adjustments.create'](asked({ kind: 'receive', rows, reference: null, note: '' }));
  await superuser.query('CREATE SCHEMA raw');
  await superuser.query(
    'CREATE TABLE raw.stock (sku int PRIMARY KEY, available bigint NOT NULL CHECK (available >= 0)) WITH (fillfactor = 50)',
  );
  await superuser.query('INSERT INTO raw.stock SELECT sku, $1 FROM generate_series(0, $2::int - 1) AS sku', [size * 10, SKUS]);
  await superuser.query('ANALYZE');
  return { variantIds, warehouseId: warehouse.id };
}

type Measured = { bench: string; skuOf: (n: number) => number };

/** Ours and the control in turns, each client one reservation after the other. */
async function measure({ place, goods, size }: Work, { bench, skuOf }: Measured): Promise<void> {
  progress(`${bench}: ${size} reservations by ${CLIENTS} clients`);
  const reserve = reserving(place.services, place.merchantId);
  const waits: number[] = [];
  const took = { ours: 0, raw: 0 };
  let serial = 0;
  const one = async (): Promise<void> => {
    serial += 1;
    const variantId = goods.variantIds[skuOf(serial)] ?? '';
    const n = serial;
    const ms = await timed(async () => {
      if (!(await reserve(`${bench}-${n}`, variantId))) throw new Error('a reservation was refused though there are units');
    });
    waits.push(ms);
  };
  await withConnections(place, CLIENTS, async (clients) => {
    let raw = 0;
    const byHand = async (client: Superuser): Promise<void> => {
      raw += 1;
      const { rowCount } = await client.query({
        name: 'take',
        text: 'UPDATE raw.stock SET available = available - 1 WHERE sku = $1 AND available >= 1',
        values: [skuOf(raw)],
      });
      if (rowCount !== 1) throw new Error('the control found no unit');
    };
    await byAll(Math.ceil(size / WARM_UP_SHARE), () => one());
    await byAll(Math.ceil(size / WARM_UP_SHARE), (client) => byHand(at(clients, client)));
    waits.length = 0;
    const part = Math.ceil(size / ROUNDS);
    for (let round = 0; round < ROUNDS; round += 1) {
      took.ours += await timed(() => byAll(part, () => one()));
      took.raw += await timed(() => byAll(part, (client) => byHand(at(clients, client))));
    }
    const done = part * ROUNDS;
    await assertKept(place, { bench, count: serial });
    printFigure({
      bench,
      size,
      value: done / (took.ours / 1000),
      unit: 'reservations/s',
      control: done / (took.raw / 1000),
      p50: percentile(waits, 0.5),
      p95: percentile(waits, 0.95),
      postgres: place.postgres,
    });
  });
}

const at = (clients: readonly Superuser[], index: number): Superuser => {
  const client = clients[index];
  if (!client) throw new Error('a client without a connection');
  return client;
};

/** So many pieces of work, each client at one after the other. */
async function byAll(count: number, work: (client: number) => Promise<void>): Promise<void> {
  let begun = 0;
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      while (begun < count) {
        begun += 1;
        await work(client);
      }
    }),
  );
}

/** Whether the unit was kept. */
function reserving(services: Services, merchantId: string): (reference: string, variantId: string) => Promise<boolean> {
  const reserve = createReserve(services);
  const actor = { kind: 'api-key' as const, name: 'bench' };
  return async (reference, variantId) => {
    const wish = { reference, line: '', variantId, sets: 1, warehouseId: null, expiresAt: null };
    const { outcome } = await reserve({ merchantId, actor, wish });
    return outcome === 'held';
  };
}

/** A quick answer that kept nothing would be worth nothing: each has its row, and the level says the same. */
async function assertKept({ superuser, merchantId }: Place, { bench, count }: { bench: string; count: number }): Promise<void> {
  const { rows } = await superuser.query<{ kept: number; held: number; moved: number }>(
    `SELECT (SELECT count(*)::int FROM stock_reservation WHERE merchant_id = $1 AND reference LIKE $2) AS kept,
       (SELECT count(*)::int FROM stock_reservation WHERE merchant_id = $1) AS held,
       (SELECT sum(reserved)::int FROM stock_level WHERE merchant_id = $1) AS moved`,
    [merchantId, `${bench}-%`],
  );
  if (rows[0]?.kept !== count || rows[0].held !== rows[0].moved)
    throw new Error(`${count} reservations were answered, and the books say ${JSON.stringify(rows[0])}`);
}

type Selling = { access: DatabaseAccess; dataDir: string; merchantId: string; variantId: string; count: number; name: string };

/** Several processes ask for twice the units there are. */
async function sellOut({ place, goods, size }: Work): Promise<void> {
  const variantId = goods.variantIds[SKUS] ?? '';
  const there = Math.ceil(size / 2);
  progress(`${PROCESSES} processes sell ${there} units to ${size} callers`);
  const count = Math.ceil(size / PROCESSES);
  const { access, dataDir, merchantId } = place;
  const children = Array.from({ length: PROCESSES }, (_, n) => {
    const child = fork(process.argv[1] ?? '', [SELLER], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const selling: Selling = { access, dataDir, merchantId, variantId, count, name: `seller-${n}` };
    child.send(selling);
    return child;
  });
  const sold = sum(await Promise.all(children.map(soldBy)));
  const { rows } = await place.superuser.query<{ reserved: number }>(
    'SELECT reserved::int FROM stock_level WHERE merchant_id = $1 AND variant_id = $2',
    [merchantId, variantId],
  );
  if (sold !== there || rows[0]?.reserved !== there)
    throw new Error(`of ${there} units ${sold} were sold, and the books say ${rows[0]?.reserved}`);
}

async function soldBy(child: ChildProcess): Promise<number> {
  const [sold] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('a process that sells has ended');
    }),
  ]);
  await once(child, 'exit');
  return Number(sold);
}

/** This program's own argument that starts one more process of the workbench. */
export const SELLER = '--stock-seller';

export async function serveSeller(): Promise<void> {
  const [given] = await once(process, 'message');
  // The cast: only the bench speaks to this process.
  const { access, dataDir, merchantId, variantId, count, name } = given as Selling;
  await withServices({ access, dataDir, now: NOW }, async (services) => {
    const reserve = reserving(services, merchantId);
    let [sold, serial] = [0, 0];
    await byAll(count, async () => {
      serial += 1;
      if (await reserve(`${name}-${serial}`, variantId)) sold += 1;
    });
    process.send?.(sold);
  });
  process.disconnect?.();
}
