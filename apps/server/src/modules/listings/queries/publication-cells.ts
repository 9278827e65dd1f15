/** Publications with all that is asked of them, and the verdict on each. */
import type { ChannelName } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { attributesFor } from '../../catalog/index.ts';
import { textsFor } from '../../localisation/index.ts';
import { complianceGate, lockedAmong } from '../../onboarding/index.ts';
import { mexicoReasons } from '../../programmes/index.ts';
import { driftStored, factsStored } from '../facts.ts';
import type { PublicationCell, PublicationProblem } from '../publication-cell.ts';
import type { WantedPaper } from '../publication-papers.ts';
import { isKeptBack, problemsOf } from '../publication-problems.ts';
import { wishOf } from '../publication-wish.ts';
import { publicationOffers } from './publication-offers.ts';
import { subjectOf, wantedPapers } from './wanted-papers.ts';

type Row = Omit<PublicationCell, 'wish' | 'offers' | 'shopText' | 'said' | 'lastSent' | 'drift'> & {
  wish: unknown;
  lastSent: unknown;
  drift: unknown;
};

/** In the order of the ids; those that are not there are left out. */
export async function publicationCells(
  tx: TenantTx,
  services: Pick<Services, 'guards'>,
  ids: readonly string[],
): Promise<PublicationCell[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`
    SELECT own.id, own.run_id AS "runId", own.state, own.intent, own.sent_at AS "sentAt", own.prepared_at AS "preparedAt", own.wish, own.failures,
           own.channel_product_id AS "channelProductId", own.last_sent AS "lastSent", own.drift, own.global_publication_id AS "globalPublicationId", own.came_from AS "cameFrom", own.created_by AS "createdBy", own.created_at AS "createdAt", own.updated_at AS "updatedAt",
           (SELECT id FROM listing WHERE listing.shop_id = own.shop_id AND listing.channel_product_id = own.channel_product_id LIMIT 1) AS "listingId",
           jsonb_build_object('id', shop.id, 'name', shop.name, 'channel', shop.channel, 'market', shop.market, 'timeZone', shop.time_zone,
             'currency', shop.currency, 'state', shop.state, 'legalEntityId', shop.legal_entity_id,
             'unmet', COALESCE((SELECT jsonb_agg(jsonb_build_object('code', asked.code, 'reasons', asked.reasons) ORDER BY asked.code)
               FROM shop_prerequisite AS asked WHERE asked.shop_id = shop.id AND NOT asked.is_met), '[]')) AS shop,
           jsonb_build_object('id', product.id, 'code', product.code, 'title', product.title, 'description', product.description,
             'category', product.category, 'brand', product.brand, 'materials', product.materials, 'optionNames', product.option_names,
             'status', product.status) AS product,
           COALESCE((SELECT jsonb_agg(jsonb_build_object('id', variant.id, 'sku', variant.sku, 'optionValues', variant.option_values, 'gtin', variant.gtin,
             'weightG', variant.weight_g, 'lengthMm', variant.length_mm, 'widthMm', variant.width_mm, 'heightMm', variant.height_mm)
             ORDER BY variant.created_at, variant.sku)
             FROM variant WHERE variant.product_id = own.product_id AND variant.status = 'active'), '[]') AS variants,
           COALESCE((SELECT jsonb_agg(jsonb_build_object('id', media.id, 'width', media.width, 'height', media.height) ORDER BY media.position, media.created_at, media.id)
             FROM product_media AS media WHERE media.product_id = own.product_id), '[]') AS media,
           (SELECT jsonb_build_object('id', leaf.channel_category_id, 'name', leaf.name, 'isOpen', leaf.is_open, 'rules', leaf.rules,
             'attributes', leaf.attributes) FROM shop_category AS leaf
             WHERE leaf.shop_id = own.shop_id AND leaf.channel_category_id = own.wish ->> 'channelCategoryId') AS category,
           ARRAY(SELECT DISTINCT variant.sku FROM variant
             JOIN listing_variant AS sold ON sold.merchant_id = variant.merchant_id AND sold.seller_sku = variant.sku
             JOIN listing AS other ON other.merchant_id = sold.merchant_id AND other.id = sold.listing_id
             WHERE variant.product_id = own.product_id AND variant.status = 'active' AND other.shop_id = own.shop_id AND other.status <> 'deleted'
               AND other.channel_product_id IS DISTINCT FROM own.channel_product_id ORDER BY 1) AS "takenSkus"
    FROM publication AS own
    JOIN shop ON shop.merchant_id = own.merchant_id AND shop.id = own.shop_id
    JOIN product ON product.merchant_id = own.merchant_id AND product.id = own.product_id
    WHERE own.id = ANY (${ids}::uuid[])`.execute(tx);
  const wished = rows.map((row) => ({
    ...row,
    ...{ wish: wishOf(row.wish), lastSent: factsStored(row.lastSent), drift: driftStored(row.drift) },
  }));
  const offers = await publicationOffers(tx, services, wished);
  const wanted = { productIds: distinct(rows.map(({ product }) => product.id)), shopIds: distinct(rows.map(({ shop }) => shop.id)) };
  const textOf = byPair(await textsFor(tx, wanted));
  const saidOf = byPair(await attributesFor(tx, wanted));
  const byId = new Map(
    wished.map((row, at) => {
      const pair = pairOf(row.product.id, row.shop.id);
      const shopText = textOf.get(pair) ?? null;
      return [row.id, { ...row, offers: offers[at] ?? new Map(), shopText, said: saidOf.get(pair)?.attributes ?? [] }];
    }),
  );
  return ids.flatMap((id) => byId.get(id) ?? []);
}

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)];
const pairOf = (productId: string, shopId: string) => `${productId} ${shopId}`;
const byPair = <Row extends { productId: string; shopId: string }>(rows: readonly Row[]) =>
  new Map(rows.map((row) => [pairOf(row.productId, row.shopId), row]));

export type JudgedCell = PublicationCell & {
  papers: WantedPaper[];
  problems: PublicationProblem[];
  isKeptBack: boolean;
  isLocked: boolean;
};

/** Each with everything that keeps it back at this instant: the gate is asked here, and there is no other way to a verdict. */
export async function judgeCells(tx: TenantTx, cells: readonly PublicationCell[], services: Services): Promise<JudgedCell[]> {
  const { clock, channels } = services;
  const now = clock.now();
  const verdicts = await complianceGate(tx, cells.map(subjectOf), now);
  const papers = await wantedPapers(tx, cells, now);
  const live = cells.flatMap(({ state, listingId }) => (state === 'live' && listingId !== null ? [listingId] : []));
  const locked = await lockedAmong(tx, live, now);
  const mexico = await mexicoReasons(tx, services, cells.map(offeredToMexico));
  return cells.map((cell, at) => {
    const verdict = verdicts[at];
    if (!verdict) throw new Error('the gate answered fewer subjects than it was asked about');
    // The cast: the table's rows were written from a ChannelName.
    const limits = channels[cell.shop.channel as ChannelName]?.publishing?.limits ?? null;
    const wanted = papers[at] ?? [];
    const problems = problemsOf(cell, { verdict, limits, mexico: mexico[at] ?? [], papers: wanted });
    return {
      ...cell,
      papers: wanted,
      problems,
      isKeptBack: isKeptBack(problems),
      isLocked: cell.listingId !== null && locked.has(cell.listingId),
    };
  });
}

const offeredToMexico = ({ shop, product, variants, offers }: PublicationCell) => ({
  ...{ shopId: shop.id, currency: shop.currency, category: product.category },
  items: variants.map(({ id, sku }) => ({ sku, amount: offers.get(id)?.price?.amount ?? null })),
});
