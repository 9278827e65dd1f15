import { z } from 'zod';
import { at, instant, iso, sellerOrigin } from './inputs.ts';
import { nodeTable, type Standing, standing } from './node-table.ts';
import { citationsOf, explain, gapOf, notCovered, performanceFacts } from './performance-section.ts';
import { type Explanation, type Found, type PolicyOutput, policy } from './policy.ts';

/**
 * A shop's balance of violation points, the node ahead of it, and the restrictions in force.
 *
 * @example 13 points on 2026-03-01, asOf 2026-03-05 → balance 13, next node 24, no new campaigns until 2026-03-08
 * @example the same, asOf 2026-08-28T00:00:00Z (180 days later) → balance 0: the points count up to that instant, not at it
 * @example 50 points at once → every node crossed, revoked for good; nothing expires from then on
 * @example 7 points → 5 short of 12: formal warning
 */
const input = z.strictObject({
  sellerOrigin,
  events: z.array(
    z.strictObject({
      id: z.string().min(1),
      at: instant,
      points: z.int().min(1),
      overturnedAt: instant.optional(),
    }),
  ),
  asOf: instant,
});
type Input = z.output<typeof input>;

export type ViolationPointsOutput = PolicyOutput & {
  balance: number;
  nextNode: number | null;
  pointsToNextNode: number | null;
  formalWarning: boolean;
  warningNode: number | null;
  revoked: boolean;
  revokedAt: string | null;
  restrictions: { code: string; node: number; from: string; until: string | null }[];
};

function check(given: Input, found: Found): void {
  if (!Array.isArray(given.events)) return;
  const seen = new Set<string>();
  given.events.forEach((event, index) => {
    const path = `/events/${index}`;
    if (found.clean(`${path}/id`)) {
      if (seen.has(event.id)) found.bad(`${path}/id`, 'repeated', 'must not occur twice');
      seen.add(event.id);
    }
    if (found.clean(`${path}/at`, `${path}/overturnedAt`) && event.overturnedAt !== undefined && at(event.overturnedAt) < at(event.at))
      found.bad(`${path}/overturnedAt`, 'too-early', 'must not lie before at');
  });
}

const say = explain('violation-points');

function explanationOf(found: Standing): Explanation[] {
  const { balance, nextNode, revokedAt, nextExpiry } = found;
  const said: Explanation[] = [];
  if (revokedAt !== null) said.push(say('revoked', { balance, revokedAt: iso(revokedAt) }));
  else if (nextNode !== null && balance === 0) said.push(say('clear', { nextNode }));
  else if (nextNode !== null)
    said.push(say(found.formalWarning ? 'formal-warning' : 'below-node', { balance, nextNode, missing: nextNode - balance }));
  for (const { code, node, from, until } of found.restrictions)
    said.push(say(code, until === null ? { node, from: iso(from) } : { node, from: iso(from), until: iso(until) }));
  if (nextExpiry) said.push(say('next-expiry', { at: iso(nextExpiry.at), points: nextExpiry.points }));
  return said;
}

export const violationPoints = policy<typeof input, ViolationPointsOutput>({
  facts: performanceFacts('violation-points', '3 violation points; 6.3 penalties by node'),
  input,
  example: {
    events: [
      { id: 'V-1', at: '2026-02-20T09:00:00Z', points: 8 },
      { id: 'V-2', at: '2026-03-01T09:00:00Z', points: 11 },
      { id: 'V-3', at: '2026-03-02T09:00:00Z', points: 4, overturnedAt: '2026-03-04T09:00:00Z' },
    ],
    asOf: '2026-03-05T00:00:00Z',
  },
  check,
  evaluate(given) {
    const gap = gapOf('violation-points', given);
    if (gap)
      return {
        ...{ balance: 0, nextNode: null, pointsToNextNode: null, formalWarning: false, warningNode: null },
        ...{ revoked: false, revokedAt: null, restrictions: [] },
        ...notCovered(gap),
      };
    const events = given.events.map((event) => ({
      at: at(event.at),
      points: event.points,
      overturnedAt: event.overturnedAt === undefined ? null : at(event.overturnedAt),
    }));
    const now = standing(nodeTable, events, at(given.asOf));
    return {
      balance: now.balance,
      nextNode: now.nextNode,
      pointsToNextNode: now.nextNode === null ? null : now.nextNode - now.balance,
      formalWarning: now.formalWarning,
      warningNode: now.formalWarning ? now.nextNode : null,
      revoked: now.revokedAt !== null,
      revokedAt: now.revokedAt === null ? null : iso(now.revokedAt),
      restrictions: now.restrictions.map(({ from, until, ...rest }) => ({
        ...rest,
        from: iso(from),
        until: until === null ? null : iso(until),
      })),
      covered: true,
      citations: citationsOf('3 violation points', '6.3 penalties by node'),
      explanation: explanationOf(now),
    };
  },
});
