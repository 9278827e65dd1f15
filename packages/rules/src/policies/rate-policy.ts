import { z } from 'zod';
import { count, country } from './inputs.ts';
import { citationsOf, explain, gapOf, notCovered, performanceScope } from './performance-section.ts';
import type { Explanation, Found, PolicyOutput } from './policy.ts';
import { eventsUntilWorse, groupOf, type RateInput, type RateTable, type RateVerdict, rateVerdict, rowMet } from './rate-tables.ts';

export type RateOutput = PolicyOutput & RateVerdict;

export const rateScope = {
  ...performanceScope,
  market: country,
  totalOrders: count,
  /** The mean of the last four weeks, so it may be fractional. */
  averageDailyOrders: z.number().min(0).optional(),
};

/** What the two rate policies answer alike; they differ in their table and in the name of their numerator. */
export function rateAnswer(policy: string, table: RateTable, week: RateInput & Parameters<typeof gapOf>[1]): RateOutput {
  const say = explain(policy);
  const gap = gapOf(policy, week) ?? (groupOf(week.market) === null ? say('not-covered-market', { market: week.market }) : null);
  if (gap) {
    const { rate } = rateVerdict(table, week);
    const nothing = { breached: false, warning: false, warningSource: null, points: 0, orderLimit: null, possibleMeasures: [] };
    return { rate, ...nothing, ...notCovered(gap) };
  }
  const verdict = rateVerdict(table, week);
  return {
    ...verdict,
    covered: true,
    citations: citationsOf(...new Set(table.rows.map((row) => row.section))),
    explanation: explanationOf(policy, table, { week, verdict }),
  };
}

function explanationOf(policy: string, table: RateTable, { week, verdict }: { week: RateInput; verdict: RateVerdict }): Explanation[] {
  const say = explain(policy);
  if (week.total === 0) return [say('no-orders')];
  const row = rowMet(table, week);
  const figures = { events: week.events, total: week.total, rate: verdict.rate, limit: table.limitPerMille / 1000, market: week.market };
  const said: Explanation[] = [];
  if (!verdict.breached && !row) said.push(say('met', figures));
  else if (!row) said.push(say('warning-workbench', figures));
  else {
    const met = { ...figures, from: row.fromPerMille / 1000, points: row.points };
    const key = row.belowPerMille === null ? 'row-open' : 'row';
    said.push(say(key, row.belowPerMille === null ? met : { ...met, below: row.belowPerMille / 1000 }));
    if (row.platformWarning) said.push(say('warning-platform'));
  }
  const limit = verdict.orderLimit;
  if (limit?.ordersPerDay === null) said.push(say('order-limit', { days: limit.days, share: limit.share }));
  else if (limit) said.push(say('order-limit-per-day', { days: limit.days, share: limit.share, ordersPerDay: limit.ordersPerDay }));
  if (verdict.possibleMeasures.length > 0) said.push(say('measures'));
  const next = eventsUntilWorse(table, week, verdict);
  if (next === null) said.push(say(verdict.points > 0 ? 'last-row' : 'no-next-row'));
  else {
    const after = rateVerdict(table, { ...week, events: next });
    said.push(say(after.points > 0 ? 'next-row' : 'next-warning', { more: next - week.events, points: after.points }));
  }
  return said;
}

/** A numerator above its denominator. */
export const checkNumerator = (name: string) => (given: Record<string, unknown>, found: Found) => {
  const { totalOrders, [name]: events } = given;
  if (found.clean('/totalOrders', `/${name}`) && Number(events) > Number(totalOrders))
    found.bad(`/${name}`, 'above-total', 'must not exceed totalOrders');
};
