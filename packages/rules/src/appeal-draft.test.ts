import { describe, expect, test } from 'vitest';
import { appealDraft, type DraftFacts } from './appeal-draft.ts';

const facts: DraftFacts = {
  channelViolationId: 'V-77',
  channelShopId: '7490001',
  reason: 'Late dispatch',
  violatedAt: '2026-11-11T02:00:00.000Z',
  deadline: '2026-12-11T02:00:00.000Z',
  attempt: 1,
  numerator: 12,
  denominator: 100,
  orderCount: 30,
  orders: Array.from({ length: 30 }, (_, index) => ({
    channelOrderId: `57690000${index}`,
    shipBy: '2026-11-09T00:00:00.000Z',
    dispatchedAt: index === 0 ? '2026-11-08T00:00:00.000Z' : '2026-11-10T00:00:00.000Z',
    trackingNumbers: [`TRK${index}`],
  })),
};

describe.each(['en', 'zh-CN', 'th', 'vi', 'ms'] as const)('a draft in %s', (language) => {
  const draft = appealDraft(language, facts);

  test('cites the record, its deadline, and each order with its dates and parcel', () => {
    for (const cited of [
      'V-77',
      '7490001',
      'Late dispatch',
      '2026-11-11 02:00 UTC',
      '2026-12-11 02:00 UTC',
      '576900000',
      'TRK0',
      '2026-11-09 00:00 UTC',
    ])
      expect(draft).toContain(cited);
  });

  test('fits what the platform takes, counts the orders it leaves out, and leaves a gap for the person', () => {
    expect(draft.length).toBeLessThan(5000);
    expect(draft).not.toContain('TRK20');
    expect(draft).toContain('10');
    expect(draft).toMatch(/[[【].+[\]】]/);
  });
});

test('only what was dispatched before its deadline is said to be in time', () => {
  expect(appealDraft('en', facts).match(/\(in time\)/g)).toHaveLength(1);
});

test('nothing is claimed that is not known', () => {
  const bare = appealDraft('en', { ...facts, numerator: null, deadline: null, orders: [], orderCount: 0 });
  expect(bare).not.toMatch(/null|undefined|records of the orders|until/);
});
