import { z } from 'zod';
import { route } from '../route.ts';
import { day, idList, instant, market, uuid, zoneName } from '../shapes.ts';
import { shopChip } from './orders.ts';

const period = z.strictObject({ from: z.int().min(0).max(1439), until: z.int().min(1).max(1440) });
/** Minutes of the day; what goes past midnight is two periods. */
const periods = z
  .array(period)
  .max(6)
  .refine(
    (list) => list.every(({ from, until }, at) => from < until && from >= (list[at - 1]?.until ?? 0)),
    'periods must have a length, follow each other and not overlap',
  );
const hours = {
  /** Monday first. */
  week: z.array(periods).length(7),
  /** Days of the shop’s zone on which nobody works. */
  holidays: z.array(day).max(200),
  /** Working time within which the team wants to give the first answer. */
  firstAnswerMinutes: z.int().min(1).max(10_080),
};
export const workingHours = z.strictObject({
  shop: shopChip,
  timeZone: zoneName,
  /** Null: none are set, and only the platform counts. */
  hours: z.strictObject({ ...hours, changedBy: z.string(), changedAt: instant }).nullable(),
});

const span = z.strictObject({ meanSeconds: z.number().nullable(), medianSeconds: z.number().nullable() });
export const replyFigures = z.strictObject({
  /** Turns of buyers that began in the time asked for. */
  turns: z.int(),
  answered: z.int(),
  /** Within the platform’s 30 minutes, 24 and 48 hours. */
  within30m: z.int(),
  within24h: z.int(),
  within48h: z.int(),
  /** Unanswered, or answered after 48 hours. */
  missed: z.int(),
  /** Time until the first answer, at all hours. */
  wait: span,
  /** The same in working time, of the turns of shops whose hours are set. */
  workingWait: span,
  /** How many of the answers were within the team’s own time, of those whose shop has hours. */
  withinWorkingTarget: z.strictObject({ part: z.int(), whole: z.int() }),
});
const reportRow = z.strictObject({
  /** A member’s, a shop’s or a market’s; null: the seller centre, a key, or nobody yet. */
  key: z.string().nullable(),
  name: z.string(),
  ...replyFigures.shape,
});

export const replyClockRoutes = {
  'working-hours.list': route({
    id: 'working-hours.list',
    method: 'get',
    path: '/working-hours',
    scope: 'shops:read',
    summary: 'When the people of each shop answer buyers',
    answer: z.strictObject({ items: z.array(workingHours) }),
  }),
  'working-hours.set': route({
    id: 'working-hours.set',
    method: 'put',
    path: '/working-hours',
    scope: 'shops:write',
    summary: 'Set the working hours of one or more shops, each in its own zone',
    body: z.strictObject({ shopIds: z.array(uuid).min(1).max(200), ...hours }),
    answer: z.strictObject({ items: z.array(workingHours) }),
  }),
  'working-hours.remove': route({
    id: 'working-hours.remove',
    method: 'delete',
    path: '/working-hours/{shopId}',
    scope: 'shops:write',
    summary: 'Forget the working hours of a shop',
    params: z.strictObject({ shopId: uuid }),
    status: 204,
  }),
  'reply-report.get': route({
    id: 'reply-report.get',
    method: 'get',
    path: '/reply-report',
    scope: 'analytics:read',
    summary: 'Who answered what in time: turns of buyers by agent, shop or market, at most 366 days',
    query: z.strictObject({
      /** Days of each shop’s zone, both included. */
      from: day,
      to: day,
      by: z.enum(['agent', 'shop', 'market']).default('agent'),
      shopIds: idList.optional(),
      market: market.optional(),
    }),
    answer: z.strictObject({
      rows: z.array(reportRow),
      total: replyFigures,
      /** By the shops’ own days, for a chart. */
      days: z.array(z.strictObject({ day, turns: z.int(), within30m: z.int(), within24h: z.int(), within48h: z.int() })),
      /** False: there were more turns than are reckoned at once, and the oldest are left out. */
      isWhole: z.boolean(),
    }),
  }),
} as const;
