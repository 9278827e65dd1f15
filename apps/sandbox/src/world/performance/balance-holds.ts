import { type Core, later } from '../core.ts';
import type { Appeal, BalanceHold, Instant, Violation } from '../types.ts';
import { DAY } from '../zone.ts';

/** Money the platform keeps back after a fraud: until the period and the investigation are over, or a day after a granted appeal. */
const HELD_OF_DAYS = 14;
const RELEASED_AFTER_GRANT_MS = DAY;

export function holdBalance(
  core: Core,
  violation: Violation,
  { days, investigationDays }: { days: number; investigationDays: number },
): void {
  const { store } = core;
  const shop = store.shop(violation.shopId);
  const at = core.at();
  const recent = store.lists(shop.id).statements.filter((statement) => statement.at > at - HELD_OF_DAYS * DAY);
  const hold: BalanceHold = {
    id: core.ids('balanceHold'),
    shopId: shop.id,
    violationId: violation.id,
    amount: Math.max(
      0,
      recent.reduce((sum, { settlement }) => sum + settlement, 0),
    ),
    currency: shop.currency,
    holdDays: days,
    isPermanent: false,
    investigationEndedAt: null,
    createdAt: at,
    updatedAt: at,
  };
  store.addBalanceHold(hold);
  violation.measures.push({ code: 'balance-held', from: at, until: null });
  later(core, investigationDays * DAY, () => {
    hold.investigationEndedAt = core.at();
    hold.updatedAt = core.at();
  });
}

/** Null while nobody can say. */
export function releasedAt(hold: BalanceHold, appeals: readonly Appeal[]): Instant | null {
  const granted = appeals.find(({ status }) => status === 'GRANTED')?.decidedAt ?? null;
  const byGrant = granted === null ? Number.POSITIVE_INFINITY : granted + RELEASED_AFTER_GRANT_MS;
  const isOpen = hold.isPermanent || hold.investigationEndedAt === null;
  const byPeriod = isOpen ? Number.POSITIVE_INFINITY : Math.max(hold.createdAt + hold.holdDays * DAY, hold.investigationEndedAt ?? 0);
  const at = Math.min(byGrant, byPeriod);
  return Number.isFinite(at) ? at : null;
}
