/** The calls that make a listing, or an edit of one: pictures first, then what the platform would say, then the listing itself. */
import type { ChannelPublishing, ChannelStock, DraftValue, ImageUse, MadeListing, ShopAccess } from '@tradewind/channels';
import type { JobContext } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import type { BoundShop } from '../../accounts/index.ts';
import type { PublicationCell, PublicationProblem } from '../publication-cell.ts';
import { type DraftParts, draftOf } from '../publication-draft.ts';

export type SendingCall = {
  services: Services;
  context: JobContext;
  shop: BoundShop;
  publishing: ChannelPublishing;
  stock: ChannelStock | null;
  access: ShopAccess;
};
type Refuse = (problems: PublicationProblem[]) => never;

const lacks = (code: string): PublicationProblem => ({ code, weight: 'blocks', subjects: [], message: null });

export async function sendListing(
  call: SendingCall,
  cell: PublicationCell,
  refuse: Refuse,
): Promise<Pick<MadeListing, 'channelProductId'>> {
  const { publishing, access } = call;
  const { channelProductId } = cell;
  const draft = draftOf(cell, await partsOf(call, cell, refuse));
  const check = await publishing.checkListing(access, draft);
  if (!check.isPassed)
    refuse(check.problems.map(({ code, message }) => ({ code: `platform-${code}`, weight: 'blocks', subjects: [], message })));
  if (channelProductId !== null) return publishing.editListing(access, { channelProductId, draft, isDraft: false });
  return publishing.createListing(access, { draft, isDraft: false, intentKey: cell.id });
}

async function partsOf(call: SendingCall, cell: PublicationCell, refuse: Refuse): Promise<DraftParts> {
  const { publishing, stock, access } = call;
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
  const channelImageIds: string[] = [];
  for (const { id } of cell.media.slice(0, publishing.limits.images)) channelImageIds.push(await upload(call, id, 'main'));
  return {
    channelImageIds,
    sizeChartImageId: cell.wish.sizeChartMediaId === null ? null : await upload(call, cell.wish.sizeChartMediaId, 'size-chart'),
    channelBrandId: await brandOf(call, cell.product.brand),
    channelManufacturerIds: parties.channelManufacturerIds.map(({ channelPartyId }) => channelPartyId),
    channelResponsiblePersonIds: parties.channelResponsiblePersonIds.map(({ channelPartyId }) => channelPartyId),
    channelWarehouseId: (selling.find(({ isDefault }) => isDefault) ?? selling[0])?.channelWarehouseId ?? null,
    channelSkuIds: await knownSkus(call, cell),
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
