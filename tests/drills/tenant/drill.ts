/** Tenant: two merchants on one workbench, and no way for one to see, count or guess anything of the other. */
import { z } from 'zod';
import type { DrillOptions } from '../main.ts';
import { Findings, type Report, reportOf } from '../report.ts';
import type { Client } from '../stage/client.ts';
import { truthOrder } from '../stage/sandbox.ts';
import { openStage, type Stage } from '../stage/stage.ts';
import { harvest, leaks, parsed, without } from './canaries.ts';
import { plantHole, playCatalogue, playOpened, playRows, tenantSabotages } from './database-walls.ts';
import { type Match, playEndings, playMatrix, routesOf } from './matrix.ts';
import { makeParty, type Party } from './party.ts';
import {
  playCursors,
  playForeignConsent,
  playForeignState,
  playForeignWebhook,
  playHints,
  playOutside,
  playRepetition,
  playSearches,
} from './stories.ts';

export { tenantSabotages };

export async function tenantDrill({ seed, small, sabotage, say }: DrillOptions): Promise<Report> {
  const findings = new Findings();
  const stage = await openStage({
    world: {
      seed,
      merchants: 2,
      shops: small ? 4 : 12,
      days: small ? 2 : 10,
      ordersPerShopDay: small ? 8 : 40,
      endsAt: '2026-12-14T12:00:00Z',
    },
    sabotage: null,
  });
  try {
    await stage.workbench.start('worker');
    const parties = [
      await makeParty(stage, { name: 'Anchorage', index: 0 }),
      await makeParty(stage, { name: 'Borealis', index: 1 }),
    ] as const;
    const routes = await routesOf(parties[0].callers.session);
    say(`two merchants, ${routes.length} routes`);
    const walls = { access: await stage.ledger.access(), superuser: stage.ledger.superuser() };
    // The walls are asked about the rows of the one who plays every route for itself: only it has some of every table.
    const merchants = { one: parties[1].merchantId, other: parties[0].merchantId };
    if (sabotage !== null) await plantHole(walls, sabotage, { other: merchants.other, seed });
    await playCatalogue(walls, findings);
    // A planted hole that the catalogue shows is caught; what else it would show was asked without it.
    if (sabotage !== null && findings.mismatches.length > 0) return reportOf('tenant', seed, { findings, faults: {} });
    // Both are built alike: the small one plays the stranger once.
    const ways = small ? [parties] : [parties, [parties[1], parties[0]] as const];
    for (const [one, other] of ways) {
      const canaries = without(other.owns, one.owns);
      findings.holds('there are canaries', other.name, { is: canaries.size > 100, seen: canaries.size, wanted: 'more than 100' });
      const match: Match = { one, other, routes, findings, canaries };
      await playOne(match, stage);
      say(`${one.name} saw nothing of ${other.name}: ${findings.checked} checked, ${findings.mismatches.length} found`);
    }
    await playRows(walls, merchants, findings);
    if (!small) await playRows(walls, { one: merchants.other, other: merchants.one }, findings);
    if (sabotage === null) await playOpened(walls, merchants, findings);
    say(`row security asked of every table: ${findings.mismatches.length} found`);
    for (const [one, other] of ways) await playEndings({ one, other, routes, findings, canaries: new Set() });
  } finally {
    await stage.close(findings.mismatches.length > 0 || findings.checked === 0);
  }
  return reportOf('tenant', seed, { findings, faults: {} });
}

async function playOne(match: Match, stage: Stage): Promise<void> {
  await playMatrix(match);
  await playCursors(match);
  await playSearches(match);
  await playRepetition(match);
  await playForeignState(match);
  await playForeignConsent(match, stage);
  await playForeignWebhook(match, stage);
  await playHints(match, stage);
  await playOutside(match, stage);
  await playShopBounds(match);
  await countOwn(match.one, stage, match.findings);
}

const ofShop = z.object({ items: z.array(z.object({ shop: z.object({ id: z.string() }) }).loose()), nextCursor: z.string().nullable() });

/** Every page: a key that sees less reaches further back on its first one. */
async function allItems(session: Client, path: string) {
  const items: z.output<typeof ofShop>['items'] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = ofShop.parse(JSON.parse((await session.raw(cursor ? `${path}&cursor=${encodeURIComponent(cursor)}` : path)).text));
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

/** A key for one shop is a wall within the merchant: the other shop's orders, parcels and listings are as absent as a stranger's. */
async function playShopBounds({ one, findings }: Match): Promise<void> {
  const [first] = one.shops;
  const { session, limitedKey } = one.callers;
  for (const path of ['/api/v1/orders?limit=200', '/api/v1/packages?limit=200', '/api/v1/listings?limit=200']) {
    const items = await allItems(session, path);
    const [inside, outside] = [items.filter((item) => item.shop.id === first?.id), items.filter((item) => item.shop.id !== first?.id)];
    // From JSON just parsed: `loose` keeps every field as it was.
    const canaries = without(harvest(parsed(JSON.stringify(outside))), harvest(parsed(JSON.stringify(inside))));
    const found = leaks(await limitedKey.raw(path), canaries);
    findings.same('nothing of a shop beyond the key', `${one.name} ${path}`, { ours: found.slice(0, 3), theirs: [] });
    findings.holds('there is something beyond the key', path, { is: canaries.size > 5, seen: canaries.size, wanted: 'more than 5' });
  }
}

/** Figures add up one merchant's shops and no others: a leak in a sum shows no canary. */
async function countOwn(one: Party, { sandbox }: Stage, findings: Findings): Promise<void> {
  const shape = z.object({ orders: z.number(), units: z.number() });
  const own = new Set(one.shops.map((shop) => shop.channelShopId));
  const orders = await sandbox.truth('orders', truthOrder);
  const count = (shops: ReadonlySet<string>): number => orders.filter((order) => order.paidAt !== null && shops.has(order.shopId)).length;
  const period = '/analytics/overview?from=2026-12-01&to=2026-12-31&timeZone=UTC';
  findings.same('orders counted', one.name, { ours: (await one.callers.session.call(shape, period)).orders, theirs: count(own) });
  const first = one.shops[0]?.channelShopId ?? '';
  const limited = await one.callers.limitedKey.call(shape, period);
  findings.same('orders counted for one shop', one.name, { ours: limited.orders, theirs: count(new Set([first])) });
}
