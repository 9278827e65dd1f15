/** What of a task can go through a global product, as of now: its shops, and each product in each of them. */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { type CellReason, cellsFit, GLOBAL_PERMISSION, type GlobalShop, type ShopReason, shopsFit } from '../global-fit.ts';
import type { PublicationCell } from '../publication-cell.ts';
import { publicationCells } from './publication-cells.ts';

export async function globalShops(tx: TenantTx, runId: string): Promise<{ shop: GlobalShop; reason: ShopReason | null }[]> {
  const { rows } = await sql<GlobalShop>`
    SELECT shop.id, shop.authorization_id AS "authorizationId", shop.legal_entity_id AS "legalEntityId", shop.market, shop.currency,
      shop.state = 'active' AS "isActive", shop.seller_type = 'cross-border' AS "isCrossBorder",
      EXISTS (SELECT 1 FROM shop_prerequisite AS leave
        WHERE leave.shop_id = shop.id AND leave.code = ${GLOBAL_PERMISSION} AND leave.is_met) AS "isPermitted",
      EXISTS (SELECT 1 FROM shop AS sister WHERE sister.authorization_id = shop.authorization_id
        AND sister.market = shop.market AND sister.id <> shop.id) AS "hasTwin",
      EXISTS (SELECT 1 FROM global_publication AS made JOIN publication AS own ON own.product_id = made.product_id
        WHERE own.run_id = ${runId} AND made.authorization_id = shop.authorization_id AND made.channel_global_product_id IS NOT NULL) AS "hasMade"
    FROM shop WHERE EXISTS (SELECT 1 FROM publication AS own WHERE own.run_id = ${runId} AND own.shop_id = shop.id)
    ORDER BY shop.market, shop.id`.execute(tx);
  const reasons = shopsFit(rows);
  return rows.map((shop) => ({ shop, reason: reasons.get(shop.id) ?? null }));
}

export type GlobalFit = { authorizationId: string; content: string | null; reason: CellReason | ShopReason | null };

/** By publication. Those of tasks that do not wish it are left out. */
export async function globalFits(tx: TenantTx, services: Services, cells: readonly PublicationCell[]): Promise<Map<string, GlobalFit>> {
  const fits = new Map<string, GlobalFit>();
  for (const runId of await globalRuns(tx, cells)) {
    const own = cells.filter((cell) => cell.runId === runId);
    const shops = await globalShops(tx, runId);
    const sisters = await cellsOfProducts(tx, services, { runId, productIds: own.map(({ product }) => product.id) });
    for (const authorizationId of new Set(shops.map(({ shop }) => shop.authorizationId))) {
      const account = shops.filter(({ shop }) => shop.authorizationId === authorizationId);
      const fit = new Set(account.flatMap(({ shop, reason }) => (reason === null ? [shop.id] : [])));
      const made = await madeContents(tx, authorizationId, own);
      for (const productId of new Set(own.map(({ product }) => product.id))) {
        const inShops = sisters.filter(({ product, shop }) => product.id === productId && fit.has(shop.id));
        const { content, reasons } = cellsFit(inShops, made.get(productId) ?? null);
        for (const { id, shop, product } of own) {
          const ofShop = account.find((each) => each.shop.id === shop.id);
          if (product.id === productId && ofShop)
            fits.set(id, { authorizationId, content, reason: ofShop.reason ?? reasons.get(id) ?? null });
        }
      }
    }
  }
  return fits;
}

async function globalRuns(tx: TenantTx, cells: readonly PublicationCell[]): Promise<string[]> {
  const ids = [...new Set(cells.map(({ runId }) => runId))];
  if (ids.length === 0) return [];
  const rows = await tx.selectFrom('publication_run').select('id').where('id', 'in', ids).where('is_global', '=', true).execute();
  return rows.map(({ id }) => id);
}

type Wanted = { runId: string; productIds: readonly string[] };

async function cellsOfProducts(tx: TenantTx, services: Services, { runId, productIds }: Wanted): Promise<PublicationCell[]> {
  const rows = await tx
    .selectFrom('publication')
    .select('id')
    .where('run_id', '=', runId)
    .where('product_id', 'in', productIds)
    .orderBy('id')
    .execute();
  return publicationCells(
    tx,
    services,
    rows.map(({ id }) => id),
  );
}

/** By product: what its global product says, where the platform has it, may have it, or is about to be told it. */
async function madeContents(tx: TenantTx, authorizationId: string, cells: readonly PublicationCell[]): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('global_publication as own')
    .select(['own.product_id', 'own.content'])
    .where('own.authorization_id', '=', authorizationId)
    .where(
      'own.product_id',
      'in',
      cells.map(({ product }) => product.id),
    )
    .where(isFixed)
    .execute();
  return new Map(rows.map(({ product_id, content }) => [product_id, content]));
}

const isFixed = sql<boolean>`own.channel_global_product_id IS NOT NULL OR own.intent IN ('sent', 'unknown')
  OR EXISTS (SELECT 1 FROM publication AS waiting
    WHERE waiting.global_publication_id = own.id AND waiting.state = 'sending' AND waiting.channel_product_id IS NULL)`;
