import { z } from 'zod';
import { at, dayMs, instant } from './inputs.ts';
import type { Found } from './policy.ts';

/**
 * The course of the appeals against one penalty, read by two policies. Two attempts at most: the first within 30 days of the
 * penalty, the second within 15 days of the first rejection. Whatever is submitted too late, after a grant or after the second
 * rejection is void: it uses no attempt, changes nothing, and nobody need decide it.
 */
export const appealFields = {
  penalisedAt: instant,
  appeals: z.array(
    z.strictObject({
      submittedAt: instant,
      decidedAt: instant.optional(),
      outcome: z.enum(['granted', 'rejected']).optional(),
    }),
  ),
};
const firstWithinDays = 30;
const secondWithinDays = 15;

type Appeal = { submittedAt: string; decidedAt?: string | undefined; outcome?: 'granted' | 'rejected' | undefined };
type Attempt = 1 | 2;
export type AppealCourse = {
  /** Late or needless ones, by their place in the input. */
  voided: number[];
  /** Appeals submitted while an earlier one was undecided, by their place in the input. */
  premature: number[];
  state:
    | { kind: 'may-appeal'; attempt: Attempt; deadline: number }
    | { kind: 'under-review'; attempt: Attempt; since: number }
    | { kind: 'granted'; at: number }
    | { kind: 'exhausted'; at: number };
};

type Placed = { place: number; submitted: number; decided: number; outcome: Appeal['outcome'] };

const compare = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** By submission; two at one instant by their decision, so that the input's order never matters. */
function placed(appeals: readonly Appeal[]): Placed[] {
  return appeals
    .map((appeal, place) => ({
      place,
      submitted: at(appeal.submittedAt),
      decided: appeal.decidedAt === undefined ? Number.POSITIVE_INFINITY : at(appeal.decidedAt),
      outcome: appeal.outcome,
    }))
    .sort((a, b) => a.submitted - b.submitted || compare(a.decided, b.decided) || compare(a.outcome ?? '', b.outcome ?? ''));
}

/** @example penalised 1 March, rejected 10 March → the second attempt is open up to and including 25 March at the same instant */
export function appealCourse(penalisedAt: number, appeals: readonly Appeal[]): AppealCourse {
  const course: AppealCourse = {
    voided: [],
    premature: [],
    state: { kind: 'may-appeal', attempt: 1, deadline: penalisedAt + firstWithinDays * dayMs },
  };
  let lastDecided = Number.NEGATIVE_INFINITY;
  for (const { place, submitted, decided, outcome } of placed(appeals)) {
    if (submitted < lastDecided) {
      course.premature.push(place);
      continue;
    }
    const { state } = course;
    if (state.kind !== 'may-appeal' || submitted > state.deadline) {
      course.voided.push(place);
      continue;
    }
    lastDecided = decided;
    const { attempt } = state;
    if (outcome === undefined) course.state = { kind: 'under-review', attempt, since: submitted };
    else if (outcome === 'granted') course.state = { kind: 'granted', at: decided };
    else if (attempt === 1) course.state = { kind: 'may-appeal', attempt: 2, deadline: decided + secondWithinDays * dayMs };
    else course.state = { kind: 'exhausted', at: decided };
  }
  return course;
}

type AppealsInput = { penalisedAt: string; appeals: Appeal[]; asOf: string };
type Fault = { path: string; code: string; message: string };

/** What one appeal shows beside the others; `sound` tells which paths hold what their schema wants. */
function faultsOf(given: AppealsInput, index: number, sound: Found['clean']): Fault[] {
  const appeal = given.appeals[index];
  if (typeof appeal !== 'object' || appeal === null) return [];
  const { submittedAt, decidedAt, outcome } = appeal;
  const [submittedPath, decidedPath] = [`/appeals/${index}/submittedAt`, `/appeals/${index}/decidedAt`];
  const faults: Fault[] = [];
  if (sound(submittedPath, '/penalisedAt') && at(submittedAt) < at(given.penalisedAt))
    faults.push({ path: submittedPath, code: 'too-early', message: 'must not lie before penalisedAt' });
  else if (sound(submittedPath, '/asOf') && at(submittedAt) > at(given.asOf))
    faults.push({ path: submittedPath, code: 'after-as-of', message: 'must not lie after asOf' });
  if (decidedAt === undefined && outcome !== undefined)
    faults.push({ path: decidedPath, code: 'missing', message: 'must stand beside outcome' });
  if (decidedAt === undefined) return faults;
  if (sound(decidedPath, submittedPath) && at(decidedAt) < at(submittedAt))
    faults.push({ path: decidedPath, code: 'too-early', message: 'must not lie before submittedAt' });
  else if (sound(decidedPath, '/asOf') && at(decidedAt) > at(given.asOf))
    faults.push({ path: decidedPath, code: 'after-as-of', message: 'must not lie after asOf' });
  if (outcome === undefined) faults.push({ path: `/appeals/${index}/outcome`, code: 'missing', message: 'must stand beside decidedAt' });
  return faults;
}

/** The errors that no field shows alone. All are found before any is reported, so that none hides another. */
export function checkAppeals(given: AppealsInput, found: Found): void {
  const faults: Fault[] = [];
  if (found.clean('/penalisedAt', '/asOf') && at(given.penalisedAt) > at(given.asOf))
    faults.push({ path: '/penalisedAt', code: 'after-as-of', message: 'must not lie after asOf' });
  if (Array.isArray(given.appeals)) {
    faults.push(...given.appeals.flatMap((_, index) => faultsOf(given, index, found.clean)));
    const halfDecided = (appeal: Appeal): boolean => (appeal.decidedAt === undefined) !== (appeal.outcome === undefined);
    if (found.clean('/penalisedAt', '/appeals') && !given.appeals.some(halfDecided))
      for (const place of appealCourse(at(given.penalisedAt), given.appeals).premature)
        faults.push({
          path: `/appeals/${place}/submittedAt`,
          code: 'earlier-undecided',
          message: 'must not be submitted before the earlier appeal is decided',
        });
  }
  const named = new Set<string>();
  for (const { path, code, message } of faults) {
    if (!named.has(path)) found.bad(path, code, message);
    named.add(path);
  }
}
