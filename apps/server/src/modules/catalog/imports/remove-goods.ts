/**
 * Takes away variants, and products that no variant is left of. What refers to them (stock, bundles, links that a person made) is other
 * people's work and forbids it: the database says so, and the rows are then halved until those in use are found.
 */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Difference } from './shapes.ts';

type Made = Pick<Difference, 'variantId' | 'productId' | 'isNewProduct'>;

/** Those variants that are in use, and stay. */
export async function removeGoods(tx: TenantTx, made: readonly Made[]): Promise<ReadonlySet<string>> {
  if (made.length === 0) return new Set();
  await sql`SAVEPOINT removing`.execute(tx);
  try {
    await remove(tx, made);
    await sql`RELEASE SAVEPOINT removing`.execute(tx);
    return new Set();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '23503')) throw error;
    await sql`ROLLBACK TO SAVEPOINT removing`.execute(tx);
    if (made.length === 1) return new Set(made.map(({ variantId }) => variantId));
    const middle = made.length >> 1;
    return new Set([...(await removeGoods(tx, made.slice(0, middle))), ...(await removeGoods(tx, made.slice(middle)))]);
  }
}

async function remove(tx: TenantTx, made: readonly Made[]): Promise<void> {
  const variantIds = made.map(({ variantId }) => variantId);
  const productIds = [...new Set(made.filter(({ isNewProduct }) => isNewProduct).map(({ productId }) => productId))];
  // What was matched by itself is matched again by itself.
  await sql`DELETE FROM variant_link WHERE variant_id = ANY (${variantIds}::uuid[]) AND matched_by IN ('sku', 'gtin')`.execute(tx);
  await sql`DELETE FROM variant_cost WHERE variant_id = ANY (${variantIds}::uuid[])`.execute(tx);
  await sql`DELETE FROM bundle_part WHERE bundle_id = ANY (${variantIds}::uuid[])`.execute(tx);
  await sql`DELETE FROM variant WHERE id = ANY (${variantIds}::uuid[])`.execute(tx);
  const empty = sql`product_id = ANY (${productIds}::uuid[]) AND NOT EXISTS (SELECT FROM variant WHERE variant.product_id = product_term.product_id)`;
  await sql`DELETE FROM product_term WHERE ${empty}`.execute(tx);
  await sql`DELETE FROM product WHERE id = ANY (${productIds}::uuid[]) AND NOT EXISTS (SELECT FROM variant WHERE variant.product_id = product.id)`.execute(
    tx,
  );
}
