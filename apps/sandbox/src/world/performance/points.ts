import type { Instant, Violation } from '../types.ts';
import { DAY } from '../zone.ts';

/** Points of a shop and what they cost it: counted anew from the whole ledger whenever somebody asks, so an overturned one leaves no trace. */
const POINTS_LAST_MS = 180 * DAY;
const REVOKED_AT = 48;
/** Days; null is for good. In the order in which the policy names them. */
const NODES: readonly { node: number; restrictions: readonly (readonly [code: string, days: number | null])[] }[] = [
  { node: 12, restrictions: [['no-new-campaigns', 7]] },
  {
    node: 24,
    restrictions: [
      ['no-affiliate', 14],
      ['no-new-campaigns', 14],
      ['no-publishing', 14],
      ['traffic-reduced', 14],
    ],
  },
  {
    node: 36,
    restrictions: [
      ['no-affiliate', 60],
      ['no-new-campaigns', 30],
      ['no-shop-access', 30],
      ['traffic-reduced', 60],
    ],
  },
  {
    node: 48,
    restrictions: [
      ['shop-closed', null],
      ['no-withdrawal', 90],
      ['expelled', null],
    ],
  },
];

export type Restriction = { code: string; node: number; from: Instant; until: Instant | null };
export type Standing = { points: number; isRevoked: boolean; restrictions: Restriction[] };

export function standingOf(violations: readonly Violation[], asOf: Instant): Standing {
  const counted = violations.filter(
    ({ at, points, overturnedAt }) => points > 0 && at <= asOf && (overturnedAt === null || overturnedAt > asOf),
  );
  const steps = counted.flatMap(({ at, points }) => [
    { at, change: points },
    { at: at + POINTS_LAST_MS, change: -points },
  ]);
  const instants = [...new Set(steps.map(({ at }) => at))].filter((at) => at <= asOf).sort((a, b) => a - b);
  const restrictions = new Map<string, Restriction>();
  let points = 0;
  let isRevoked = false;
  for (const at of instants) {
    const now = steps.filter((step) => step.at === at);
    // Ends come first; a shop revoked for good loses no points any more.
    if (!isRevoked) points += now.filter(({ change }) => change < 0).reduce((sum, { change }) => sum + change, 0);
    const before = points;
    points += now.filter(({ change }) => change > 0).reduce((sum, { change }) => sum + change, 0);
    for (const { node, restrictions: started } of NODES.filter((one) => before < one.node && points >= one.node)) {
      for (const [code, days] of started)
        restrictions.set(`${node}:${code}`, { code, node, from: at, until: days === null ? null : at + days * DAY });
    }
    isRevoked ||= points >= REVOKED_AT;
  }
  const inForce = [...restrictions.values()].filter(({ until }) => until === null || asOf < until);
  return { points, isRevoked, restrictions: inForce.sort((a, b) => a.from - b.from || a.node - b.node) };
}
