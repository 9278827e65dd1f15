/**
 * Who answered what in time. Turns of buyers are read one by one, because a median and working time cannot be had from sums; the shares of 24
 * and 48 hours are those of the sums that `performance` reads.
 */
import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import type { ReplyFigures } from '@tradewind/contract/types';
import { dayIn } from '@tradewind/rules/calendar';
import { measureAnswer, type Team } from '@tradewind/rules/reply-clocks';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller, Refusal } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { readAgents } from './agents.ts';
import { readTeams } from './working-hours.ts';

type Report = AnswerOf<Routes['reply-report.get']>;
type Query = ParsedOf<Routes['reply-report.get']>['query'];
const DAYS_MAX = 366;
/** The database knows no year 0, and nobody wrote before. */
const FIRST_DAY = '1970-01-01';
const TURNS_MAX = 200_000;

type Turn = { shop_id: string; asked_at: Date; replied_at: Date | null; asked_by_id: string | null; assignee_id: string | null };
type Measured = { key: string | null; day: string; answer: ReturnType<typeof measureAnswer> | null; team: Team | null };

export async function readReplyReport(services: Services, { caller, query }: { caller: Caller; query: Query }): Promise<Report | Refusal> {
  const days = (Date.parse(query.to) - Date.parse(query.from)) / 86_400_000 + 1;
  if (days < 1 || days > DAYS_MAX || query.from < FIRST_DAY)
    return {
      refused: 'invalid-input',
      errors: [{ path: '/to', code: 'range', message: `must be within ${DAYS_MAX} days from the first` }],
    };
  const agents = await readAgents(services, caller.merchantId);
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    const shops = await shopsInScope(tx, {
      caller,
      ...(query.shopIds ? { shopIds: query.shopIds } : {}),
      ...(query.market ? { market: query.market } : {}),
    });
    const byId = new Map(shops.map((shop) => [shop.id, shop]));
    const teams = await readTeams(tx, shops);
    const turns = await readTurns(tx, { shopIds: [...byId.keys()], query, now: services.clock.now() });
    const personOf = new Map(agents.map((agent) => [agent.personId, agent.id]));
    const keyOf = (turn: Turn): string | null => {
      if (query.by === 'shop') return turn.shop_id;
      if (query.by === 'market') return byId.get(turn.shop_id)?.market ?? null;
      // Answered: whoever did it; unanswered: whoever should have.
      if (turn.replied_at !== null) return turn.asked_by_id === null ? null : (personOf.get(turn.asked_by_id) ?? null);
      return agents.some(({ id }) => id === turn.assignee_id) ? turn.assignee_id : null;
    };
    const measured = turns.slice(0, TURNS_MAX).map((turn): Measured => {
      const team = teams.get(turn.shop_id) ?? null;
      const askedAt = turn.asked_at.getTime();
      const answer = turn.replied_at && measureAnswer({ askedAt, repliedAt: turn.replied_at.getTime() }, team);
      return { key: keyOf(turn), day: dayIn(askedAt, byId.get(turn.shop_id)?.timeZone ?? 'UTC'), answer, team };
    });
    const names = new Map([
      ...agents.map(({ id, name }): [string, string] => [id, name]),
      ...shops.map(({ id, name }): [string, string] => [id, name]),
    ]);
    const rows = [...groupBy(measured, ({ key }) => key)].map(([key, own]) => ({
      ...{ key, name: key === null ? '' : (names.get(key) ?? key) },
      ...figuresOf(own),
    }));
    return {
      rows: rows.sort((a, b) => b.turns - a.turns || a.name.localeCompare(b.name)),
      total: figuresOf(measured),
      days: [...groupBy(measured, ({ day }) => day)].map(([day, own]) => dayOf(day, own)).sort((a, b) => (a.day < b.day ? -1 : 1)),
      isWhole: turns.length <= TURNS_MAX,
    };
  });
}

/** Days of each shop's own zone; the newest first, so that a cut leaves out the oldest. */
async function readTurns(
  tx: TenantTx,
  { shopIds, query, now }: { shopIds: readonly string[]; query: Query; now: number },
): Promise<Turn[]> {
  if (shopIds.length === 0) return [];
  const { rows } = await sql<Turn>`
    SELECT t.shop_id, t.asked_at, t.replied_at, c.assignee_id,
      (SELECT o.asked_by_id FROM outgoing_message o WHERE o.merchant_id = t.merchant_id AND o.conversation_id = t.conversation_id
        AND o.channel_message_id = t.replied_message_id AND o.asked_by_kind = 'user') AS asked_by_id
    FROM shop JOIN buyer_turn t ON t.merchant_id = shop.merchant_id AND t.shop_id = shop.id
    JOIN conversation c ON c.merchant_id = t.merchant_id AND c.id = t.conversation_id
    WHERE shop.id = ANY (${[...shopIds]}::uuid[]) AND t.asked_at >= ${query.from}::timestamp AT TIME ZONE shop.time_zone
      AND t.asked_at < (${query.to}::date + 1)::timestamp AT TIME ZONE shop.time_zone AND t.asked_at <= ${new Date(now)}
    ORDER BY t.asked_at DESC LIMIT ${sql.lit(TURNS_MAX + 1)}`.execute(tx);
  return rows;
}

function groupBy<K>(all: readonly Measured[], keyOf: (one: Measured) => K): Map<K, Measured[]> {
  const groups = new Map<K, Measured[]>();
  for (const one of all) {
    const held = groups.get(keyOf(one));
    if (held) held.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

const counted = (all: readonly Measured[], isIt: (answer: NonNullable<Measured['answer']>) => boolean): number =>
  all.filter(({ answer }) => answer !== null && isIt(answer)).length;

const dayOf = (day: string, own: readonly Measured[]): Report['days'][number] => ({
  ...{ day, turns: own.length, within30m: counted(own, (a) => a.isFirstInTime) },
  ...{ within24h: counted(own, (a) => a.isWithin24h), within48h: counted(own, (a) => a.isWithin48h) },
});

function figuresOf(own: readonly Measured[]): ReplyFigures {
  const answers = own.flatMap(({ answer, team }) => (answer ? [{ ...answer, team }] : []));
  const { day: _day, ...shares } = dayOf('', own);
  const worked = answers.flatMap(({ workedMs, team }) => (workedMs === null || team === null ? [] : [{ workedMs, team }]));
  return {
    ...shares,
    answered: answers.length,
    missed: own.length - shares.within48h,
    wait: spanOf(answers.map(({ waitedMs }) => waitedMs)),
    workingWait: spanOf(worked.map(({ workedMs }) => workedMs)),
    withinWorkingTarget: { part: worked.filter(({ workedMs, team }) => workedMs <= team.firstAnswerMs).length, whole: worked.length },
  };
}

/** The middle of an even number is between its two. */
function spanOf(spansMs: readonly number[]): ReplyFigures['wait'] {
  if (spansMs.length === 0) return { meanSeconds: null, medianSeconds: null };
  const sorted = [...spansMs].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? 0, sorted[Math.floor(middle)] ?? 0];
  return { meanSeconds: sorted.reduce((sum, one) => sum + one, 0) / sorted.length / 1000, medianSeconds: (low + high) / 2000 };
}
