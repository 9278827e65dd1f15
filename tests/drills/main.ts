/**
 * `drill <name> [--seed N] [--small] [--sabotage <guard>] [--servers N] [--workers N] [--case N]`: plays one drill and ends with its report as one
 * JSON line; exit 0 when
 * all that was compared was equal. What it does meanwhile goes to standard error.
 */
import { parseArgs } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { flashSaleDrill, flashSaleSabotages } from './flash-sale/drill.ts';
import { PART, serveFlashSalePart } from './flash-sale/part.ts';
import { fulfilmentDrill, fulfilmentSabotages } from './fulfilment/drill.ts';
import { serveFulfilmentWorker, WORKER } from './fulfilment/worker.ts';
import { fuzzDrill } from './fuzz/drill.ts';
import { playOrderedPart } from './fuzz/part.ts';
import { fuzzSabotages } from './fuzz/sabotage.ts';
import { messageSabotages, messagesDrill } from './messages/drill.ts';
import { WORKER as MESSAGES_WORKER, serveMessagesWorker } from './messages/worker.ts';
import { predictionsDrill } from './predictions/drill.ts';
import type { Report } from './report.ts';
import { tenantDrill, tenantSabotages } from './tenant/drill.ts';
import { guards, truthDrill } from './truth/drill.ts';

export type DrillOptions = {
  seed: number;
  small: boolean;
  sabotage: string | null;
  /** Processes of each kind on the one database, where a drill plays on several. */
  servers: number;
  workers: number;
  /** How much is played where a drill has a size; null: its own. */
  size: number | null;
  /** One case alone, where a drill has numbered ones. */
  only: number | null;
  say: (line: string) => void;
};
type Drill = { sabotages: readonly string[]; play(options: DrillOptions): Promise<Report> };

const DRILLS: Readonly<Record<string, Drill>> = {
  truth: { sabotages: guards, play: truthDrill },
  tenant: { sabotages: tenantSabotages, play: tenantDrill },
  fuzz: { sabotages: fuzzSabotages, play: fuzzDrill },
  'flash-sale': { sabotages: flashSaleSabotages, play: flashSaleDrill },
  fulfilment: { sabotages: fulfilmentSabotages, play: fulfilmentDrill },
  messages: { sabotages: messageSabotages, play: messagesDrill },
  predictions: { sabotages: [], play: predictionsDrill },
};

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: 'string', default: '1' },
      small: { type: 'boolean', default: false },
      sabotage: { type: 'string' },
      servers: { type: 'string', default: '2' },
      workers: { type: 'string', default: '2' },
      size: { type: 'string' },
      case: { type: 'string' },
    },
  });
  const name = positionals[0] ?? '';
  const drill = Object.hasOwn(DRILLS, name) ? DRILLS[name] : undefined;
  const [seed, servers, workers] = [Number(values.seed), Number(values.servers), Number(values.workers)];
  const only = values.case === undefined ? null : Number(values.case);
  const size = values.size === undefined ? null : Number(values.size);
  const isCount = (given: number, least: number): boolean => Number.isSafeInteger(given) && given >= least && given <= 9;
  const areNumbers =
    [seed, only ?? 0, size ?? 1].every(Number.isSafeInteger) && (size ?? 1) > 0 && isCount(servers, 1) && isCount(workers, 2);
  if (!drill || !areNumbers)
    return refuse(
      `drill ${Object.keys(DRILLS).join('|')} [--seed N] [--small] [--sabotage <guard>] [--servers 1..9] [--workers 2..9] [--size N] [--case N]`,
    );
  const sabotage = values.sabotage ?? null;
  if (sabotage !== null && !drill.sabotages.includes(sabotage))
    return refuse(`${name} has ${drill.sabotages.length === 0 ? 'no guards' : `the guards ${drill.sabotages.join(', ')}`}`);
  const startedAt = performance.now();
  const say = (line: string): void => void process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(1)} s  ${line}\n`);
  const report = await drill.play({ seed, small: values.small, sabotage, servers, workers, size, only, say });
  say(report.ok ? 'all equal' : `${report.mismatches.length} mismatches or more`);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return report.ok ? 0 : 1;
}

function refuse(line: string): number {
  process.stderr.write(`${line}\n`);
  return 2;
}

if (process.argv[2] === PART) serveFlashSalePart();
else if (process.argv[2] === WORKER) serveFulfilmentWorker();
else if (process.argv[2] === MESSAGES_WORKER) serveMessagesWorker();
else if (isMainThread) {
  // Whatever timers are left belong to nobody: the report is out.
  main().then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`the drill broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exit(1);
    },
  );
} else void playOrderedPart();
