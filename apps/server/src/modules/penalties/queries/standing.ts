import type { AnswerOf, ParsedOf, Routes, ShopStanding } from '@tradewind/contract';
import { nodeTable, standing } from '@tradewind/rules/policies';
import type { Selectable } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { predictionsOf } from '../../performance/index.ts';
import type { AppealRow, ViolationRow } from './course.ts';
import { type Foresight, foresight } from './foreseen.ts';
import { appealsOf, balanceHoldView, courseOf, linkedAccountView, measuresOf, shopChip } from './views.ts';

const nodes = [...new Set(nodeTable.rows.map(({ node }) => node))].sort((a, b) => a - b);

type Input = { caller: Caller; query: ParsedOf<Routes['violations.standing']>['query'] };

/** Where each shop stands: the rule's own answer over the ledger, beside what the platform said when it was last read. */
export async function readStandings(services: Services, { caller, query }: Input): Promise<AnswerOf<Routes['violations.standing']>> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = (await shopsInScope(tx, { caller, ...query })).filter((shop) => shop.state !== 'unbound');
    if (shops.length === 0) return { nodes, foresight: foresight({ violations: [], predictions: [], watchedSince: new Map() }), items: [] };
    const held = await readHeld(tx, shops);
    const now = services.clock.now();
    return {
      nodes,
      foresight: await readForesight(tx, { violations: held.violations, shops }),
      items: shops.map((shop) => {
        const channel = services.channels[shopChip(shop).channel];
        return standingView({ shop, held, now, isOffered: channel?.penalties !== undefined });
      }),
    };
  });
}

export type InForce = { isRestricted: boolean; isRevoked: boolean };

/** Which of these shops have restrictions or lasting measures in force, or lost their rights: by the ledger or by the platform's word. */
export async function readInForce(
  tx: TenantTx,
  { shops, now }: { shops: readonly ShopInScope[]; now: number },
): Promise<Map<string, InForce>> {
  if (shops.length === 0) return new Map();
  const held = await readHeld(tx, shops);
  return new Map(
    shops.map((shop) => {
      const { restrictions, measures, isRevoked } = standingView({ shop, held, now, isOffered: true });
      return [shop.id, { isRestricted: restrictions.length + measures.length > 0, isRevoked }];
    }),
  );
}

type Seen = { violations: readonly ViolationRow[]; shops: readonly ShopInScope[] };

/** A shop's rates are watched from when its orders had been read. */
async function readForesight(tx: TenantTx, { violations, shops }: Seen): Promise<Foresight> {
  const ids = shops.map((shop) => shop.id);
  const streams = await tx
    .selectFrom('sync_stream')
    .select(['shop_id', 'backfilled_at'])
    .where('stream', '=', 'orders')
    .where('shop_id', 'in', ids)
    .execute();
  const watchedSince = new Map(streams.flatMap((row) => (row.backfilled_at ? [[row.shop_id, row.backfilled_at.getTime()] as const] : [])));
  return foresight({ violations, predictions: await predictionsOf(tx, ids), watchedSince });
}

type Row<T extends keyof TenantTables> = Selectable<TenantTables[T]>;
type Held = {
  readings: Row<'penalty_reading'>[];
  violations: ViolationRow[];
  appeals: AppealRow[];
  restrictions: Row<'restriction'>[];
  holds: Row<'balance_hold'>[];
  linked: Row<'linked_account'>[];
  shopIdOf: Map<string, string>;
};

async function readHeld(tx: TenantTx, shops: readonly ShopInScope[]): Promise<Held> {
  const ids = shops.map((shop) => shop.id);
  const violations = await tx.selectFrom('violation').selectAll().where('shop_id', 'in', ids).orderBy('violated_at').execute();
  const holds = await tx.selectFrom('balance_hold').selectAll().where('shop_id', 'in', ids).orderBy('created_at').execute();
  return {
    readings: await tx.selectFrom('penalty_reading').selectAll().where('shop_id', 'in', ids).execute(),
    violations,
    appeals: await appealsOf(tx, [...new Set(holds.map((hold) => hold.violation_id))]),
    restrictions: await tx.selectFrom('restriction').selectAll().where('shop_id', 'in', ids).execute(),
    holds,
    linked: await tx.selectFrom('linked_account').selectAll().where('shop_id', 'in', ids).orderBy('kind', 'desc').orderBy('name').execute(),
    // A linked shop is only named as one of the merchant's own where the caller may see it.
    shopIdOf: new Map(shops.map((shop) => [shop.channelShopId, shop.id])),
  };
}

type One = { shop: ShopInScope; held: Held; now: number; isOffered: boolean };

function standingView({ shop, held, now, isOffered }: One): ShopStanding {
  const ofShop = <T extends { shop_id: string }>(rows: readonly T[]): T[] => rows.filter((row) => row.shop_id === shop.id);
  const violations = ofShop(held.violations);
  const [reading] = ofShop(held.readings);
  const isCovered = shop.sellerType === 'cross-border';
  const rule = standing(nodeTable, isCovered ? violations.map(pointsEvent) : [], now);
  const read = reading?.read_at ? reading : null;
  return {
    shop: shopChip(shop),
    records: {
      state: reading?.state ?? (isOffered ? 'not-yet-read' : 'not-offered'),
      readAt: reading?.read_at?.toISOString() ?? null,
    },
    covered: isCovered,
    balance: rule.balance,
    nextNode: rule.nextNode,
    formalWarning: isCovered && rule.formalWarning,
    isRevoked: rule.revokedAt !== null || (read?.is_revoked ?? false),
    nextExpiry: rule.nextExpiry && { at: new Date(rule.nextExpiry.at).toISOString(), points: rule.nextExpiry.points },
    platformPoints: read?.points ?? null,
    restrictions: bothSides(rule.restrictions, { rows: ofShop(held.restrictions), now }),
    measures: violations.flatMap((row) => lastingMeasures(row, now)),
    balanceHolds: ofShop(held.holds).flatMap((hold) => {
      const violation = violations.find(({ id }) => id === hold.violation_id);
      return violation ? [balanceHoldView(hold, courseOf(violation, { shop, appeals: held.appeals, now }))] : [];
    }),
    linkedAccounts: ofShop(held.linked).map((row) => linkedAccountView(row, held.shopIdOf)),
  };
}

const pointsEvent = ({ violated_at, points, overturned_at }: ViolationRow) => ({
  at: violated_at.getTime(),
  points,
  // An appeal that was granted makes it never to have happened, from the day on which we hear of it.
  overturnedAt: overturned_at?.getTime() ?? null,
});

function lastingMeasures(row: ViolationRow, now: number): ShopStanding['measures'] {
  if (row.overturned_at !== null) return [];
  return measuresOf(row).flatMap((measure) =>
    measure.until !== null && Date.parse(measure.until) > now ? [{ ...measure, violationId: row.id }] : [],
  );
}

type ByRule = ReturnType<typeof standing>['restrictions'];

/** One line a restriction: the rule's term and the platform's. The platform's list is as old as the reading: what ended since is left out. */
function bothSides(byRule: ByRule, { rows, now }: { rows: Row<'restriction'>[]; now: number }): ShopStanding['restrictions'] {
  const lines = new Map<string, ShopStanding['restrictions'][number]>();
  const lineOf = (code: string, node: number) => {
    const key = `${node} ${code}`;
    const line = lines.get(key) ?? { code, node, rule: null, platform: null };
    lines.set(key, line);
    return line;
  };
  for (const { code, node, from, until } of byRule)
    lineOf(code, node).rule = { from: new Date(from).toISOString(), until: until === null ? null : new Date(until).toISOString() };
  for (const { code, node, begins_at, ends_at } of rows)
    if (ends_at === null || ends_at.getTime() > now)
      lineOf(code, node).platform = { from: begins_at.toISOString(), until: ends_at?.toISOString() ?? null };
  return [...lines.values()].sort((a, b) => b.node - a.node || (a.code < b.code ? -1 : 1));
}
