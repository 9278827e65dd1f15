/**
 * A workbook of SKUs handed in by a person: read as a stream, checked row by row against all there is, compared and told; then taken in.
 * The control is COPY of the rows that came of it, from a file on the same disk into empty copies of the tables.
 */
import { createBench } from '../apps/server/src/modules/accounts/testing.ts';
import { catalogHandlers, runImportJobHandler } from '../apps/server/src/modules/catalog/index.ts';
import { isRefusal, type Refusal } from '../apps/server/src/platform/http/handler.ts';
import { writeSheet } from '../apps/server/src/platform/sheets/write-sheet.ts';
import { printFigure, progress, timed } from './figure.ts';
import { callerOf, type Place, type Superuser, withPlace } from './place.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
/** A shirt in four sizes. */
const SIZES = ['S', 'M', 'L', 'XL'];
const SAMPLED_EVERY_MS = 50;

export async function benchImport(skus: number): Promise<void> {
  await withPlace(NOW, async (place) => {
    progress(`writing a workbook of ${skus} SKUs`);
    const bytes = await writeSheet('xlsx', rowsOf(skus));
    const { tookMs, megabytes } = await withMemory(() => importFile(place, bytes, skus));
    const raw = await copyRows(place.superuser);
    const { postgres } = place;
    const rates = { value: skus / (tookMs / 1000), control: skus / (raw / 1000) };
    printFigure({ bench: 'import', size: skus, ...rates, unit: 'SKUs/s', p50: null, p95: null, postgres });
    printFigure({ bench: 'import-memory', size: skus, value: megabytes, unit: 'MB', control: null, p50: null, p95: null, postgres });
  });
}

async function* rowsOf(skus: number) {
  yield [['product_code', 'title', 'description', 'category', 'sku', 'option1_name', 'option1_value', 'weight_g', 'cost', 'cost_currency']];
  for (let first = 0; first < skus; first += 1_000)
    yield Array.from({ length: Math.min(1_000, skus - first) }, (_, at) => {
      const [product, size] = [Math.floor((first + at) / SIZES.length), SIZES[(first + at) % SIZES.length] ?? ''];
      const shared = [`SHIRT-${product}`, `Cotton shirt ${product}`, 'Washed once, cut wide', 'mens-clothing'];
      return [...shared, `SHIRT-${product}-${size}`, 'Size', size, String(180 + (product % 90)), `${20 + (product % 60)}.50`, 'CNY'];
    });
}

async function importFile({ services, merchantId, superuser }: Place, bytes: Buffer, skus: number): Promise<number> {
  const bench = createBench(services.database, { startAt: NOW });
  const ask = catalogHandlers(bench.services);
  const around = { caller: callerOf(merchantId), requestId: 'bench', query: {} };
  // The list of handlers forgets what each takes, as in the wiring.
  const worker = bench.worker([runImportJobHandler(bench.services)] as unknown as Parameters<typeof bench.worker>[0]);
  progress(`taking in ${skus} SKUs`);
  const tookMs = await timed(async () => {
    const body = { mediaType: 'application/octet-stream', bytes, sha256: '' };
    const { id, headRow, mapping } = good(
      await ask['product-imports.create']({ ...around, params: {}, query: { fileName: 'shirts.xlsx' }, body }),
    );
    const params = { importId: id };
    good(await ask['product-imports.check']({ ...around, params, body: { headRow, mapping } }));
    await worker.drain();
    good(await ask['product-imports.apply']({ ...around, params, body: undefined }));
    await worker.drain();
  });
  const { rows } = await superuser.query<{ count: number }>('SELECT count(*)::int AS count FROM variant');
  if (rows[0]?.count !== skus) throw new Error(`of ${skus} SKUs ${rows[0]?.count} are in the catalogue`);
  return tookMs;
}

function good<T>(answer: T): Exclude<T, Refusal> {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, Refusal>; // just checked
}

/** How much more the process held at most while it worked than before. */
async function withMemory(work: () => Promise<number>): Promise<{ tookMs: number; megabytes: number }> {
  global.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  const sampling = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, SAMPLED_EVERY_MS);
  try {
    return { tookMs: await work(), megabytes: (most - before) / 1024 ** 2 };
  } finally {
    clearInterval(sampling);
  }
}

const TABLES = ['product', 'variant', 'variant_cost'] as const;

async function copyRows(superuser: Superuser): Promise<number> {
  progress('copying the same rows');
  const { rows } = await superuser.query<{ data_directory: string }>('SHOW data_directory');
  const fileOf = (table: string) => `'${rows[0]?.data_directory}/copied-${table}'`;
  await superuser.query('CREATE SCHEMA raw');
  for (const table of TABLES) {
    await superuser.query(`CREATE TABLE raw.${table} (LIKE tenant.${table} INCLUDING ALL)`);
    await superuser.query(`COPY tenant.${table} TO ${fileOf(table)}`);
  }
  return timed(async () => {
    for (const table of TABLES) await superuser.query(`COPY raw.${table} FROM ${fileOf(table)}`);
  });
}
