/** What the platform asks of a listing before there is one: its categories with their rules and attributes, brands, parties, prerequisites. */
import { z } from 'zod';
import type {
  AccountableParty,
  ChannelAttribute,
  ChannelBrand,
  ChannelCategory,
  ChannelCategoryRules,
  ChannelFile,
  ChannelImage,
  ImageUse,
  Page,
  Prerequisite,
  ShopAccess,
} from '../port.ts';
import { refuseSameToken } from '../shared/paging.ts';
import type { SignedCall } from './caller.ts';
import { CATEGORY_VERSION, IMAGE_USES } from './draft-wire.ts';
import { id, list, optionalId, pageFields, readAnswer, refusalText, text } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import { type Platform, searchPage } from './platform.ts';

const PAGE_SIZE = 100;
const VERSION = { category_version: CATEGORY_VERSION };

type Asked<S> = Pick<SignedCall, 'operation' | 'query' | 'body' | 'pathIds'> & { schema: S };

async function ask<S extends z.ZodType>(platform: Platform, shop: ShopAccess, { schema, ...call }: Asked<S>): Promise<z.infer<S>> {
  const data = await platform.caller.signed({ ...call, baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop });
  return readAnswer(schema, data, call.operation.name);
}

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
const demand = z
  .object({ is_required: flag })
  .nullish()
  .transform((value) => value?.is_required ?? false);
const conditions = list(z.object({ attribute_id: id, attribute_value_id: id })).transform((rows) =>
  rows.map((row) => ({ channelAttributeId: row.attribute_id, channelValueId: row.attribute_value_id })),
);

const checkResults = z.object({
  check_results: list(z.object({ check_item: z.string().max(100), is_failed: z.boolean(), fail_reasons: list(refusalText) })),
});

export async function prerequisites(platform: Platform, shop: ShopAccess): Promise<Prerequisite[]> {
  const { check_results: results } = await ask(platform, shop, { operation: OPERATIONS.prerequisites, schema: checkResults });
  return results.map((wire) => ({
    code: wire.check_item.toLowerCase().replaceAll('_', '-'),
    isMet: !wire.is_failed,
    reasons: wire.fail_reasons,
  }));
}

const categoryList = z.object({
  categories: list(z.object({ id, parent_id: optionalId, local_name: text, is_leaf: z.boolean(), permission_statuses: list(z.string()) })),
});

export async function categories(platform: Platform, shop: ShopAccess): Promise<ChannelCategory[]> {
  const answer = await ask(platform, shop, { operation: OPERATIONS.categories, schema: categoryList, query: { ...VERSION } });
  return answer.categories.map((wire) => ({
    channelCategoryId: wire.id,
    parentId: wire.parent_id === '0' ? null : wire.parent_id,
    name: wire.local_name,
    isLeaf: wire.is_leaf,
    isOpen: wire.permission_statuses.length === 0 || wire.permission_statuses.includes('AVAILABLE'),
  }));
}

const recommendation = z.object({ leaf_category_id: optionalId });

export async function recommendCategory(
  platform: Platform,
  shop: ShopAccess,
  words: { title: string; description: string },
): Promise<string | null> {
  const body = { product_title: words.title, ...(words.description ? { description: words.description } : {}), ...VERSION };
  return (await ask(platform, shop, { operation: OPERATIONS.categoryRecommend, schema: recommendation, body })).leaf_category_id;
}

/** Shown as a link in a page of ours, so nothing but the web. */
const sampleUrl = z
  .string()
  .max(2000)
  .nullish()
  .transform((url) => (url && /^https?:\/\//.test(url) ? url : null));

const rules = z.object({
  product_certifications: list(
    z.object({
      id,
      name: text,
      is_required: flag,
      document_details: text,
      sample_image_url: sampleUrl,
      expiration_date: demand,
      requirement_conditions: conditions,
    }),
  ),
  size_chart: z.object({ is_supported: flag, is_required: flag }).nullish(),
  package_dimension: demand,
  epr: demand,
  responsible_person: demand,
  manufacturer: demand,
});

export async function categoryRules(platform: Platform, shop: ShopAccess, channelCategoryId: string): Promise<ChannelCategoryRules> {
  const pathIds = { category_id: channelCategoryId };
  const wire = await ask(platform, shop, { operation: OPERATIONS.categoryRules, schema: rules, pathIds, query: { ...VERSION } });
  return {
    certificates: wire.product_certifications.map((certificate) => ({
      channelCertificateId: certificate.id,
      name: certificate.name,
      details: certificate.document_details,
      sampleUrl: certificate.sample_image_url,
      isRequired: certificate.is_required,
      isExpiryRequired: certificate.expiration_date,
      conditions: certificate.requirement_conditions,
    })),
    sizeChart: wire.size_chart?.is_required ? 'required' : wire.size_chart?.is_supported ? 'supported' : 'none',
    isPackageSizeRequired: wire.package_dimension,
    isEprRequired: wire.epr,
    isResponsiblePersonRequired: wire.responsible_person,
    isManufacturerRequired: wire.manufacturer,
  };
}

const attributeList = z.object({
  attributes: list(
    z.object({
      id,
      name: text,
      type: z.string(),
      // Spelt so on the wire; the right spelling is read too, should it come.
      is_requried: flag,
      is_required: flag,
      is_customizable: flag,
      is_multiple_selection: flag,
      values: list(z.object({ id, name: text })),
      requirement_conditions: conditions,
    }),
  ),
});

export async function attributes(platform: Platform, shop: ShopAccess, channelCategoryId: string): Promise<ChannelAttribute[]> {
  const pathIds = { category_id: channelCategoryId };
  const answer = await ask(platform, shop, { operation: OPERATIONS.attributes, schema: attributeList, pathIds, query: { ...VERSION } });
  return answer.attributes.map((wire) => ({
    channelAttributeId: wire.id,
    name: wire.name,
    kind: wire.type === 'SALES_PROPERTY' ? 'sales' : 'product',
    isRequired: wire.is_requried || wire.is_required,
    isCustomizable: wire.is_customizable,
    isMultiple: wire.is_multiple_selection,
    values: wire.values.map((value) => ({ channelValueId: value.id, name: value.name })),
    conditions: wire.requirement_conditions,
  }));
}

const brandPage = z.object({ brands: list(z.object({ id, name: text, authorized_status: text })), ...pageFields });

export async function brands(
  platform: Platform,
  shop: ShopAccess,
  query: { name: string | null; pageToken: string | null },
): Promise<Page<ChannelBrand>> {
  const page = await searchPage(platform, shop, {
    operation: OPERATIONS.brands,
    schema: brandPage,
    pageSize: PAGE_SIZE,
    pageToken: query.pageToken,
    query: { ...VERSION, ...(query.name ? { brand_name: query.name } : {}) },
  });
  const items = page.brands.map((wire) => ({
    channelBrandId: wire.id,
    name: wire.name,
    isAuthorised: wire.authorized_status === 'AUTHORIZED',
  }));
  return { items, nextToken: page.next_page_token, total: page.total_count };
}

const profiles = list(z.object({ name: text }));
const parties = list(z.object({ id, regional_profiles: profiles }));
const partyPage = z.object({ manufacturers: parties, responsible_persons: parties, ...pageFields });

/** Of the account, so the call refuses a shop cipher. */
export async function partiesOf(
  platform: Platform,
  shop: ShopAccess,
  kind: 'manufacturers' | 'responsiblePersons',
): Promise<AccountableParty[]> {
  const operation = OPERATIONS[kind];
  const found: AccountableParty[] = [];
  for (let token: string | null = null, pages = 0; pages === 0 || token !== null; pages += 1) {
    const query: Record<string, string> = { page_size: String(PAGE_SIZE), ...(token ? { page_token: token } : {}) };
    const call = { operation, baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop: null, query, body: {} };
    const page: z.infer<typeof partyPage> = readAnswer(partyPage, await platform.caller.signed(call), operation.name);
    refuseSameToken(token, page.next_page_token);
    for (const wire of kind === 'manufacturers' ? page.manufacturers : page.responsible_persons)
      found.push({ channelPartyId: wire.id, name: wire.regional_profiles.find(({ name }) => name !== '')?.name ?? '' });
    token = page.next_page_token;
  }
  return found;
}

const uploaded = z.object({ uri: z.string().min(1), url: text, width: z.int().nonnegative(), height: z.int().nonnegative() });

export async function uploadImage(
  platform: Platform,
  shop: ShopAccess,
  image: { bytes: Uint8Array; fileName: string; use: ImageUse },
): Promise<ChannelImage> {
  const operation = OPERATIONS.imageUpload;
  const data = await platform.caller.signed({
    operation,
    baseUrl: platform.apiUrl,
    accessToken: shop.accessToken,
    shop: null,
    upload: { fields: { use_case: IMAGE_USES[image.use] }, file: { field: 'data', fileName: image.fileName, bytes: image.bytes } },
  });
  const { uri, url, width, height } = readAnswer(uploaded, data, operation.name);
  return { channelImageId: uri, url, width, height };
}

const uploadedFile = z.object({ id, name: text, format: z.string().min(1).max(20) });
const NAME_MAX = 100;

export async function uploadFile(
  platform: Platform,
  shop: ShopAccess,
  { bytes, fileName }: { bytes: Uint8Array; fileName: string },
): Promise<ChannelFile> {
  const operation = OPERATIONS.fileUpload;
  // Of one line, so that it ends no part of the form; the end names what the file is.
  const name =
    fileName
      .replace(/\p{Cc}/gu, ' ')
      .trim()
      .slice(-NAME_MAX) || 'file.pdf';
  const data = await platform.caller.signed({
    operation,
    baseUrl: platform.apiUrl,
    accessToken: shop.accessToken,
    shop: null,
    upload: { fields: { name }, file: { field: 'data', fileName: name, bytes } },
  });
  const wire = readAnswer(uploadedFile, data, operation.name);
  return { channelFileId: wire.id, name: wire.name || name, format: wire.format };
}
