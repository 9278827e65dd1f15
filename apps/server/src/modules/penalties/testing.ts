/** What a platform records, in memory, for tests of this module. `refuse` is what the next appeal shall fail with. */
import type { ChannelAppeal, ChannelFailure, ChannelPenalties, ChannelViolation, NewAppeal, Page, UpdatedRange } from '@tradewind/channels';
import type { ShopRecords } from './commands/save-records.ts';

export type FakeRecords = ShopRecords & {
  channel: ChannelPenalties;
  calls: string[];
  /** What the last appeal named. */
  evidence: NewAppeal['evidence'];
  refuse: ChannelFailure | null;
  /** Whether an appeal that is refused was taken all the same: its answer was lost. */
  isTaken: boolean;
};

export function createFakeRecords(clock: { now(): number }): FakeRecords {
  const records: FakeRecords = {
    violations: [],
    appeals: [],
    balanceHolds: [],
    standing: { points: 0, isRevoked: false, restrictions: [] },
    linkedAccounts: [],
    calls: [],
    evidence: [],
    refuse: null,
    isTaken: false,
    channel: {
      scope: 'test.records',
      violationsUpdated: async (_shop, range) => pageOf(records.violations, range, records),
      appealsUpdated: async (_shop, range) => pageOf(records.appeals, range, records),
      balanceHoldsUpdated: async (_shop, range) => pageOf(records.balanceHolds, range, records),
      standing: async () => records.standing,
      linkedAccounts: async () => records.linkedAccounts,
      submitAppeal: async (_shop, wish) => {
        records.calls.push('submit');
        records.evidence = wish.evidence;
        const failure = records.refuse;
        records.refuse = null;
        if (failure && !records.isTaken) throw failure;
        const earlier = records.appeals.filter(({ channelViolationId }) => channelViolationId === wish.channelViolationId);
        const made: ChannelAppeal = {
          ...wish,
          channelAppealId: `A-${records.appeals.length + 1}`,
          attempt: earlier.length + 1,
          status: 'under-review',
          createdAt: clock.now(),
          updatedAt: clock.now(),
          decidedAt: null,
        };
        records.appeals.push(made);
        if (failure) throw failure;
        return made;
      },
    },
  };
  return records;
}

const PAGE = 2;

function pageOf<T extends { updatedAt: number }>(all: readonly T[], range: UpdatedRange, { calls }: Pick<FakeRecords, 'calls'>): Page<T> {
  calls.push('list');
  const within = all.filter(({ updatedAt }) => updatedAt >= range.updatedFrom && updatedAt < range.updatedTo);
  const from = Number(range.pageToken ?? 0);
  const nextToken = from + PAGE < within.length ? String(from + PAGE) : null;
  return { items: structuredClone(within.slice(from, from + PAGE)), nextToken, total: within.length };
}

export const buildViolation = (
  facts: Partial<ChannelViolation> & { channelViolationId: string; violatedAt: number },
): ChannelViolation => ({
  reason: 'late-dispatch',
  area: 'order-fulfilment',
  points: 4,
  numerator: 12,
  denominator: 100,
  windowFrom: facts.violatedAt - 7 * 86_400_000,
  windowUntil: facts.violatedAt,
  channelOrderIds: [],
  measures: [],
  updatedAt: facts.violatedAt,
  overturnedAt: null,
  appealDeadline: null,
  ...facts,
});
