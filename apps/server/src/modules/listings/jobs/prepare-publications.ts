/**
 * Asks the platform what it would file the drafts of a shop under, and what those categories demand, so that the review can be read from
 * the database. The tree is read once a day; rules and attributes only of the leaves that somebody needs.
 */
import type { ChannelCategory, ChannelGlobalProducts, ChannelPublishing, Prerequisite, ShopAccess } from '@tradewind/channels';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { unnestRows } from '../../../platform/database/unnest.ts';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { leavesFor } from '../../catalog/index.ts';
import { tellPublications } from '../commands/move-publication.ts';
import { GLOBAL_PERMISSION } from '../global-fit.ts';
import { preparePublicationsKind } from '../publication-jobs.ts';

const payload = z.strictObject({ shopId: z.uuid() });
const DRAFTS_A_RUN = 20;
/** Long enough for the runs of one preparation; short enough that a shop mended at the platform is free at the next attempt. */
const PREREQUISITES_LAST_MS = 60_000;
const TREE_LASTS_MS = 24 * 60 * 60_000;

type Run = { services: Services; context: JobContext; shopId: string };
type Call = Run & { publishing: ChannelPublishing; globalProducts: ChannelGlobalProducts | null; access: ShopAccess };

export function preparePublicationsJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: preparePublicationsKind,
    payload,
    batchMax: 1,
    maxAttempts: 100,
    async run(jobs, context) {
      const shopId = jobs[0]?.payload.shopId ?? '';
      const { merchantId } = context;
      try {
        await withShopAccess(services, { merchantId, shopId }, async (_shop, { publishing, globalProducts = null }, access) => {
          const mayCall = publishing && (await services.database.withMerchant(merchantId, (tx) => hasScope(tx, shopId, publishing.scope)));
          if (!mayCall) return endPreparing({ services, context, shopId });
          await prepare({ services, context, shopId, publishing, globalProducts, access });
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await endPreparing({ services, context, shopId });
      }
    },
  };
}

/** The platform cannot be asked: a person chooses, or the submission says why it cannot be. */
async function endPreparing({ services, context, shopId }: Run): Promise<void> {
  const { merchantId } = context;
  await context.commit(async (tx) => {
    await tx
      .updateTable('publication')
      .set({ prepared_at: new Date(context.now()) })
      .where('shop_id', '=', shopId)
      .where('prepared_at', 'is', null)
      .execute();
    await tellPublications(tx, services, { merchantId, ids: [], shopId });
  });
}

async function prepare(call: Call): Promise<void> {
  const { services, context, shopId, publishing, access } = call;
  await keepPrerequisites(call);
  await keepTree(call);
  const { drafts, isMore } = await services.database.withMerchant(context.merchantId, (tx) => nextDrafts(tx, shopId));
  const leaves = new Map<string, string>();
  for (const { id, title, description, chosen } of drafts) {
    const leaf = chosen ?? (await publishing.recommendCategory(access, { title, description }));
    if (leaf !== null) leaves.set(id, leaf);
  }
  await keepDemands(call, new Set(leaves.values()));
  const { names, source } = unnestRows(drafts, { id: ['uuid', ({ id }) => id], leaf: ['text', ({ id }) => leaves.get(id) ?? null] });
  await context.commit(
    async (tx) => {
      await sql`
      UPDATE publication AS own SET prepared_at = ${new Date(context.now())}::timestamptz,
        wish = CASE WHEN own.wish ->> 'channelCategoryId' IS NULL AND read.leaf IS NOT NULL
          THEN own.wish || jsonb_build_object('channelCategoryId', read.leaf) ELSE own.wish END
      FROM (SELECT ${names} FROM ${source}) AS read WHERE own.id = read.id`.execute(tx);
      await tellPublications(tx, services, { merchantId: context.merchantId, ids: drafts.map(({ id }) => id), shopId });
    },
    isMore ? { reschedule: { dueAt: context.now() } } : {},
  );
}

type Unprepared = { id: string; productId: string; title: string; description: string; chosen: string | null };

/** Where a product belongs a person says for the shop, or for the group of the product. Only of the rest the platform is asked. */
async function nextDrafts(tx: TenantTx, shopId: string): Promise<{ drafts: Unprepared[]; isMore: boolean }> {
  const { rows } = await sql<Unprepared>`
    SELECT own.id, product.id AS "productId", product.title, product.description, own.wish ->> 'channelCategoryId' AS chosen
    FROM publication AS own JOIN product ON product.merchant_id = own.merchant_id AND product.id = own.product_id
    WHERE own.shop_id = ${shopId} AND own.prepared_at IS NULL ORDER BY own.id LIMIT ${DRAFTS_A_RUN + 1}`.execute(tx);
  const drafts = rows.slice(0, DRAFTS_A_RUN);
  const leaves = await leavesFor(tx, { productIds: drafts.map(({ productId }) => productId), shopIds: [shopId] });
  const leafOf = new Map(leaves.map(({ productId, channelCategoryId }) => [productId, channelCategoryId]));
  return {
    drafts: drafts.map((draft) => ({ ...draft, chosen: draft.chosen ?? leafOf.get(draft.productId) ?? null })),
    isMore: rows.length > DRAFTS_A_RUN,
  };
}

async function keepPrerequisites(call: Call): Promise<void> {
  const { services, context, shopId, publishing, access } = call;
  const { merchantId } = context;
  const newest = await services.database.withMerchant(merchantId, (tx) =>
    tx
      .selectFrom('shop_prerequisite')
      .select(({ fn }) => fn.max('read_at').as('at'))
      .where('shop_id', '=', shopId)
      .executeTakeFirst(),
  );
  if (newest?.at && newest.at.getTime() > context.now() - PREREQUISITES_LAST_MS) return;
  const asked = [...(await publishing.prerequisites(access)), ...(await globalPermission(call))];
  const read_at = new Date(context.now());
  await context.commit(
    async (tx) => {
      await tx.deleteFrom('shop_prerequisite').where('shop_id', '=', shopId).execute();
      const rows = asked.map(({ code, isMet, reasons }) => ({
        ...{ merchant_id: merchantId, shop_id: shopId, code },
        is_met: isMet,
        reasons,
        read_at,
      }));
      if (rows.length > 0) await tx.insertInto('shop_prerequisite').values(rows).execute();
      await tellPublications(tx, services, { merchantId, ids: [], shopId });
    },
    { finish: false },
  );
}

/** Kept among what a shop has: the account may make global products. Without it nothing is lacking. */
async function globalPermission({ services, context, shopId, globalProducts, access }: Call): Promise<Prerequisite[]> {
  if (!globalProducts) return [];
  const { scope } = globalProducts;
  const mayCall = await services.database.withMerchant(context.merchantId, (tx) => hasScope(tx, shopId, scope));
  return mayCall && (await globalProducts.isPermitted(access)) ? [{ code: GLOBAL_PERMISSION, isMet: true, reasons: [] }] : [];
}

async function keepTree({ services, context, shopId, publishing, access }: Call): Promise<void> {
  const { merchantId } = context;
  const newest = await services.database.withMerchant(merchantId, (tx) =>
    tx
      .selectFrom('shop_category')
      .select(({ fn }) => fn.max('read_at').as('at'))
      .where('shop_id', '=', shopId)
      .executeTakeFirst(),
  );
  if (newest?.at && newest.at.getTime() > context.now() - TREE_LASTS_MS) return;
  const tree = await publishing.categories(access);
  const byId = new Map(tree.map((category) => [category.channelCategoryId, category]));
  const leaves = tree.filter(({ isLeaf }) => isLeaf);
  const { names, source } = unnestRows(leaves, {
    merchant_id: ['uuid', () => merchantId],
    shop_id: ['uuid', () => shopId],
    channel_category_id: ['text', ({ channelCategoryId }) => channelCategoryId],
    name: ['text', (leaf) => nameOf(byId, leaf)],
    is_open: ['text', ({ isOpen }) => String(isOpen)],
    read_at: ['timestamptz', () => new Date(context.now())],
  });
  await context.commit(
    (tx) =>
      // Demands are read anew with the tree: what they were a day ago may not be what they are.
      sql`INSERT INTO shop_category (${names})
          SELECT merchant_id, shop_id, channel_category_id, name, is_open::boolean, read_at FROM (SELECT ${names} FROM ${source}) AS read
          ON CONFLICT (merchant_id, shop_id, channel_category_id)
          DO UPDATE SET name = excluded.name, is_open = excluded.is_open, read_at = excluded.read_at`.execute(tx),
    { finish: false },
  );
}

/** From the root to the leaf; a chain that leads nowhere ends where it does. */
function nameOf(byId: ReadonlyMap<string, ChannelCategory>, leaf: ChannelCategory): string {
  const names: string[] = [];
  const seen = new Set<string>();
  for (let at: ChannelCategory | undefined = leaf; at && !seen.has(at.channelCategoryId); at = byId.get(at.parentId ?? '')) {
    seen.add(at.channelCategoryId);
    names.unshift(at.name);
  }
  return names.join(' › ');
}

async function keepDemands({ services, context, shopId, publishing, access }: Call, leaves: ReadonlySet<string>): Promise<void> {
  const wanted = await services.database.withMerchant(context.merchantId, (tx) =>
    tx
      .selectFrom('shop_category')
      .select('channel_category_id as id')
      .where('shop_id', '=', shopId)
      .where('rules', 'is', null)
      .where(({ eb }) => (leaves.size > 0 ? eb('channel_category_id', 'in', [...leaves]) : eb.lit(false)))
      .execute(),
  );
  for (const { id } of wanted) {
    const [rules, attributes] = [await publishing.categoryRules(access, id), await publishing.attributes(access, id)];
    await context.commit(
      (tx) =>
        tx
          .updateTable('shop_category')
          .set({ rules: JSON.stringify(rules), attributes: JSON.stringify(attributes) })
          .where('shop_id', '=', shopId)
          .where('channel_category_id', '=', id)
          .execute(),
      { finish: false },
    );
  }
}
