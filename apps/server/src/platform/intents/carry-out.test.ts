import { ChannelFailure, type ChannelFailureKind } from '@tradewind/channels';
import { expect, test } from 'vitest';
import type { JobContext } from '../lanes/lanes.ts';
import { carryOut, type IntentSteps, type Wish } from './carry-out.ts';

const NOW = Date.parse('2026-11-22T08:00:00Z');
const EARLIER = new Date(NOW - 60_000);

/** A platform that keeps what it is sent, a row that keeps what is committed, and a list of everything in its order. */
function play(failures: (ChannelFailureKind | 'killed' | 'kept, answer lost')[] = [], there: string[] = []) {
  const course: string[] = [];
  const wish: Wish = { sentAt: null };
  const context: JobContext = {
    merchantId: 'm',
    lane: 'l',
    signal: new AbortController().signal,
    now: () => NOW,
    // The cast: no step here looks at its transaction.
    commit: async (run, { finish = true, reschedule } = {}) => {
      const answer = await run({} as Parameters<typeof run>[0]);
      course.push(reschedule ? `again in ${reschedule.dueAt - NOW} ms` : finish ? 'finished' : 'goes on');
      return answer;
    },
  };
  const steps: IntentSteps<string> = {
    lookFor: async (sentAt) => {
      course.push(`look from ${sentAt.getTime() - NOW}`);
      return there[0];
    },
    send: async () => {
      course.push('send');
      const failure = failures.shift();
      if (failure === undefined || failure === 'kept, answer lost') there.push('the answer');
      if (failure === 'killed') throw new Error('killed');
      if (failure) throw new ChannelFailure(failure === 'kept, answer lost' ? 'unknown-outcome' : failure, 'no', { channelCode: '7' });
      return 'the answer';
    },
    mark: async (_tx, { intent }) => void course.push(intent),
    answered: async (_tx, answer) => void course.push(`answered: ${answer}`),
    refused: async (_tx, code) => void course.push(`refused: ${code}`),
  };
  const pass = async () => {
    const thrown = await carryOut(context, wish, steps).catch((error: Error) => error);
    if (thrown) course.push(thrown instanceof ChannelFailure ? thrown.kind : thrown.message);
    return course.splice(0);
  };
  return { pass, wish, there };
}

const SENT = ['sent', 'goes on', 'send'];

test('what is planned is sent, and its answer is the end', async () => {
  const { pass, there } = play();
  expect(await pass()).toEqual([...SENT, 'answered: the answer', 'finished']);
  expect(there).toEqual(['the answer']);
});

test.each<[name: string, failure: ChannelFailureKind, then: string[], next: string[]]>([
  ['refused', 'rejected', ['refused: 7', 'finished'], []],
  [
    'lost, and not there',
    'unknown-outcome',
    ['unknown', 'again in 30000 ms'],
    ['look from 0', ...SENT, 'answered: the answer', 'finished'],
  ],
  ['out of quota', 'out-of-quota', ['planned', 'goes on', 'out-of-quota'], [...SENT, 'answered: the answer', 'finished']],
  ['too busy', 'retry-later', ['planned', 'goes on', 'retry-later'], [...SENT, 'answered: the answer', 'finished']],
  ['the token ended', 're-authorise', ['planned', 'goes on', 're-authorise'], [...SENT, 'answered: the answer', 'finished']],
])('%s: what is kept, and what the next pass does', async (_, failure, then, next) => {
  const { pass } = play([failure]);
  expect(await pass()).toEqual([...SENT, ...then]);
  if (next.length > 0) expect(await pass()).toEqual(next);
});

test('the answer was lost and the platform has it: it is found, and not sent again', async () => {
  const { pass, there } = play(['kept, answer lost']);
  expect(await pass()).toEqual([...SENT, 'unknown', 'again in 30000 ms']);
  expect(await pass()).toEqual(['look from 0', 'answered: the answer', 'finished']);
  expect(there).toEqual(['the answer']);
});

test('killed during the call: nothing more is written, and whoever comes next looks first', async () => {
  const { pass, wish } = play(['killed']);
  expect(await pass()).toEqual([...SENT, 'killed']);
  expect(wish.sentAt).not.toBeNull();
  expect(await pass()).toEqual(['look from 0', ...SENT, 'answered: the answer', 'finished']);
});

test('a row found as sent by another process is looked for from when it was sent', async () => {
  const { pass, wish } = play([], ['the answer']);
  wish.sentAt = EARLIER;
  expect(await pass()).toEqual(['look from -60000', 'answered: the answer', 'finished']);
});

test('it is sent again from a new instant, and a search that fails sends nothing', async () => {
  const { pass, wish } = play(['unknown-outcome']);
  wish.sentAt = EARLIER;
  expect(await pass()).toEqual(['look from -60000', ...SENT, 'unknown', 'again in 30000 ms']);
  expect(wish.sentAt).toEqual(new Date(NOW));
});
