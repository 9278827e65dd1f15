/** The platform's ledger of a shop: violations with their measures, restrictions by points, appeals, money held back, linked accounts. */
import { z } from 'zod';
import { type AppealRefusal, appealDeadline, appealRefusal } from '../../world/performance/appeals.ts';
import { releasedAt } from '../../world/performance/balance-holds.ts';
import { linkedAccounts } from '../../world/performance/linked-accounts.ts';
import { standingOf } from '../../world/performance/points.ts';
import { hashText } from '../../world/random.ts';
import type { Simulation } from '../../world/simulation-type.ts';
import type { Appeal, BalanceHold, Measure, Violation } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { platformId } from '../fields.ts';
import { decimal, seconds } from '../money.ts';
import { shopOperation } from '../operation.ts';
import { HEALTH_SCOPE, listAnswer, listQuery, wireCode } from './extension-list.ts';

const list = { method: 'GET', versions: [], scope: HEALTH_SCOPE, query: listQuery } as const;

const appealsOf = (sim: Simulation, { id, shopId }: Violation): Appeal[] =>
  sim.lists(shopId).appeals.filter(({ violationId }) => violationId === id);

const violations = shopOperation({
  ...list,
  template: '/sandbox-extension/violations',
  answer: (call) =>
    listAnswer(call, {
      rows: call.sim.lists(call.shop.id).violations,
      show: (item) => violationShape(item, appealsOf(call.sim, item), call.now),
      owner: `violations ${call.shop.id}`,
    }),
});

function violationShape(item: Violation, appeals: readonly Appeal[], now: number) {
  const mayAppeal = appealRefusal(item, appeals, now) === null;
  return {
    id: item.id,
    reason: item.reason,
    area: wireCode(item.area),
    points: item.points,
    status:
      item.overturnedAt !== null ? 'OVERTURNED' : appeals.some(({ status }) => status === 'UNDER_REVIEW') ? 'UNDER_APPEAL' : 'IN_FORCE',
    ...(item.numerator === null ? {} : { numerator: item.numerator, denominator: item.denominator ?? 0 }),
    ...(item.windowFrom === null ? {} : { window_start_time: seconds(item.windowFrom), window_end_time: seconds(item.windowUntil) }),
    order_ids: item.orderIds,
    measures: item.measures.map(measureShape),
    create_time: seconds(item.at),
    update_time: seconds(item.updatedAt),
    ...(item.overturnedAt === null ? {} : { overturned_time: seconds(item.overturnedAt) }),
    ...(mayAppeal ? { appeal_deadline: seconds(appealDeadline(item, appeals)) } : {}),
  };
}

const measureShape = ({ code, from, until, ordersPerDay }: Measure) => ({
  code: wireCode(code),
  start_time: seconds(from),
  ...(until === null ? {} : { end_time: seconds(until) }),
  ...(ordersPerDay === undefined ? {} : { orders_per_day: ordersPerDay }),
});

/** Those in force now; a list by the instant at which they began. */
const restrictions = shopOperation({
  ...list,
  template: '/sandbox-extension/restrictions',
  answer(call) {
    const { points, isRevoked, restrictions: inForce } = standingOf(call.sim.lists(call.shop.id).violations, call.now);
    const rows = inForce.map((item) => ({ ...item, id: restrictionId(call.shop.id, item), updatedAt: item.from }));
    const answer = listAnswer(call, {
      rows,
      show: ({ id, code, node, from, until }) => ({
        id,
        code: wireCode(code),
        node,
        start_time: seconds(from),
        ...(until === null ? {} : { end_time: seconds(until) }),
      }),
      owner: `restrictions ${call.shop.id}`,
    });
    return { points, is_revoked: isRevoked, ...answer };
  },
});

const restrictionId = (shopId: string, { code, node, from }: { code: string; node: number; from: number }): string =>
  `75060${String(hashText(`${shopId}:${code}:${node}:${from}`)).padStart(13, '0')}`;

const appeals = shopOperation({
  ...list,
  template: '/sandbox-extension/appeals',
  answer: (call) => listAnswer(call, { rows: call.sim.lists(call.shop.id).appeals, show: appealShape, owner: `appeals ${call.shop.id}` }),
});

function appealShape(item: Appeal) {
  return {
    id: item.id,
    violation_id: item.violationId,
    attempt: item.attempt,
    status: item.status,
    text: item.text,
    evidence: item.evidence.map(({ fileName, sha256 }) => ({ file_name: fileName, sha256 })),
    create_time: seconds(item.createdAt),
    update_time: seconds(item.updatedAt),
    ...(item.decidedAt === null ? {} : { decided_time: seconds(item.decidedAt) }),
  };
}

const REFUSALS: Record<AppealRefusal, [code: number, message: string]> = {
  'under-review': [CODE.appealUnderReview, 'An appeal against this violation is under review'],
  granted: [CODE.appealGranted, 'An appeal against this violation was granted'],
  'attempts-exhausted': [CODE.appealsExhausted, 'This violation was appealed twice'],
  'deadline-passed': [CODE.appealTooLate, 'The time to appeal is over'],
};

const appeal = shopOperation({
  method: 'POST',
  template: '/sandbox-extension/appeals',
  versions: [],
  scope: HEALTH_SCOPE,
  body: z.strictObject({
    violation_id: platformId,
    text: z.string().min(1).max(5000),
    evidence: z
      .array(z.strictObject({ file_name: z.string().min(1).max(200), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
      .max(10)
      .default([]),
  }),
  answer({ sim, shop, now, body }) {
    const violation = sim.lists(shop.id).violations.find(({ id }) => id === body.violation_id);
    if (!violation) throw new PlatformError(CODE.violationMissing, 'The violation does not exist');
    const refusal = appealRefusal(violation, appealsOf(sim, violation), now);
    if (refusal) throw new PlatformError(...REFUSALS[refusal]);
    const evidence = body.evidence.map(({ file_name, sha256 }) => ({ fileName: file_name, sha256 }));
    const made = sim.acts.appeal({ violationId: violation.id, text: body.text, evidence });
    sim.acts.recordWrite({ shopId: shop.id, operation: 'POST appeals', data: { appealId: made.id, violationId: violation.id } });
    return appealShape(made);
  },
});

const balanceHolds = shopOperation({
  ...list,
  template: '/sandbox-extension/balance-holds',
  answer: ({ sim, shop, ...call }) =>
    listAnswer(call, {
      rows: sim.lists(shop.id).balanceHolds,
      show: (item) => holdShape(item, { appeals: sim.lists(shop.id).appeals, now: call.now }),
      owner: `balance-holds ${shop.id}`,
    }),
});

function holdShape(item: BalanceHold, { appeals: all, now }: { appeals: readonly Appeal[]; now: number }) {
  const until = releasedAt(
    item,
    all.filter(({ violationId }) => violationId === item.violationId),
  );
  return {
    id: item.id,
    violation_id: item.violationId,
    amount: decimal(item.amount, item.currency),
    currency: item.currency,
    status: until !== null && until <= now ? 'RELEASED' : 'HELD',
    hold_days: item.holdDays,
    is_permanent: item.isPermanent,
    create_time: seconds(item.createdAt),
    update_time: seconds(item.updatedAt),
    ...(item.investigationEndedAt === null ? {} : { investigation_end_time: seconds(item.investigationEndedAt) }),
    ...(until === null ? {} : { release_time: seconds(until) }),
  };
}

const linked = shopOperation({
  ...list,
  template: '/sandbox-extension/linked-accounts',
  answer: (call) =>
    listAnswer(call, {
      rows: linkedAccounts(call.sim.world, call.shop).map((item) => ({ ...item, updatedAt: call.shop.openedAt })),
      show: ({ id, kind, name, shares }) => ({ id, type: wireCode(kind), name, shares: shares.map(wireCode) }),
      owner: `linked-accounts ${call.shop.id}`,
    }),
});

export const VIOLATION_OPERATIONS = [violations, restrictions, appeals, appeal, balanceHolds, linked];
