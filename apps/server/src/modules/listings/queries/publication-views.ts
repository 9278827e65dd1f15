import type { AnswerOf, ParsedOf, Publication, PublicationDetail, Routes } from '@tradewind/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { paperNames, type VaultPaper } from '../../onboarding/index.ts';
import { attributesGiven } from '../publication-attributes.ts';
import { wordsOf } from '../publication-cell.ts';
import type { WantedPaper } from '../publication-papers.ts';
import { type GlobalFit, globalFits } from './global-fits.ts';
import { type JudgedCell, judgeCells, publicationCells } from './publication-cells.ts';

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });
type Input = { caller: Caller; query: ParsedOf<Routes['publications.list']>['query'] };

export async function listPublications(services: Services, { caller, query }: Input): Promise<AnswerOf<Routes['publications.list']>> {
  const after = decodeCursor(query.cursor, position);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller, shopIds: query.shopIds, market: query.market })).map(({ id }) => id);
    // What is locked is live: which of the live ones, the gate says of each page.
    const state = query.state === 'locked' ? 'live' : query.state;
    const beyond = after ? sql`AND (created_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``;
    const { rows } = await sql<{ id: string; created_at: Date }>`
      SELECT id, created_at FROM publication
      WHERE shop_id = ANY (${shopIds}::uuid[]) ${query.runId ? sql`AND run_id = ${query.runId}` : sql``}
        ${state ? sql`AND state = ${state}` : sql``} ${beyond}
      ORDER BY created_at DESC, id DESC LIMIT ${sql.lit(query.limit + 1)}`.execute(tx);
    const page = pageOf(rows, query.limit, (row) => ({ at: row.created_at.toISOString(), id: row.id }));
    const cells = await publicationCells(
      tx,
      services,
      page.items.map(({ id }) => id),
    );
    const judged = await judgeCells(tx, cells, services);
    // A page may so be shorter than was asked for; where it goes on, its cursor says.
    const shown = judged.filter(({ isLocked }) => (query.state === 'locked' ? isLocked : query.state === 'live' ? !isLocked : true));
    const fits = await globalFits(tx, services, shown.filter(isStillChosen));
    return { items: shown.map((cell) => viewOf(cell, fits)), nextCursor: page.nextCursor };
  });
}

/** Null: none, or in a shop that is not the caller's. */
export async function publicationDetail(
  tx: TenantTx,
  services: Services,
  { caller, publicationId }: { caller: Caller; publicationId: string },
): Promise<PublicationDetail | null> {
  const [cell] = await publicationCells(tx, services, [publicationId]);
  if (!cell || (await shopsInScope(tx, { caller, shopIds: [cell.shop.id] })).length === 0) return null;
  const [judged] = await judgeCells(tx, [cell], services);
  if (!judged) return null;
  const given = attributesGiven(cell);
  const names = await namesFor(tx, services, { caller, papers: judged.papers });
  return {
    ...viewOf(judged, await globalFits(tx, services, [judged].filter(isStillChosen))),
    productCategory: cell.product.category,
    currency: cell.shop.currency,
    ownTitle: cell.wish.title,
    ownDescription: cell.wish.description,
    description: wordsOf(cell).description,
    attributes: (cell.category?.attributes ?? [])
      .filter(({ kind }) => kind === 'product')
      .map(({ channelAttributeId, name, isRequired, isCustomizable, values }) => ({
        ...{ channelAttributeId, name, isRequired, isCustomizable, values },
        given: given.find((one) => one.channelAttributeId === channelAttributeId)?.values ?? [],
      })),
    papers: judged.papers.map((wanted) => ({
      ...paperView(wanted),
      ...{ details: wanted.details, sampleUrl: wanted.sampleUrl, documentType: wanted.documentType, isChosen: wanted.isChosen },
      candidates:
        names === null
          ? []
          : wanted.candidates.map(({ paper, state }) => ({
              ...{ ...vaultView(paper), state, brand: paper.brand },
              fileName: names.get(paper.documentId) ?? '',
            })),
    })),
    sizeChart: cell.category?.rules?.sizeChart ?? 'none',
    sizeChartMediaId: cell.wish.sizeChartMediaId,
    mediaIds: cell.media.map(({ id }) => id),
  };
}

const STILL_CHOSEN: readonly string[] = ['draft', 'incomplete', 'rejected', 'off'];
const isStillChosen = ({ state }: JudgedCell): boolean => STILL_CHOSEN.includes(state);

function viewOf(cell: JudgedCell, fits: ReadonlyMap<string, GlobalFit>): Publication {
  const { shop, product, category, variants, failures } = cell;
  return {
    id: cell.id,
    runId: cell.runId,
    product: { id: product.id, code: product.code, title: product.title },
    // The cast: written from the contract's enum.
    shop: {
      ...{ id: shop.id, name: shop.name, market: shop.market, timeZone: shop.timeZone },
      channel: shop.channel as Publication['shop']['channel'],
    },
    state: cell.isLocked ? 'locked' : cell.state,
    sending: cell.intent,
    isPreparing: cell.preparedAt === null,
    title: wordsOf(cell).title,
    category: category && { channelCategoryId: category.id, name: category.name },
    variants: variants.map(({ id, sku, optionValues }) => {
      const { price, quantity, allocated } = cell.offers.get(id) ?? { price: null, quantity: null, allocated: null };
      return {
        ...{ variantId: id, sku, optionValues, allocated },
        ...{ price: price && { amount: price.amount, currency: shop.currency }, priceFrom: price?.from ?? null },
        ...{ quantity: quantity?.units ?? 0, quantityFrom: quantity?.from ?? null },
      };
    }),
    papers: cell.papers.map(paperView),
    problems: isStillChosen(cell) ? distinct([...failures, ...cell.problems]) : failures,
    channelProductId: cell.channelProductId,
    isGlobal: cell.globalPublicationId !== null && (cell.channelProductId !== null || cell.state === 'sending'),
    notGlobal: fits.get(cell.id)?.reason ?? null,
    createdBy: cell.createdBy,
    createdAt: cell.createdAt.toISOString(),
    updatedAt: cell.updatedAt.toISOString(),
  };
}

/** Null: the caller may not see papers. */
async function namesFor(
  tx: TenantTx,
  services: Services,
  { caller, papers }: { caller: Caller; papers: readonly WantedPaper[] },
): Promise<ReadonlyMap<string, string> | null> {
  if (!caller.scopes.has('documents:read')) return null;
  const candidates = papers.flatMap((wanted) => wanted.candidates.map(({ paper }) => paper));
  return paperNames(tx, await services.secrets.forMerchant(caller.merchantId), candidates);
}

const vaultView = ({ documentId, type, validUntil }: VaultPaper) => ({
  ...{ documentId, type },
  validUntil: validUntil === null ? null : new Date(validUntil).toISOString(),
});
const paperView = ({ channelCertificateId, name, isRequired, state, paper }: WantedPaper) => ({
  ...{ channelCertificateId, name, isRequired, state },
  paper: paper && vaultView(paper),
});

/** What kept it back the last time and still does is said once. */
const distinct = (problems: Publication['problems']): Publication['problems'] => [
  ...new Map(problems.map((problem) => [problem.message === null ? problem.code : JSON.stringify(problem), problem])).values(),
];

const LEAVES_SHOWN = 50;

export async function listShopCategories(
  services: Services,
  { caller, params, query }: { caller: Caller; params: { shopId: string }; query: { q: string } },
): Promise<AnswerOf<Routes['shop-categories.list']> | null> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const [shop] = await shopsInScope(tx, { caller, shopIds: [params.shopId] });
    if (!shop) return null;
    const { rows } = await sql<{ channelCategoryId: string; name: string }>`
      SELECT channel_category_id AS "channelCategoryId", name FROM shop_category
      WHERE shop_id = ${shop.id} AND is_open AND position(lower(${query.q}) in lower(name)) > 0
      ORDER BY name LIMIT ${sql.lit(LEAVES_SHOWN)}`.execute(tx);
    return { items: rows };
  });
}
