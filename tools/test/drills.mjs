import { existsSync } from 'node:fs';
import { chosenByCommit } from '../chosen-by-commit.mjs';
import { programStep } from './program-step.mjs';

const PROGRAM = 'tests/drills/dist/main.js';
const LIMIT_MS = 300_000;

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
  { name: 'flash-sale', sabotages: ['no-guard', 'no-insert-first', 'release-twice', 'bundle-part-forgotten'] },
  { name: 'fulfilment', sabotages: ['retry-on-unknown', 'done-before-send', 'no-fence'] },
  { name: 'messages', sabotages: ['retry-on-unknown', 'arrival-order', 'no-sweep'] },
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

/** Every drill, and one guard of one of them taken away, which the commit chooses: all in turn, where all at once would be too dear. */
export function drillSteps() {
  if (!existsSync('tests/drills/main.ts')) return [];
  const guards = DRILLS.flatMap(({ name, sabotages }) => sabotages.map((guard) => ({ name, guard })));
  const { name, guard } = guards[chosenByCommit(guards.length)];
  return [
    ...DRILLS.map((drill) => drillStep(`drill ${drill.name}`, [drill.name, '--small'], passes)),
    drillStep(`drill ${name} without its guard (${guard})`, [name, '--small', '--sabotage', guard], catches),
  ];
}
