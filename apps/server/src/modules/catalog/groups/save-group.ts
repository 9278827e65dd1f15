/** A person makes a group, saves one as a whole, or takes one away that holds nothing. */
import type { ParsedOf, ProductGroup, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { EVERY_SHOP } from '../commands/save-product.ts';
import { groupsOf } from './for-shops.ts';
import { chainOf, type Groups, LEVELS_MAX } from './inherit.ts';
import { groupViews } from './list-groups.ts';

const GROUPS_MAX = 1_000;
type Around = { caller: Caller; requestId: string };
type Given = ParsedOf<Routes['product-groups.create']>['body'];
type Faults = Refusal['errors'] & object;

export const createGroup = (services: Services, { body, ...around }: Around & { body: Given }): Promise<ProductGroup | Refusal> =>
  save(services, { ...around, given: body, groupId: services.newId(), seen: null });

type Change = Around & { params: { groupId: string }; body: Given & { version: number } };

export const changeGroup = (services: Services, { params, body, ...around }: Change): Promise<ProductGroup | Refusal> =>
  save(services, { ...around, given: body, ...params, seen: body.version });

/** `seen`: the version that the person changed; null makes a new group. */
type Saving = Around & { given: Given; groupId: string; seen: number | null };

async function save(services: Services, { caller, requestId, given, groupId, seen }: Saving): Promise<ProductGroup | Refusal> {
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const [merchantId, now] = [caller.merchantId, services.clock.now()];
  return services.database.withMerchant(merchantId, async (tx) => {
    await lockGroups(tx, merchantId);
    const before = await tx.selectFrom('product_group').select('version').where('id', '=', groupId).executeTakeFirst();
    if (seen !== null && !before) return refuse('not-found');
    if (seen !== null && before?.version !== seen)
      return refuse('conflict', `The group is at version ${before?.version}; you have seen version ${seen}. Read it again.`);
    const groups = await groupsOf(tx);
    const named = await leafNames(tx, given.leaves);
    const faults = [
      ...placeFaults(groups, { groupId, parentId: given.parentId }),
      ...(await nameFaults(tx, groupId, given)),
      ...named.faults,
    ];
    if (seen === null && groups.size >= GROUPS_MAX) faults.push({ path: '', code: 'too-many', message: `at most ${GROUPS_MAX} groups` });
    if (faults.length > 0) return { refused: 'invalid-input', errors: faults };
    const facts = { parent_id: given.parentId, name: given.name, attributes: JSON.stringify(given.attributes), updated_at: new Date(now) };
    const version = (seen ?? 0) + 1;
    await tx
      .insertInto('product_group')
      .values({ merchant_id: merchantId, id: groupId, ...facts, version, created_at: new Date(now) })
      .onConflict((conflict) => conflict.columns(['merchant_id', 'id']).doUpdateSet({ ...facts, version }))
      .execute();
    await saveLeaves(tx, { merchantId, groupId }, named.leaves);
    const act = {
      objectKind: 'product-group',
      objectId: groupId,
      action: seen === null ? 'product-group.created' : 'product-group.changed',
    };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts: { version, leaves: given.leaves.length } });
    await services.hints.publish(tx, merchantId, [{ type: 'product.changed', ids: [], shopId: null }]);
    return (await groupViews(tx, groupId))[0] ?? refuse('not-found');
  });
}

/** Two who move groups below each other would make a ring of them: one after the other. */
const lockGroups = (tx: TenantTx, merchantId: string) =>
  sql`SELECT pg_advisory_xact_lock(hashtextextended(${`product-groups ${merchantId}`}, 0))`.execute(tx);

/** Below itself it would stand nowhere; and what stands below it comes along. */
function placeFaults(groups: Groups, { groupId, parentId }: { groupId: string; parentId: string | null }): Faults {
  const wrong = (code: string, message: string): Faults => [{ path: '/parentId', code, message }];
  if (parentId === null) return [];
  if (!groups.has(parentId)) return wrong('unknown-group', 'is none of your groups');
  const above = chainOf(groups, parentId);
  if (parentId === groupId || above.some(({ id }) => id === groupId)) return wrong('below-itself', 'a group does not stand below itself');
  const below = [...groups.keys()].flatMap((id) => {
    const depth = chainOf(groups, id).findIndex((each) => each.id === groupId);
    return depth < 0 ? [] : [depth];
  });
  return above.length + 1 + Math.max(0, ...below) > LEVELS_MAX ? wrong('too-deep', `at most ${LEVELS_MAX} levels`) : [];
}

async function nameFaults(tx: TenantTx, groupId: string, { name, parentId }: Given): Promise<Faults> {
  const other = await tx
    .selectFrom('product_group')
    .select('id')
    .where('name', '=', name)
    .where('parent_id', parentId === null ? 'is' : '=', parentId)
    .where('id', '<>', groupId)
    .executeTakeFirst();
  return other ? [{ path: '/name', code: 'repeated', message: 'another group has this name there' }] : [];
}

type Leaf = Given['leaves'][number];

/** Only leaves that a shop of the merchant may use there, by the name that the platform gives them. */
async function leafNames(tx: TenantTx, leaves: readonly Leaf[]): Promise<{ leaves: (Leaf & { name: string })[]; faults: Faults }> {
  const { rows } = await sql<{ channel: string; market: string; id: string; name: string }>`
    SELECT DISTINCT shop.channel, shop.market, used.channel_category_id AS id, used.name
    FROM shop JOIN shop_category AS used ON used.merchant_id = shop.merchant_id AND used.shop_id = shop.id
    WHERE used.channel_category_id = ANY (${leaves.map(({ channelCategoryId }) => channelCategoryId)}::text[])`.execute(tx);
  const names = new Map(rows.map(({ channel, market, id, name }) => [JSON.stringify([channel, market, id]), name]));
  const places = leaves.map(({ channel, market }) => JSON.stringify([channel, market]));
  const faults = leaves.flatMap(({ channel, market, channelCategoryId }, at): Faults => {
    const path = `/leaves/${at}`;
    if (places.indexOf(places[at] ?? '') < at) return [{ path, code: 'repeated', message: 'the market stands twice' }];
    const isKnown = names.has(JSON.stringify([channel, market, channelCategoryId]));
    return isKnown ? [] : [{ path, code: 'unknown-leaf', message: 'is no category that one of your shops may use there' }];
  });
  const named = leaves.map((leaf) => ({
    ...leaf,
    name: names.get(JSON.stringify([leaf.channel, leaf.market, leaf.channelCategoryId])) ?? '',
  }));
  return { leaves: named, faults };
}

type Owner = { merchantId: string; groupId: string };

async function saveLeaves(tx: TenantTx, { merchantId, groupId }: Owner, leaves: readonly (Leaf & { name: string })[]): Promise<void> {
  await tx.deleteFrom('product_group_leaf').where('group_id', '=', groupId).execute();
  const { names, source } = unnestRows(leaves, {
    merchant_id: ['uuid', () => merchantId],
    group_id: ['uuid', () => groupId],
    channel: ['text', ({ channel }) => channel],
    market: ['text', ({ market }) => market],
    channel_category_id: ['text', ({ channelCategoryId }) => channelCategoryId],
    name: ['text', ({ name }) => name],
    attribute_ids: ['jsonb', ({ attributeIds }) => JSON.stringify(attributeIds)],
  });
  await sql`INSERT INTO product_group_leaf (${names}) SELECT * FROM ${source}`.execute(tx);
}

type Removal = Around & { params: { groupId: string } };

export async function removeGroup(services: Services, { caller, requestId, params }: Removal): Promise<undefined | Refusal> {
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const { groupId } = params;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    await lockGroups(tx, caller.merchantId);
    const group = await tx.selectFrom('product_group').select('id').where('id', '=', groupId).forUpdate().executeTakeFirst();
    if (!group) return refuse('not-found');
    const held = await sql<{ isHeld: boolean }>`
      SELECT EXISTS (SELECT FROM product WHERE group_id = ${groupId}) OR EXISTS (SELECT FROM product_group WHERE parent_id = ${groupId}) AS "isHeld"`.execute(
      tx,
    );
    if (held.rows[0]?.isHeld) return refuse('conflict', 'The group holds products or other groups; move them first.');
    await tx.deleteFrom('product_group_leaf').where('group_id', '=', groupId).execute();
    await tx.deleteFrom('product_group').where('id', '=', groupId).execute();
    const act = { objectKind: 'product-group', objectId: groupId, action: 'product-group.removed' };
    await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId, facts: {} });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'product.changed', ids: [], shopId: null }]);
    return undefined;
  });
}
