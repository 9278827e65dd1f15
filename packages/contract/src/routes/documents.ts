import { z } from 'zod';
import { route } from '../route.ts';
import { channel, day, idList, instant, market, pageOf, paging, paperFile, uuid } from '../shapes.ts';

const documentType = z.string().regex(/^[A-Z][A-Z0-9_]{1,49}$/, 'capitals, digits and underscores, such as EPR_REGISTRATION');
const category = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a category code such as beauty-personal-care');
const status = z.enum(['approved', 'pending', 'rejected']);
const fileName = z.string().trim().min(1).max(200);
const brand = z.string().trim().min(1).max(100);
const markets = z.array(market).max(50);
const listingIds = z.array(uuid).max(100);
/** Codes with commas between them, for a query. */
const listOf = (item: z.ZodType<string, string>) =>
  z
    .string()
    .max(4000)
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(item).max(100));

const documentFile = z.strictObject({
  version: z.int(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  uploadedAt: instant,
});

export const qualificationDocument = z.strictObject({
  id: uuid,
  type: documentType,
  status,
  /** Whose country's days validFrom and validUntil are. */
  country: market,
  /** Whose shops it is for; null = of all legal entities. */
  legalEntity: z.strictObject({ id: uuid, name: z.string() }).nullable(),
  /** Of this brand's products only; null = of all. */
  brand: z.string().nullable(),
  /** Empty = everywhere. */
  markets: z.array(market),
  /** A category or a group of categories; null = all. */
  category: category.nullable(),
  /** Of these listings only; empty = of all. */
  listingIds: z.array(uuid),
  validFrom: day.nullable(),
  /** Its last day. */
  validUntil: day.nullable(),
  /** The instant at which it is valid no longer: the end of its last day in its country. */
  expiresAt: instant.nullable(),
  file: documentFile,
  /** Files that were replaced, newest first; they can still be opened. */
  earlierFiles: z.array(documentFile),
  createdAt: instant,
  updatedAt: instant,
});

const params = z.strictObject({ documentId: uuid });

const requirement = z.strictObject({
  type: z.string(),
  /** Who asks for it: a rule of the platform, or one of the merchant's own. */
  basis: z.enum(['platform', 'merchant']),
  state: z.enum(['met', 'pending', 'expired', 'missing']),
  validUntil: instant.nullable(),
});

const complianceStates = ['prohibited', 'expired', 'missing', 'pending', 'expiring', 'unmapped', 'ready'] as const;

export const complianceCell = z.strictObject({
  shop: z.strictObject({ id: uuid, name: z.string(), channel, market }),
  /** null: the product is not offered there; the cell says what it would need. */
  listing: z.strictObject({ id: uuid, channelProductId: z.string(), status: z.string(), sellerPage: z.string().nullable() }).nullable(),
  state: z.enum(complianceStates),
  listable: z.boolean(),
  /** Whether a rule speaks of this market. */
  covered: z.boolean(),
  /** Live, and may not be: it is to be taken down. */
  locked: z.boolean(),
  missing: z.array(z.string()),
  expired: z.array(z.string()),
  pending: z.array(z.string()),
  requirements: z.array(requirement),
  /** When it may no longer be offered, as things stand; null = never, or not even now. */
  locksOn: instant.nullable(),
});

export const complianceRow = z.strictObject({
  /** The smallest seller SKU of its listings: what makes listings in several shops one product. */
  product: z.string(),
  title: z.string(),
  brand: z.string().nullable(),
  /** Our category; null where the platform's is none that we know. */
  category: z.string().nullable(),
  /** The platform's own words for it, from the root to the leaf. */
  channelCategory: z.string().nullable(),
  cells: z.array(complianceCell),
});

export const complianceRule = z.strictObject({
  id: uuid,
  market,
  /** null = every category. */
  category: category.nullable(),
  documentType,
  /** From this day of the market on. */
  from: day,
  createdAt: instant,
});

export const documentRoutes = {
  'documents.list': route({
    id: 'documents.list',
    method: 'get',
    path: '/documents',
    scope: 'documents:read',
    summary: 'Qualification documents, those that end first at the top',
    query: z.strictObject({ ...paging, type: documentType.optional(), market: market.optional(), status: status.optional() }),
    answer: pageOf(qualificationDocument),
  }),
  'documents.create': route({
    id: 'documents.create',
    method: 'post',
    path: '/documents',
    scope: 'documents:write',
    summary: 'File a document: its bytes as the body, its facts in the query',
    idempotent: true,
    status: 201,
    upload: paperFile,
    query: z.strictObject({
      fileName,
      type: documentType,
      status: status.default('pending'),
      country: market,
      legalEntityId: uuid.optional(),
      brand: brand.optional(),
      /** Codes with commas; left out = everywhere. */ markets: listOf(market).optional(),
      category: category.optional(),
      listingIds: listOf(uuid).optional(),
      validFrom: day.optional(),
      validUntil: day.optional(),
    }),
    answer: qualificationDocument,
  }),
  'documents.get': route({
    id: 'documents.get',
    method: 'get',
    path: '/documents/{documentId}',
    scope: 'documents:read',
    summary: 'The facts of one document',
    params,
    answer: qualificationDocument,
  }),
  'documents.update': route({
    id: 'documents.update',
    method: 'patch',
    path: '/documents/{documentId}',
    scope: 'documents:write',
    summary: 'Change what is known of a document',
    params,
    body: z.strictObject({
      type: documentType.optional(),
      status: status.optional(),
      country: market.optional(),
      legalEntityId: uuid.nullable().optional(),
      brand: brand.nullable().optional(),
      markets: markets.optional(),
      category: category.nullable().optional(),
      listingIds: listingIds.optional(),
      validFrom: day.nullable().optional(),
      validUntil: day.nullable().optional(),
    }),
    answer: qualificationDocument,
  }),
  'documents.remove': route({
    id: 'documents.remove',
    method: 'delete',
    path: '/documents/{documentId}',
    scope: 'documents:write',
    summary: 'Withdraw a document; its files are deleted',
    params,
    status: 204,
  }),
  'documents.file': route({
    id: 'documents.file',
    method: 'get',
    path: '/documents/{documentId}/file',
    scope: 'documents:read',
    summary: 'The file of a document, as an attachment; who opened it is written down',
    params,
    query: z.strictObject({ version: z.coerce.number().int().min(1).max(10_000).optional() }),
    file: paperFile.mediaTypes,
    isStoredFile: true,
  }),
  'documents.replace-file': route({
    id: 'documents.replace-file',
    method: 'put',
    path: '/documents/{documentId}/file',
    scope: 'documents:write',
    summary: 'Put a new file in the place of the present one, which is kept as an earlier version',
    params,
    upload: paperFile,
    query: z.strictObject({ fileName }),
    answer: qualificationDocument,
  }),
  'compliance.list': route({
    id: 'compliance.list',
    method: 'get',
    path: '/compliance',
    scope: 'listings:read',
    summary: 'The compliance gate of every product in every shop: what is missing, and when it locks',
    query: z.strictObject({
      ...paging,
      shopIds: idList.optional(),
      market: market.optional(),
      /** Products with such a cell. */ state: z.enum([...complianceStates, 'locked']).optional(),
      q: z.string().trim().min(1).max(100).optional(),
    }),
    answer: z.strictObject({
      ...pageOf(complianceRow).shape,
      /** Listings of the shops shown, by state; `locked` are those among them that are live. */
      summary: z.strictObject({ listings: z.int(), locked: z.int(), byState: z.record(z.enum(complianceStates), z.int()) }),
      /** What locks next, the soonest first, at most fifty. */
      upcoming: z.array(z.strictObject({ locksOn: instant, market, types: z.array(z.string()), listings: z.int() })),
    }),
  }),
  'compliance-rules.list': route({
    id: 'compliance-rules.list',
    method: 'get',
    path: '/compliance-rules',
    scope: 'listings:read',
    summary: "The merchant's own demands beside the platform's, oldest first",
    query: z.strictObject(paging),
    answer: pageOf(complianceRule),
  }),
  'compliance-rules.create': route({
    id: 'compliance-rules.create',
    method: 'post',
    path: '/compliance-rules',
    scope: 'documents:write',
    summary: 'Demand a document of a market, beyond what the platform demands',
    idempotent: true,
    status: 201,
    body: z.strictObject({ market, category: category.nullable().default(null), documentType, from: day }),
    answer: complianceRule,
  }),
  'compliance-rules.remove': route({
    id: 'compliance-rules.remove',
    method: 'delete',
    path: '/compliance-rules/{ruleId}',
    scope: 'documents:write',
    summary: 'Demand it no longer',
    params: z.strictObject({ ruleId: uuid }),
    status: 204,
  }),
} as const;
