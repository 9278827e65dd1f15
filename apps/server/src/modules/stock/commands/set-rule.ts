import type { AnswerOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Handlers, mayUseShop, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { announce } from '../jobs.ts';
import { announcePlans } from './set-shop.ts';

type Answer = AnswerOf<Routes['allocation-rules.list']>;

export async function ruleViews(tx: TenantTx): Promise<Answer['items']> {
  const rows = await tx
    .selectFrom('allocation_rule as rule')
    .leftJoin('variant', 'variant.id', 'rule.variant_id')
    .selectAll('rule')
    .select('variant.sku')
    .orderBy('variant.sku', (order) => order.asc().nullsFirst())
    .orderBy('rule.id')
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, shopId: row.shop_id, variantId: row.variant_id, sku: row.sku, kind: row.kind, value: row.value },
    ...{ safetyStock: row.safety_stock, minimum: row.minimum, changedBy: row.changed_by, changedAt: row.changed_at.toISOString() },
  }));
}

/** One rule for a shop, a variant, both or neither; the numbers that it changes are told at once. */
export async function setRule(
  services: Services,
  { caller, requestId, body }: Parameters<Handlers['allocation-rules.set']>[0],
): Promise<Answer | Refusal> {
  const { shopId, variantId, rule } = body;
  const { merchantId } = caller;
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    // A rule for all shops is for those who may see all of them.
    if (shopId === null ? caller.shopIds !== null : !mayUseShop(caller, shopId)) return refuse('forbidden');
    const shop = shopId === null || (await tx.selectFrom('shop').select('id').where('id', '=', shopId).executeTakeFirst());
    const variant = variantId === null || (await tx.selectFrom('variant').select('id').where('id', '=', variantId).executeTakeFirst());
    if (!shop || !variant) return refuse('not-found');
    if (rule) {
      const values = {
        kind: rule.kind,
        value: rule.value,
        safety_stock: rule.safetyStock,
        minimum: rule.minimum,
        changed_by: caller.name,
        changed_at: new Date(now),
      };
      await tx
        .insertInto('allocation_rule')
        .values({ merchant_id: merchantId, id: services.newId(), shop_id: shopId, variant_id: variantId, ...values })
        .onConflict((conflict) => conflict.columns(['merchant_id', 'shop_id', 'variant_id']).doUpdateSet(values))
        .execute();
    } else {
      await sql`DELETE FROM allocation_rule WHERE shop_id IS NOT DISTINCT FROM ${shopId}::uuid AND variant_id IS NOT DISTINCT FROM ${variantId}::uuid`.execute(
        tx,
      );
    }
    const facts = { shop: shopId, variant: variantId, kind: rule?.kind ?? null };
    await audit(tx, {
      id: services.newId(),
      at: now,
      caller,
      requestId,
      action: 'stock.rule-set',
      objectKind: 'allocation-rule',
      objectId: shopId ?? variantId ?? merchantId,
      facts,
    });
    if (variantId === null) await announcePlans(tx, { services, merchantId, now, shopId });
    else await announce(tx, { services, merchantId, now, variantIds: [variantId] });
    return { items: await ruleViews(tx) };
  });
}

/** Tells a shop all its numbers again, whatever it confirmed. */
export async function repeatPushes(
  services: Services,
  { caller, requestId, body }: Parameters<Handlers['stock-pushes.repeat']>[0],
): Promise<AnswerOf<Routes['stock-pushes.repeat']> | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shop = await tx.selectFrom('shop').select('id').where('id', '=', body.shopId).executeTakeFirst();
    if (!shop || !mayUseShop(caller, body.shopId)) return refuse('not-found');
    const done = await tx
      .updateTable('stock_push')
      .set({ version: sql`version + 1`, failure: null, wanted_at: new Date(now) })
      .where('shop_id', '=', body.shopId)
      .executeTakeFirst();
    await audit(tx, {
      id: services.newId(),
      at: now,
      caller,
      requestId,
      action: 'stock.push-repeated',
      objectKind: 'shop',
      objectId: body.shopId,
      facts: { rows: Number(done.numUpdatedRows) },
    });
    await announcePlans(tx, { services, merchantId: caller.merchantId, now, shopId: body.shopId });
    return { rows: Number(done.numUpdatedRows) };
  });
}
