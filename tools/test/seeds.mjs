import { existsSync } from 'node:fs';
import { chosenByCommit } from '../chosen-by-commit.mjs';
import { programStep } from './program-step.mjs';

const PROGRAM = 'tests/seeds/dist/main.js';
const LIMIT_MS = 400_000;
/** Small, for the twenty minutes: thousands are played by hand before a release, `npm run tradewind -- prove --seeds 5000`. */
const SEEDS = 100;
/** The most that any of them has needed is a few dozen; a guard that outlives this many is not guarded by the seeds. */
const SABOTAGED_SEEDS = 400;
const SABOTAGES = ['no-sweep', 'no-version-check', 'cursor-before-apply', 'ack-before-commit', 'refresh-race', 'no-fence'];

function proves({ code, answer }) {
  return code === 0 && answer?.ok === true && Number(answer.checked) > 0 && Number(answer.seeds) >= SEEDS;
}

/** Caught means: a seed was played to its end and found something. A proof that merely breaks has caught nothing. */
function catches({ code, answer }) {
  return code === 1 && answer?.ok === false && Array.isArray(answer.failures) && answer.failures.length > 0;
}

const rateOf = ({ seeds, perMinute, checked }) => `${seeds} seeds, ${perMinute} a minute, ${checked} checked`;
const seedStep = (name, args, succeeded) => programStep({ name, program: PROGRAM, args, limitMs: LIMIT_MS, succeeded, note: rateOf });

/** The intake under virtual time, and once more without one of its guards. */
export function seedSteps() {
  if (!existsSync('tests/seeds/main.ts')) return [];
  const guard = SABOTAGES[chosenByCommit(SABOTAGES.length)];
  return [
    seedStep('seeds', ['--seeds', String(SEEDS)], proves),
    seedStep(`seeds without a guard (${guard})`, ['--seeds', String(SABOTAGED_SEEDS), '--sabotage', guard], catches),
  ];
}
