/**
 * `prove [--seeds N] [--seed S] [--sabotage <guard>]`: plays the intake under virtual time, seed by seed, and ends with one JSON line; exit 0 when
 * every seed ended equal to the truth. Two thirds of the seeds are always the same, the rest follow from the commit; seeds that once found
 * something (regressions.json) come first. `--seed` plays that one alone, exactly as it was played among others.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { guardNames } from '../../apps/server/src/platform/guards.ts';
import { servePlayer } from './player.ts';
import { type Failure, prove } from './prove.ts';
import regressions from './regressions.json' with { type: 'json' };

const options = {
  seeds: { type: 'string', default: '300' },
  seed: { type: 'string' },
  sabotage: { type: 'string' },
  player: { type: 'boolean', default: false },
} as const;

async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  const count = Number(values.seeds);
  const seed = values.seed === undefined ? null : Number(values.seed);
  const sabotage = values.sabotage === undefined ? null : guardNames.find((name) => name === values.sabotage);
  const isSeed = (number: number): boolean => Number.isSafeInteger(number) && number > 0;
  if (!isSeed(count) || (seed !== null && !isSeed(seed)) || sabotage === undefined) {
    process.stderr.write(`prove [--seeds N] [--seed S] [--sabotage ${guardNames.join('|')}]\n`);
    return 2;
  }
  const commit = commitHash();
  const proof = await prove({
    seeds: seed === null ? seedsOf(count, commit) : [seed],
    sabotage,
    program: fileURLToPath(import.meta.url),
    migrationsFolder: 'apps/server/migrations',
    failed: (failure) => tell(failure, commit),
    played: (played) => {
      if (played % 50 === 0) process.stderr.write(`${played} seeds played\n`);
    },
  });
  process.stderr.write(`${proof.seeds} seeds, ${proof.perMinute} a minute, ${proof.failures.length} failed\n`);
  process.stdout.write(`${JSON.stringify(proof)}\n`);
  return proof.ok ? 0 : 1;
}

function seedsOf(count: number, commit: string): number[] {
  const fixed = Math.ceil((count * 2) / 3);
  const base = Number.parseInt(commit.slice(0, 7), 16);
  const list = [...regressions.map((kept) => kept.seed), ...Array.from({ length: fixed }, (_, index) => index + 1)];
  return [...new Set([...list, ...Array.from({ length: count - fixed }, (_, index) => 1_000_000 + base * 4 + index)])];
}

function commitHash(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    // No git, or no commit yet.
    return '0000000';
  }
}

function tell({ seed, trace, mismatches }: Failure, commit: string): void {
  const wrong = mismatches.map((mismatch) => `  ${JSON.stringify(mismatch).slice(0, 600)}`);
  const struck = trace.map((line) => `  ${line}`);
  process.stderr.write(
    [
      `seed ${seed} of commit ${commit} failed; alone: npm run tradewind -- prove --seed ${seed}`,
      'struck:',
      ...struck,
      'found:',
      ...wrong,
      '',
    ].join('\n'),
  );
}

if (process.argv.includes('--player')) {
  void servePlayer();
} else {
  main().then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`the proof broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exit(1);
    },
  );
}
