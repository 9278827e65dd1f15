import type { ChannelAppeal, ChannelBalanceHold, ChannelLinkedAccount, ChannelStanding, ChannelViolation } from '@tradewind/channels';
import { latestOfEach } from '@tradewind/channels/paging';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { saveAppeals } from './save-appeals.ts';
import { dateOf, saveViolations } from './save-violations.ts';

/** Everything of one reading; stored in one transaction, so that ledger and standing are of the same moment. */
export type ShopRecords = {
  violations: ChannelViolation[];
  appeals: ChannelAppeal[];
  balanceHolds: ChannelBalanceHold[];
  standing: ChannelStanding;
  linkedAccounts: ChannelLinkedAccount[];
};
type Input = { services: Services; shop: { merchantId: string; shopId: string }; records: ShopRecords; now: number };

export async function saveRecords(tx: TenantTx, { services, shop, records, now }: Input): Promise<void> {
  const before = await readingOf(tx, shop.shopId);
  const { changedIds } = await saveViolations(tx, { services, shop, items: records.violations, source: 'platform' });
  const { changedViolationIds } = await saveAppeals(tx, { services, shop, items: records.appeals });
  const isStandingNew = await replaceRestrictions(tx, shop, records.standing);
  await saveBalanceHolds(tx, shop, records.balanceHolds);
  await replaceLinkedAccounts(tx, shop, records.linkedAccounts);
  const reading = {
    state: 'read' as const,
    read_at: new Date(now),
    violations_to: latest(before?.violations_to, records.violations),
    appeals_to: latest(before?.appeals_to, records.appeals),
    holds_to: latest(before?.holds_to, records.balanceHolds),
    points: records.standing.points,
    is_revoked: records.standing.isRevoked,
  };
  await tx
    .insertInto('penalty_reading')
    .values({ merchant_id: shop.merchantId, shop_id: shop.shopId, ...reading })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'shop_id']).doUpdateSet(reading))
    .execute();
  const ids = [...new Set([...changedIds, ...changedViolationIds])];
  if (ids.length > 0 || isStandingNew || before?.state !== 'read')
    await services.hints.publish(tx, shop.merchantId, [{ type: 'violation.changed', ids: ids.slice(0, 50), shopId: shop.shopId }]);
}

export const readingOf = (tx: TenantTx, shopId: string) =>
  tx.selectFrom('penalty_reading').selectAll().where('shop_id', '=', shopId).executeTakeFirst();

/** The consent does not name the records: said once, until a new one does. */
export async function noteNoConsent(
  tx: TenantTx,
  { services, shop }: { services: Services; shop: { merchantId: string; shopId: string } },
): Promise<void> {
  const before = await readingOf(tx, shop.shopId);
  if (before?.state === 'no-consent') return;
  const never = new Date(0);
  await tx
    .insertInto('penalty_reading')
    .values({
      ...{ merchant_id: shop.merchantId, shop_id: shop.shopId, state: 'no-consent', read_at: null },
      ...{ violations_to: never, appeals_to: never, holds_to: never, points: 0, is_revoked: false },
    })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'shop_id']).doUpdateSet({ state: 'no-consent' }))
    .execute();
  await services.hints.publish(tx, shop.merchantId, [{ type: 'violation.changed', ids: [], shopId: shop.shopId }]);
}

/** The platform's own update time, which never goes back. */
const latest = (before: Date | undefined, items: readonly { updatedAt: number }[]): Date =>
  new Date(Math.max(before?.getTime() ?? 0, ...items.map(({ updatedAt }) => updatedAt)));

type Shop = Input['shop'];

async function replaceRestrictions(tx: TenantTx, shop: Shop, { restrictions }: ChannelStanding): Promise<boolean> {
  const items = [...new Map(restrictions.map((item) => [item.channelRestrictionId, item])).values()];
  const rows = items.map((item) => ({
    merchant_id: shop.merchantId,
    shop_id: shop.shopId,
    channel_restriction_id: item.channelRestrictionId,
    code: item.code,
    node: item.node,
    begins_at: new Date(item.from),
    ends_at: dateOf(item.until),
  }));
  const held = await tx.selectFrom('restriction').selectAll().where('shop_id', '=', shop.shopId).execute();
  if (areSame(held, rows)) return false;
  await tx.deleteFrom('restriction').where('shop_id', '=', shop.shopId).execute();
  if (rows.length > 0) await tx.insertInto('restriction').values(rows).execute();
  return true;
}

/** Every minute's reading mostly finds what it found before; then nothing is written. */
function areSame(held: readonly object[], read: readonly object[]): boolean {
  const textOf = (row: object) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
  const texts = new Set(held.map(textOf));
  return held.length === read.length && read.every((row) => texts.has(textOf(row)));
}

async function saveBalanceHolds(tx: TenantTx, shop: Shop, items: readonly ChannelBalanceHold[]): Promise<void> {
  for (const item of latestOfEach(items, ({ channelBalanceHoldId }) => channelBalanceHoldId)) {
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM violation WHERE shop_id = ${shop.shopId} AND channel_violation_id = ${item.channelViolationId}`.execute(tx);
    const [violation] = rows;
    if (!violation) continue;
    const facts = {
      violation_id: violation.id,
      amount_minor: item.amount,
      currency: item.currency,
      hold_days: item.holdDays,
      is_permanent: item.isPermanent,
      is_held: item.isHeld,
      created_at: new Date(item.createdAt),
      investigation_ended_at: dateOf(item.investigationEndedAt),
      release_at: dateOf(item.releaseAt),
    };
    await tx
      .insertInto('balance_hold')
      .values({
        merchant_id: shop.merchantId,
        shop_id: shop.shopId,
        channel_balance_hold_id: item.channelBalanceHoldId,
        ...facts,
      })
      .onConflict((conflict) => conflict.columns(['merchant_id', 'shop_id', 'channel_balance_hold_id']).doUpdateSet(facts))
      .execute();
  }
}

async function replaceLinkedAccounts(tx: TenantTx, shop: Shop, accounts: readonly ChannelLinkedAccount[]): Promise<void> {
  const items = [...new Map(accounts.map((item) => [item.channelAccountId, item])).values()];
  const rows = items.map((item) => ({
    merchant_id: shop.merchantId,
    shop_id: shop.shopId,
    channel_account_id: item.channelAccountId,
    kind: item.kind,
    name: item.name,
    shares: item.shares,
  }));
  const held = await tx.selectFrom('linked_account').selectAll().where('shop_id', '=', shop.shopId).execute();
  if (areSame(held, rows)) return;
  await tx.deleteFrom('linked_account').where('shop_id', '=', shop.shopId).execute();
  const values = rows.map((row) => ({ ...row, shares: JSON.stringify(row.shares) }));
  if (values.length > 0) await tx.insertInto('linked_account').values(values).execute();
}
