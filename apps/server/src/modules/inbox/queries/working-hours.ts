import type { WorkingHoursView } from '@tradewind/contract/types';
import type { Team } from '@tradewind/rules/reply-clocks';
import { createWorkCalendar } from '@tradewind/rules/working-hours';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { shopChip } from '../../orders/index.ts';

type Zoned = Pick<ShopInScope, 'id' | 'timeZone'>;

/** When the people of these shops work; a shop without hours is not in it. */
export async function readTeams(tx: TenantTx, shops: readonly Zoned[]): Promise<ReadonlyMap<string, Team>> {
  if (shops.length === 0) return new Map();
  const rows = await tx
    .selectFrom('working_hours')
    .selectAll()
    .where(
      'shop_id',
      'in',
      shops.map(({ id }) => id),
    )
    .execute();
  return new Map(
    rows.flatMap(({ shop_id, week, holidays, first_answer_minutes }) => {
      const timeZone = shops.find(({ id }) => id === shop_id)?.timeZone;
      const team = timeZone && { calendar: createWorkCalendar({ timeZone, week, holidays }), firstAnswerMs: first_answer_minutes * 60_000 };
      return team ? [[shop_id, team] as const] : [];
    }),
  );
}

export async function hoursOf(tx: TenantTx, shops: readonly ShopInScope[]): Promise<WorkingHoursView[]> {
  const rows = await tx.selectFrom('working_hours').selectAll().execute();
  return shops.map((shop) => {
    const row = rows.find(({ shop_id }) => shop_id === shop.id);
    const hours = row && {
      // The cast: kept as the contract's own shape, which is not read-only.
      week: row.week as { from: number; until: number }[][],
      holidays: [...row.holidays],
      firstAnswerMinutes: row.first_answer_minutes,
      changedBy: row.changed_by,
      changedAt: row.changed_at.toISOString(),
    };
    return { shop: shopChip(shop), timeZone: shop.timeZone, hours: hours ?? null };
  });
}

export function listHours(services: Services, caller: Caller): Promise<{ items: WorkingHoursView[] }> {
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    const shops = await shopsInScope(tx, { caller });
    return {
      items: await hoursOf(
        tx,
        shops.filter(({ state }) => state !== 'unbound'),
      ),
    };
  });
}
