/**
 * What the last days would have cost under an edited table. Every whole day is judged by the seven days up to it, with what has become of
 * their orders by now. Points are charged at most once in seven days: the next week that is charged then holds none of the same orders
 * (decision; the source does not say how often a rate is punished).
 */
import type { AnswerOf, ParsedOf, Replay, Routes } from '@tradewind/contract';
import { addDays, dayIn } from '@tradewind/rules/calendar';
import { type RateTable, rateVerdict } from '@tradewind/rules/policies';
import type { Caller, Refusal } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { readDispatchDays, shopChip } from '../../orders/index.ts';
import { byShop, courseOf, isCovered, type RatePoint, tables } from '../standing.ts';

type Body = ParsedOf<Routes['performance.replay']>['body'];
type ReplayDay = Replay['items'][number]['days'][number];
const CHARGED_EVERY_DAYS = 7;

/** What a schema of single values cannot say. */
export function refuseTable({ rows }: Body['table']): Refusal | null {
  const errors = rows.flatMap(({ fromPerMille, belowPerMille, minimumEvents, maximumEvents }, index) => [
    ...(belowPerMille !== null && belowPerMille <= fromPerMille
      ? [{ path: `/table/rows/${index}/belowPerMille`, code: 'not-above-from', message: 'must lie above fromPerMille' }]
      : []),
    ...(maximumEvents !== null && maximumEvents < minimumEvents
      ? [{ path: `/table/rows/${index}/maximumEvents`, code: 'below-minimum', message: 'must not lie below minimumEvents' }]
      : []),
  ]);
  return errors.length > 0 ? { refused: 'invalid-input', errors } : null;
}

export async function replayTable(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  { caller, body }: { caller: Caller; body: Body },
): Promise<AnswerOf<Routes['performance.replay']>> {
  const now = clock.now();
  const edited = asTable(body.policy, body.table);
  const today = dayIn(now, 'UTC');
  const read = await database.withMerchant(caller.merchantId, async (tx) => {
    const shops = (await shopsInScope(tx, { caller, shopIds: body.shopIds })).filter((shop) => shop.state !== 'unbound');
    const from = addDays(today, -body.days - 8);
    return { shops, days: await readDispatchDays(tx, { shopIds: shops.map((shop) => shop.id), from, now }) };
  });
  const daysOf = byShop(read.days);
  return {
    from: addDays(today, -body.days),
    to: addDays(today, -1),
    items: read.shops.map((shop) => {
      const covered = isCovered(shop);
      const course = courseOf(body.policy, { days: daysOf(shop.id), today: dayIn(now, shop.timeZone), count: body.days });
      const present = covered ? charge(tables[body.policy], shop.market, course) : course.map(() => nothing);
      const other = covered ? charge(edited, shop.market, course) : course.map(() => nothing);
      const days = course.map((point, index) => ({ ...point, present: present[index] ?? nothing, edited: other[index] ?? nothing }));
      return { shop: shopChip(shop), covered, present: sumOf(present), edited: sumOf(other), days };
    }),
  };
}

const nothing: ReplayDay['present'] = { points: 0, breached: false, charged: 0 };

function charge(table: RateTable, market: string, course: readonly RatePoint[]): ReplayDay['present'][] {
  let free = 0;
  return course.map(({ numerator, denominator }, index) => {
    const { points, breached } = rateVerdict(table, { market, total: denominator, events: numerator });
    const charged = index >= free ? points : 0;
    if (charged > 0) free = index + CHARGED_EVERY_DAYS;
    return { points, breached, charged };
  });
}

const sumOf = (days: readonly ReplayDay['present'][]) => ({
  points: days.reduce((sum, { charged }) => sum + charged, 0),
  daysBreached: days.filter(({ breached }) => breached).length,
});

/** An edited table in the rules' own shape; where a row comes from does not matter to its arithmetic. */
function asTable(policy: Body['policy'], { limitPerMille, rows }: Body['table']): RateTable {
  const [first] = tables[policy].rows;
  if (!first) throw new Error('a table has rows');
  return { limitPerMille, rows: rows.map((row, index) => ({ ...first, ...row, id: `${policy}.edited.${index + 1}`, basis: 'decision' })) };
}
