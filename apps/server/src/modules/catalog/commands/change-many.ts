import type { AnswerOf, ParsedOf, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { isCategory } from '../goods.ts';
import { saveTerms } from './save-goods.ts';
import { EVERY_SHOP } from './save-product.ts';

type Input = { caller: Caller; requestId: string; body: ParsedOf<Routes['products.change-many']>['body'] };

/** The same for several products; those that are as wished already, and ids of others, count as none. */
export async function changeMany(
  services: Services,
  { caller, requestId, body }: Input,
): Promise<AnswerOf<Routes['products.change-many']> | Refusal> {
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const { productIds, groupId, ...said } = body;
  const wish = groupId === undefined ? said : { ...said, group_id: groupId };
  if (wish.category !== undefined && wish.category !== null && !isCategory(wish.category))
    return { refused: 'invalid-input', errors: [{ path: '/category', code: 'unknown-category', message: 'is none of the categories' }] };
  const columns = Object.keys(wish);
  if (columns.length === 0) return { refused: 'invalid-input', errors: [{ path: '', code: 'nothing', message: 'say what to change' }] };
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    // Held until the end, so that nobody takes it away between.
    const group = groupId && (await tx.selectFrom('product_group').select('id').where('id', '=', groupId).forKeyShare().executeTakeFirst());
    if (groupId && !group)
      return { refused: 'invalid-input', errors: [{ path: '/groupId', code: 'unknown-group', message: 'is none of your groups' }] };
    const differs = columns.map((name) => sql`${sql.ref(name)} IS DISTINCT FROM ${wish[name as keyof typeof wish] ?? null}`);
    const changed = await tx
      .updateTable('product')
      .set({ ...wish, updated_at: new Date(now) })
      .set(({ eb }) => ({ version: eb('version', '+', 1) }))
      .where('id', 'in', productIds)
      .where(sql<boolean>`(${sql.join(differs, sql` OR `)})`)
      .returning(['id', 'title', 'brand'])
      .execute();
    if (changed.length === 0) return { changed: 0 };
    if (wish.brand !== undefined) await saveTerms(tx, caller.merchantId, changed);
    const act = { objectKind: 'product', objectId: requestId, action: 'products.changed' };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: { columns, products: changed.length } });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'product.changed', ids: changed.map(({ id }) => id), shopId: null }]);
    return { changed: changed.length };
  });
}
