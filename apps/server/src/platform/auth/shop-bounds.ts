import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Caller } from '../http/handler.ts';
import type { Refusal } from '../http/problem.ts';

/** Shops named in a list of rights must be the merchant's own; another merchant's id reads like one that never was. */
export async function refuseUnknownShops(
  database: Pick<Database, 'withMerchant'>,
  caller: Caller,
  shopIds: string[] | null,
): Promise<Refusal | null> {
  if (shopIds === null || shopIds.length === 0) return null;
  const { rows } = await database.withMerchant(caller.merchantId, (tx) =>
    sql<{ id: string }>`SELECT id FROM shop WHERE id = ANY (${shopIds}::uuid[])`.execute(tx),
  );
  const known = new Set(rows.map(({ id }) => id));
  const errors = shopIds.flatMap((id, index) =>
    known.has(id.toLowerCase()) ? [] : [{ path: `/shopIds/${index}`, code: 'unknown-shop', message: 'No shop of yours has this id' }],
  );
  return errors.length > 0 ? { refused: 'invalid-input', errors } : null;
}
