/**
 * `npm run bench -- <name> [--size N]`: one JSON line per figure on standard output, progress on standard error.
 * Figures are read by people; no goal is asserted here, because a busy machine is not a slow program.
 */
import { parseArgs } from 'node:util';
import { benchDashboard } from './dashboard.ts';
import { benchOrderIntake } from './order-intake.ts';
import { benchStart } from './start.ts';

/** What each bench counts as its size, and the size without `--size`. */
const BENCHES = {
  'order-intake': { run: benchOrderIntake, size: 20_000, counts: 'orders taken in' },
  dashboard: { run: benchDashboard, size: 1_000_000, counts: 'orders in the database' },
  start: { run: benchStart, size: 3, counts: 'starts of each kind' },
} as const;

const usage = `bench <name> [--size N]\n${Object.entries(BENCHES)
  .map(([name, { size, counts }]) => `  ${name.padEnd(14)}${counts}, ${size.toLocaleString('en')} unless given`)
  .join('\n')}\n`;

function isBench(name: string | undefined): name is keyof typeof BENCHES {
  return name !== undefined && Object.hasOwn(BENCHES, name);
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { size: { type: 'string' } } });
  const [name] = positionals;
  if (!isBench(name) || positionals.length > 1) throw new Error(`${name ? `unknown bench: ${positionals.join(' ')}\n` : ''}${usage}`);
  const size = values.size === undefined ? BENCHES[name].size : Number(values.size);
  if (!Number.isInteger(size) || size < 1) throw new Error('--size takes a whole number above 0');
  await BENCHES[name].run(size);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
