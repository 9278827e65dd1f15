/** The calls that make a listing, or an edit of one: pictures first, then what the platform would say, then the listing itself. */
import type { DraftValue, ImageUse } from '@tradewind/channels';
import type { ListingFacts } from '../facts.ts';
import { differencesBetween, factsOfCell } from '../listing-facts.ts';
import { type PublicationCell, type PublicationProblem, wordsOf } from '../publication-cell.ts';
import { type DraftParts, draftOf } from '../publication-draft.ts';
import type { JudgedCell } from '../queries/publication-cells.ts';
import type { Refuse, SendingCall } from './sending-call.ts';
import { showPapers } from './show-papers.ts';

/** `isExamined`: the platform looks it through before buyers see it. */
export type SentListing = { channelProductId: string; facts: ListingFacts; isExamined: boolean };
/** `confirm`: just before the call, after all that took its time. */
type Ends = { refuse: Refuse; confirm: (cell: JudgedCell) => Promise<void> };

const lacks = (code: string): PublicationProblem => ({ code, weight: 'blocks', subjects: [], message: null });

export async function sendListing(call: SendingCall, cell: JudgedCell, { refuse, confirm }: Ends): Promise<SentListing> {
  const { publishing, access } = call;
  const { channelProductId } = cell;
  const facts = factsOfCell(cell, publishing.limits.images);
  if (channelProductId !== null && isOnlyPriced(cell, facts)) return sendPrices(call, cell, facts);
  const draft = draftOf(cell, await partsOf(call, cell, refuse));
  const check = await publishing.checkListing(access, draft);
  if (!check.isPassed)
    refuse(check.problems.map(({ code, message }) => ({ code: `platform-${code}`, weight: 'blocks', subjects: [], message })));
  if (draft.certificates.length > 0) await confirm(cell);
  const made =
    channelProductId === null
      ? await publishing.createListing(access, { draft, isDraft: false, intentKey: cell.id })
      : await publishing.editListing(access, { channelProductId, draft, isDraft: false });
  return { channelProductId: made.channelProductId, facts, isExamined: true };
}

/** Of a live listing whose words are as they should be: prices alone are not examined and count at once. */
function isOnlyPriced({ cameFrom, lastSent, drift }: PublicationCell, facts: ListingFacts): boolean {
  const there = drift?.facts ?? lastSent;
  if (cameFrom !== 'live' || !lastSent || !there) return false;
  const differences = [...differencesBetween(facts, there), ...differencesBetween(facts, lastSent)];
  return differences.length > 0 && differences.every(({ field }) => field === 'price');
}

async function sendPrices(call: SendingCall, cell: PublicationCell, facts: ListingFacts): Promise<SentListing> {
  const skus = await knownSkus(call, cell);
  const channelProductId = cell.channelProductId ?? '';
  const rows = Object.entries(facts.variants).flatMap(([sku, { price }]) => {
    const channelSkuId = skus.get(sku);
    return channelSkuId === undefined ? [] : [{ channelSkuId, price, currency: facts.currency }];
  });
  await call.publishing.setPrices(call.access, { channelProductId, rows });
  return { channelProductId, facts, isExamined: false };
}

async function partsOf(call: SendingCall, cell: JudgedCell, refuse: Refuse): Promise<DraftParts> {
  const place = await placeOf(call, cell, refuse);
  const content = await contentParts(call, cell);
  return { ...place, ...content, certificates: await showPapers(call, cell, refuse), channelSkuIds: await knownSkus(call, cell) };
}

/** What the shop itself says of where goods lie and who answers for them. */
export async function placeOf(
  { publishing, stock, access }: Pick<SendingCall, 'publishing' | 'stock' | 'access'>,
  cell: PublicationCell,
  refuse: Refuse,
) {
  const rules = cell.category?.rules;
  const warehouses = stock ? await stock.warehouses(access) : [];
  const selling = warehouses.filter(({ purpose, isEnabled }) => purpose === 'sales' && isEnabled);
  const parties = {
    channelManufacturerIds: rules?.isManufacturerRequired ? (await publishing.manufacturers(access)).slice(0, 1) : [],
    channelResponsiblePersonIds: rules?.isResponsiblePersonRequired ? (await publishing.responsiblePersons(access)).slice(0, 1) : [],
  };
  if (rules?.isManufacturerRequired && parties.channelManufacturerIds.length === 0) refuse([lacks('manufacturer-missing')]);
  if (rules?.isResponsiblePersonRequired && parties.channelResponsiblePersonIds.length === 0) refuse([lacks('responsible-person-missing')]);
  if (selling.length === 0) refuse([lacks('warehouse-missing')]);
  return {
    channelManufacturerIds: parties.channelManufacturerIds.map(({ channelPartyId }) => channelPartyId),
    channelResponsiblePersonIds: parties.channelResponsiblePersonIds.map(({ channelPartyId }) => channelPartyId),
    channelWarehouseId: (selling.find(({ isDefault }) => isDefault) ?? selling[0])?.channelWarehouseId ?? null,
  };
}

/** What is the same wherever the product is listed. */
export async function contentParts(call: SendingCall, cell: PublicationCell) {
  const { sizeChartMediaId } = wordsOf(cell);
  const channelImageIds: string[] = [];
  for (const { id } of cell.media.slice(0, call.publishing.limits.images)) channelImageIds.push(await upload(call, id, 'main'));
  return {
    channelImageIds,
    sizeChartImageId: sizeChartMediaId === null ? null : await upload(call, sizeChartMediaId, 'size-chart'),
    channelBrandId: await brandOf(call, cell.product.brand),
  };
}

const PICTURE_WHOLE = 1;

async function upload({ services, context, publishing, access }: SendingCall, mediaId: string, use: ImageUse): Promise<string> {
  const blobs = await services.blobs.forMerchant(context.merchantId);
  const bytes = await services.database.withMerchant(context.merchantId, (tx) =>
    blobs.get(tx, { objectId: mediaId, version: PICTURE_WHOLE }),
  );
  if (!bytes) throw new Error('a picture of a product has no bytes');
  return (await publishing.uploadImage(access, { bytes, fileName: mediaId, use })).channelImageId;
}

/** A brand that the platform does not know, or has not let the shop use, is left out: it would refuse the whole listing. */
async function brandOf({ publishing, access }: SendingCall, name: DraftValue['name'] | null): Promise<string | null> {
  if (name === null) return null;
  const { items } = await publishing.brands(access, { name, pageToken: null });
  const same = items.find((brand) => brand.isAuthorised && brand.name.trim().toLowerCase() === name.trim().toLowerCase());
  return same?.channelBrandId ?? null;
}

/** Of an edit: an edit that names no ids makes its variants once more. */
async function knownSkus({ publishing, access }: SendingCall, { channelProductId }: PublicationCell): Promise<Map<string, string>> {
  if (channelProductId === null) return new Map();
  const listing = await publishing.read(access, { channelProductId, version: 'edited' });
  return new Map((listing?.variants ?? []).map(({ sellerSku, channelSkuId }) => [sellerSku, channelSkuId]));
}
