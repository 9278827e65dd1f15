import { z } from 'zod';
import { dayMs } from './inputs.ts';
import { performanceFrom, performanceSource } from './performance-section.ts';

/**
 * What a shop's violation points lead to. Points count for 180 days from their instant; whoever crosses a node upwards is
 * restricted from that instant on. The rows are data: an edited copy goes through the same function.
 */
export const nodeTableInput = z.strictObject({
  pointsLastDays: z.int().min(1),
  /** A formal warning is sent from so many points below a node on. */
  warnWithin: z.int().min(0),
  /** The node at which the account is revoked for good. */
  revokedAtNode: z.int().min(1),
  rows: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        source: z.string(),
        section: z.string(),
        effectiveFrom: z.string(),
        checkedOn: z.string(),
        market: z.string(),
        basis: z.enum(['source', 'decision']),
        node: z.int().min(1),
        code: z.string().min(1),
        /** null: for good. */
        days: z.int().min(1).nullable(),
      }),
    )
    .min(1),
});
export type NodeTable = z.output<typeof nodeTableInput>;

const facts = {
  source: performanceSource,
  section: '6.3 penalties by node',
  effectiveFrom: performanceFrom,
  checkedOn: '2026-11-22',
  market: 'all',
  basis: 'source' as const,
};

const nodeRows: readonly (readonly [node: number, code: RestrictionCode, days: number | null])[] = [
  [12, 'no-new-campaigns', 7],
  [24, 'no-affiliate', 14],
  [24, 'no-new-campaigns', 14],
  [24, 'no-publishing', 14],
  [24, 'traffic-reduced', 14],
  [36, 'no-affiliate', 60],
  [36, 'no-new-campaigns', 30],
  [36, 'no-shop-access', 30],
  [36, 'traffic-reduced', 60],
  [48, 'shop-closed', null],
  [48, 'no-withdrawal', 90],
  [48, 'expelled', null],
];
export type RestrictionCode =
  | 'no-new-campaigns'
  | 'no-affiliate'
  | 'no-publishing'
  | 'traffic-reduced'
  | 'no-shop-access'
  | 'shop-closed'
  | 'no-withdrawal'
  | 'expelled';

export const nodeTable: NodeTable = {
  pointsLastDays: 180,
  warnWithin: 5,
  revokedAtNode: 48,
  rows: nodeRows.map(([node, code, days]) => ({ ...facts, id: `node-${node}.${code}`, node, code, days })),
};

/** Instants are epoch milliseconds. */
export type PointsEvent = { at: number; points: number; overturnedAt: number | null };
export type Restriction = { code: string; node: number; from: number; until: number | null };
export type Standing = {
  balance: number;
  nextNode: number | null;
  formalWarning: boolean;
  revokedAt: number | null;
  restrictions: Restriction[];
  /** When points next expire, and how many; null where none will. */
  nextExpiry: { at: number; points: number } | null;
};

/** The balance after each instant at which it changed. */
type Change = { at: number; expiring: number; arriving: number };

function changesOf(events: readonly PointsEvent[], lastMs: number): Change[] {
  const changes = new Map<number, Change>();
  const changeAt = (at: number): Change => {
    const known = changes.get(at) ?? { at, expiring: 0, arriving: 0 };
    changes.set(at, known);
    return known;
  };
  for (const event of events) {
    changeAt(event.at).arriving += event.points;
    changeAt(event.at + lastMs).expiring += event.points;
  }
  return [...changes.values()].sort((a, b) => a.at - b.at);
}

/**
 * Where a shop stands at `asOf`. One pass over the instants at which points arrive or expire. At one instant expiries come first
 * and all arrivals are one jump, which crosses every node between the balance before it and after it. A node crossed again
 * replaces its earlier restrictions, so only its last crossing matters: the earlier one ends before it does. From the revocation
 * on nothing expires; an overturned event takes no part at all, so it can lift even that.
 *
 * @example 8 points on 1 March and 5 on 2 March → 13 on 2 March: node 12 crossed, no new campaigns until 9 March; next node 24
 */
export function standing(table: NodeTable, events: readonly PointsEvent[], asOf: number): Standing {
  const counted = events.filter((event) => event.at <= asOf && (event.overturnedAt === null || event.overturnedAt > asOf));
  const changes = changesOf(counted, table.pointsLastDays * dayMs);
  const nodes = [...new Set(table.rows.map((row) => row.node))].sort((a, b) => a - b);
  const crossedAt = new Map<number, number>();
  let balance = 0;
  let revokedAt: number | null = null;
  for (const { at, expiring, arriving } of changes) {
    if (at > asOf) break;
    if (revokedAt === null) balance -= expiring;
    const before = balance;
    balance += arriving;
    for (const node of nodes) if (before < node && node <= balance) crossedAt.set(node, at);
    if (revokedAt === null && balance >= table.revokedAtNode) revokedAt = at;
  }
  const nextNode = revokedAt === null ? (nodes.find((node) => node > balance) ?? null) : null;
  const expiry = revokedAt === null ? changes.find((change) => change.at > asOf && change.expiring > 0) : undefined;
  return {
    balance,
    nextNode,
    formalWarning: nextNode !== null && nextNode - balance <= table.warnWithin,
    revokedAt,
    restrictions: restrictionsOf(table, crossedAt).filter(({ until }) => until === null || asOf < until),
    nextExpiry: expiry ? { at: expiry.at, points: expiry.expiring } : null,
  };
}

function restrictionsOf(table: NodeTable, crossedAt: ReadonlyMap<number, number>): Restriction[] {
  return table.rows
    .flatMap(({ node, code, days }) => {
      const from = crossedAt.get(node);
      return from === undefined ? [] : [{ code, node, from, until: days === null ? null : from + days * dayMs }];
    })
    .sort((a, b) => a.from - b.from || a.node - b.node); // a stable sort: the table's order within a node
}
