/** How well products suit the way to Mexico: what the workbench counts, what a person said, and the policy's score of both. */
import type { AnswerOf, MexicoProduct, Routes } from '@tradewind/contract';
import { evaluatePolicy, usToMexicoFitParts } from '@tradewind/rules/policies';
import { type Selectable, sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type MexicoSeller, readSeller } from './mexico-seller.ts';

type Facts = Selectable<TenantTables['mexico_product']>;
type Row = {
  listingId: string;
  title: string;
  category: string | null;
  usStock: number;
  skuCount: number;
  amount: number;
  currency: string;
};
type Asked = { seller: MexicoSeller; listingIds: readonly string[] };

/** Of listings of the shop; others are left out. */
export async function readFits(tx: TenantTx, { seller, listingIds }: Asked): Promise<ReadonlyMap<string, MexicoProduct>> {
  if (listingIds.length === 0) return new Map();
  const { rows } = await sql<Row>`
    SELECT listing.id AS "listingId", listing.title, listing.category, coalesce(sum(coalesce(mark.stock, variant.quantity)), 0)::int AS "usStock",
           count(variant.channel_sku_id)::int AS "skuCount", coalesce(max(variant.price_minor), 0)::bigint AS amount,
           coalesce(min(variant.currency), ${seller.shop.currency}) AS currency
    FROM listing
    LEFT JOIN listing_variant AS variant ON variant.merchant_id = listing.merchant_id AND variant.listing_id = listing.id
    LEFT JOIN mexico_sku AS mark ON mark.merchant_id = listing.merchant_id AND mark.shop_id = listing.shop_id
      AND mark.channel_sku_id = variant.channel_sku_id
    WHERE listing.shop_id = ${seller.shop.id} AND listing.id = ANY (${listingIds}::uuid[])
    GROUP BY listing.merchant_id, listing.id`.execute(tx);
  if (rows.length === 0) return new Map();
  const ids = rows.map(({ listingId }) => listingId);
  const facts = await tx.selectFrom('mexico_product').selectAll().where('listing_id', 'in', ids).execute();
  const elsewhere = await soldElsewhere(tx, ids);
  return new Map(
    rows.map((row) => [
      row.listingId,
      productOf(row, {
        seller,
        facts: facts.find(({ listing_id }) => listing_id === row.listingId) ?? null,
        isElsewhere: elsewhere.has(row.listingId),
      }),
    ]),
  );
}

/** Which of the listings share a seller SKU with a live listing of another market. */
async function soldElsewhere(tx: TenantTx, listingIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT own.listing_id AS id FROM listing_variant AS own
    JOIN listing_variant AS other ON other.merchant_id = own.merchant_id AND other.seller_sku = own.seller_sku
    JOIN listing ON listing.merchant_id = other.merchant_id AND listing.id = other.listing_id AND listing.status = 'live'
    JOIN shop ON shop.merchant_id = listing.merchant_id AND shop.id = listing.shop_id AND shop.market <> 'US' AND shop.state <> 'unbound'
    WHERE own.listing_id = ANY (${listingIds}::uuid[]) AND own.seller_sku <> ''`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

type Known = { seller: MexicoSeller; facts: Facts | null; isElsewhere: boolean };

function productOf(row: Row, { seller, facts, isElsewhere }: Known): MexicoProduct {
  const price = { amount: row.amount, currency: row.currency };
  const known = { usStock: row.usStock, skuCount: row.skuCount, price, sellsInUsOnly: !isElsewhere, category: row.category };
  const said = facts && {
    weightG: facts.weight_g,
    fragile: facts.fragile,
    madeToOrder: facts.made_to_order,
    freightShare: facts.freight_share,
    dropShipped: facts.drop_shipped,
    stockCounted: facts.stock_counted,
    buysAfterOrder: facts.buys_after_order,
    contentScore: facts.content_score,
  };
  return { listingId: row.listingId, title: row.title, facts: said, known, fit: said && fitOf({ ...known, ...said }, seller) };
}

type Product = MexicoProduct['known'] & NonNullable<MexicoProduct['facts']>;

function fitOf(given: Product, { origin, shipFrom }: MexicoSeller): MexicoProduct['fit'] {
  // A category that nobody knows speaks neither for nor against; stock elsewhere is no stock in the US.
  const product = { ...given, category: given.category ?? 'other', usStock: shipFrom === 'US' ? given.usStock : 0 };
  const { score, explanation } = evaluatePolicy('us-to-mexico-fit', { product, sellerOrigin: origin });
  return { score, parts: usToMexicoFitParts(product), advice: explanation.at(-1)?.key ?? '' };
}

type Input = { caller: Caller; params: { shopId: string; listingId: string } };

export async function readProduct(
  services: Services,
  { caller, params }: Input,
): Promise<AnswerOf<Routes['us-to-mexico.product']> | Refusal> {
  const now = services.clock.now();
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const seller = await readSeller(tx, { caller, shopId: params.shopId, secrets, now });
    const fits = seller && (await readFits(tx, { seller, listingIds: [params.listingId] }));
    return fits?.values().next().value ?? refuse('not-found');
  });
}
