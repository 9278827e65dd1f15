import type { AnswerOf, Routes } from '@tradewind/contract';
import { type RawBuilder, sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';

type Answer = AnswerOf<Routes['desk-orders.choices']>;
const CHOICES_MAX = 500;

/** From value to value by the index, so that it costs the values and not the orders. */
async function distinct(tx: TenantTx, column: RawBuilder<unknown>, from: RawBuilder<unknown>): Promise<string[]> {
  const { rows } = await sql<{ value: string }>`
    WITH RECURSIVE found(value) AS (
      (SELECT ${column} FROM ${from} ORDER BY ${column} LIMIT 1)
      UNION ALL SELECT (SELECT ${column} FROM ${from} AND ${column} > found.value ORDER BY ${column} LIMIT 1) FROM found WHERE found.value IS NOT NULL)
    SELECT value FROM found WHERE value IS NOT NULL LIMIT ${sql.lit(CHOICES_MAX)}`.execute(tx);
  return rows.map(({ value }) => value);
}

export async function readChoices(services: Services, { caller }: { caller: Caller }): Promise<Answer> {
  const members = await services.database.system
    .selectFrom('system.member')
    .select(['id', 'name'])
    .where('organization_id', '=', caller.merchantId)
    .orderBy('name')
    .limit(CHOICES_MAX)
    .execute();
  return services.database.readMerchant(caller.merchantId, async (tx) => {
    const warehouses = await tx.selectFrom('warehouse').select(['id', 'name']).where('is_active', '=', true).orderBy('name').execute();
    return {
      tags: await distinct(tx, sql`tag`, sql`desk_tag WHERE bucket IS NOT NULL`),
      carriers: await distinct(tx, sql`carrier`, sql`desk_order WHERE carrier IS NOT NULL`),
      warehouses,
      members,
    };
  });
}
