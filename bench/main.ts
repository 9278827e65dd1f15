/**
 * `npm run bench -- <name> [--size N] [--small] [--write]`: one JSON line per figure on standard output, progress on standard error.
 * Figures are read by people; no goal is asserted here, because a busy machine is not a slow program.
 */
import { parseArgs } from 'node:util';
import { benchDashboard } from './dashboard.ts';
import { benchDesk } from './desk.ts';
import { BARE_SERVER, benchEvents, serveBareEvents } from './events.ts';
import { progress, takePrinted } from './figure.ts';
import { benchFulfilment } from './fulfilment.ts';
import { benchImport } from './import.ts';
import { benchInbox } from './inbox.ts';
import { cleanKept } from './kept-place.ts';
import { benchLabels } from './labels.ts';
import { benchMessages } from './messages.ts';
import { benchOrderIntake } from './order-intake.ts';
import { benchOrderList } from './order-list.ts';
import { benchPerformance } from './performance.ts';
import { benchPublish } from './publish.ts';
import { writeReadme, writeResult } from './results.ts';
import { benchStart } from './start.ts';
import { benchStock, SELLER, serveSeller } from './stock.ts';

/** What each bench counts as its size: without `--size` the first, with `all` the second, with `--small` a hundredth of the second at most. */
const BENCHES = {
  'order-intake': { run: benchOrderIntake, size: 40_000, goalSize: 40_000, smallSize: 400, counts: 'orders taken in' },
  dashboard: {
    run: benchDashboard,
    size: 1_000_000,
    goalSize: 10_000_000,
    smallSize: 50_000,
    counts: 'orders of the larger of two merchants',
  },
  performance: {
    run: benchPerformance,
    size: 1_000_000,
    goalSize: 10_000_000,
    smallSize: 50_000,
    counts: 'orders of the larger of two merchants',
  },
  'order-list': { run: benchOrderList, size: 1_000_000, goalSize: 1_000_000, smallSize: 10_000, counts: 'orders in the database' },
  desk: {
    run: benchDesk,
    size: 1_000_000,
    goalSize: 1_000_000,
    smallSize: 10_000,
    counts: 'orders in the database, every seventh to be worked',
  },
  stock: { run: benchStock, size: 40_000, goalSize: 40_000, smallSize: 400, counts: 'reservations of each kind' },
  import: { run: benchImport, size: 100_000, goalSize: 100_000, smallSize: 1_000, counts: 'SKUs in the workbook' },
  publish: { run: benchPublish, size: 500, goalSize: 500, smallSize: 20, counts: 'products that go to twelve shops' },
  labels: { run: benchLabels, size: 500, goalSize: 500, smallSize: 5, counts: 'labels in one file' },
  fulfilment: { run: benchFulfilment, size: 2_000, goalSize: 2_000, smallSize: 20, counts: 'parcels that leave at once' },
  inbox: { run: benchInbox, size: 1_000_000, goalSize: 1_000_000, smallSize: 10_000, counts: 'conversations in the database' },
  messages: { run: benchMessages, size: 3_000, goalSize: 3_000, smallSize: 30, counts: 'messages of buyers, fifty a second' },
  events: { run: benchEvents, size: 200, goalSize: 200, smallSize: 2, counts: 'open event streams' },
  start: { run: benchStart, size: 3, goalSize: 3, smallSize: 1, counts: 'starts of each kind' },
} as const;
type Name = keyof typeof BENCHES;

const usage = `bench <name>|all [--size N] [--small] [--write]    bench --clean
${Object.entries(BENCHES)
  .map(([name, { size, counts }]) => `  ${name.padEnd(14)}${counts}, ${size.toLocaleString('en')} unless given`)
  .join('\n')}
  all           every bench at the size of its goal; one --size for all is not taken
  --small       every bench at a hundredth or less, to see that it works
  --write       keeps the figures in bench/results and makes bench/README.md anew; without a name, the page alone
  --clean       removes the kept database of the large sizes
`;

function isBench(name: string | undefined): name is Name {
  return name !== undefined && Object.hasOwn(BENCHES, name);
}

function sizeOf(given: string | undefined): number | null {
  if (given === undefined) return null;
  const size = Number(given);
  if (!Number.isInteger(size) || size < 1) throw new Error('--size takes a whole number above 0');
  return size;
}

async function main(): Promise<void> {
  if (process.argv[2] === BARE_SERVER) return serveBareEvents();
  if (process.argv[2] === SELLER) return serveSeller();
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { size: { type: 'string' }, small: { type: 'boolean' }, write: { type: 'boolean' }, clean: { type: 'boolean' } },
  });
  if (values.clean) cleanKept();
  const [name] = positionals;
  if (name === undefined && (values.clean || values.write)) return values.write ? writeReadme() : undefined;
  const isAll = name === 'all';
  if ((!isAll && !isBench(name)) || positionals.length > 1 || (isAll && values.size !== undefined))
    throw new Error(`${name ? `cannot run: ${process.argv.slice(2).join(' ')}\n` : ''}${usage}`);
  const given = sizeOf(values.size);
  // The cast: the table's own keys.
  const names = isBench(name) ? [name] : (Object.keys(BENCHES) as Name[]);
  for (const [index, one] of names.entries()) {
    const { run, size, goalSize, smallSize } = BENCHES[one];
    const startedAt = performance.now();
    progress(`${one} (${index + 1} of ${names.length})`);
    await run(given ?? (values.small ? smallSize : isAll ? goalSize : size));
    progress(`${one} took ${Math.round((performance.now() - startedAt) / 1000)} s`);
    const figures = takePrinted();
    if (values.write) writeResult(one, figures);
  }
  if (values.write) writeReadme();
  return undefined;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
