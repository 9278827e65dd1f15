import { existsSync } from 'node:fs';
import { chosenByCommit } from '../chosen-by-commit.mjs';
import { programStep } from './program-step.mjs';

const PROGRAM = 'tests/drills/dist/main.js';
const LIMIT_MS = 150_000;

/** What CI plays, with the guards that each drill can switch off to prove that it would notice. */
const DRILLS = [
  {
    name: 'truth',
    sabotages: ['no-sweep', 'no-version-check', 'cursor-before-apply', 'ack-before-commit', 'refresh-race', 'no-fence'],
  },
  {
    name: 'tenant',
    sabotages: [
      'no-row-security',
      'definer-view',
      'session-setting',
      'no-shop-scope',
      'second-policy',
      'open-grant',
      'table-without-reason',
    ],
  },
  { name: 'fuzz', sabotages: ['server-error', 'stack-in-answer', 'mass-assignment', 'no-answer'] },
];

/** A drill that compared nothing proves nothing, whatever it says. */
function passes({ code, answer }) {
  return code === 0 && answer?.ok === true && Number(answer.checked) > 0;
}

/**
 * Caught means: it ran, compared, found mismatches and said so. A drill that merely crashes has caught nothing, nor has one that says
 * only that it could not stage an act.
 */
function catches({ code, answer }) {
  return (
    code === 1 && answer?.ok === false && Array.isArray(answer.mismatches) && answer.mismatches.some(({ where }) => where !== 'staging')
  );
}

const drillStep = (name, args, succeeded) =>
  programStep({
    name,
    program: PROGRAM,
    args,
    limitMs: LIMIT_MS,
    succeeded,
    note: ({ seed, checked }) => `seed ${seed}, ${checked} checked`,
  });

export function drillSteps() {
  if (!existsSync('tests/drills/main.ts')) return [];
  return DRILLS.flatMap(({ name, sabotages }) => {
    const played = drillStep(`drill ${name}`, [name, '--small'], passes);
    if (sabotages.length === 0) return [played];
    const guard = sabotages[chosenByCommit(sabotages.length)];
    return [played, drillStep(`drill ${name} without its guard (${guard})`, [name, '--small', '--sabotage', guard], catches)];
  });
}
