import { z } from 'zod';
import { route } from '../route.ts';
import { instant, isPreview, market, pageOf, paging, rowError, tableFile, uuid } from '../shapes.ts';

const language = z.enum(['en', 'zh', 'de', 'fr', 'it', 'es', 'ja', 'pt', 'th', 'vi', 'ms', 'id']);
const textState = z.enum(['draft', 'to-review', 'approved']);
const words = { title: z.string().trim().max(500), description: z.string().trim().max(20_000) };
const attributes = z.record(z.string().max(100), z.string().max(500)).refine((all) => Object.keys(all).length <= 100, 'at most 100');
const fields = z.strictObject({ title: z.string(), description: z.string(), attributes: z.record(z.string(), z.string()) });

const textSource = z.strictObject({
  /** `title`, `description` or `attribute:<name>`. */
  field: z.string(),
  kind: z.enum(['memory', 'template', 'glossary', 'model', 'same', 'person']),
  /** Of a memory, in per cent. */
  similarity: z.int().nullable(),
  model: z.string().nullable(),
  /** What a template had no word for. */
  missing: z.array(z.string()),
});
const finding = z.strictObject({
  code: z.enum(['missing', 'long', 'forbidden', 'claim', 'han-left', 'lost', 'untranslated']),
  weight: z.enum(['blocks', 'warns']),
  field: z.string(),
  place: z.strictObject({ start: z.int(), end: z.int() }).nullable(),
  found: z.array(z.string()),
  reason: z.enum(['disease', 'superlative', 'guarantee', 'approval', 'green', 'elsewhere']).nullable(),
  source: z.string().nullable(),
});
const sizeChart = z
  .array(z.array(z.string().max(60)).max(12))
  .max(40)
  .nullable();
const productText = z.strictObject({
  ...fields.shape,
  language,
  sizeChart,
  sizeChartMediaId: uuid.nullable(),
  state: textState,
  /** The product's own words have changed since. */
  isBehind: z.boolean(),
  original: fields,
  sources: z.array(textSource),
  /** Why a draft is not whole. */
  reason: z.string().nullable(),
  version: z.int(),
  updatedBy: z.string(),
  updatedAt: instant,
  approvedBy: z.string().nullable(),
  approvedAt: instant.nullable(),
});
export const marketText = z.strictObject({
  market,
  language,
  /** False: buyers there read the language the product is written in. */
  isNeeded: z.boolean(),
  limits: z.strictObject({ title: z.int(), description: z.int() }).nullable(),
  text: productText.nullable(),
  findings: z.array(finding),
});
export const productTexts = z.strictObject({
  product: z.strictObject({ id: uuid, code: z.string(), brand: z.string().nullable(), language, ...fields.shape, mediaIds: z.array(uuid) }),
  markets: z.array(marketText),
});
export const textSummary = z.strictObject({
  product: z.strictObject({ id: uuid, code: z.string(), title: z.string() }),
  market,
  language,
  title: z.string(),
  state: textState,
  isBehind: z.boolean(),
  sources: z.array(textSource),
  reason: z.string().nullable(),
  updatedAt: instant,
  approvedBy: z.string().nullable(),
});
export const textRun = z.strictObject({
  id: uuid,
  isCancelled: z.boolean(),
  counts: z.strictObject({ waiting: z.int(), drafted: z.int(), skipped: z.int(), failed: z.int() }),
  createdBy: z.string(),
  createdAt: instant,
});

const entryKind = z.enum(['term', 'sentence']);
export const translationEntry = z.strictObject({
  id: uuid,
  kind: entryKind,
  from: language,
  to: language,
  source: z.string(),
  /** Null: the term stays as it is. */
  target: z.string().nullable(),
  updatedBy: z.string(),
  updatedAt: instant,
});
const titleTemplate = z.strictObject({
  language,
  /** Null: in every market of that language. */
  market: market.nullable(),
  template: z.string().trim().min(1).max(300),
});
export const localisationSettings = z.strictObject({
  originalLanguage: language,
  publishUnseen: z.boolean(),
  titleTemplates: z.array(titleTemplate).max(100),
  tone: z.string().trim().max(500),
  model: z
    .strictObject({
      address: z
        .string()
        .max(500)
        .regex(/^https?:\/\/[^\s/]+/, 'an address such as https://models.example/v1'),
      name: z.string().trim().min(1).max(200),
      hasKey: z.boolean(),
    })
    .nullable(),
});
const inMarket = z.strictObject({ productId: uuid, market });

export const localisationRoutes = {
  'product-texts.list': route({
    id: 'product-texts.list',
    method: 'get',
    path: '/product-texts',
    scope: 'products:read',
    summary: 'Texts of products in markets, what changed last first',
    query: z.strictObject({
      ...paging,
      market: market.optional(),
      state: z.enum([...textState.options, 'behind']).optional(),
      q: z.string().trim().max(100).optional(),
    }),
    answer: pageOf(textSummary),
  }),
  'product-texts.get': route({
    id: 'product-texts.get',
    method: 'get',
    path: '/products/{productId}/texts',
    scope: 'products:read',
    summary: 'A product in its own words and in those of each market, with what speaks against approving them',
    params: z.strictObject({ productId: uuid }),
    answer: productTexts,
  }),
  'product-texts.set': route({
    id: 'product-texts.set',
    method: 'put',
    path: '/products/{productId}/texts/{market}',
    scope: 'products:write',
    summary: 'Write a product’s text for a market. It is to be reviewed then, whatever it was',
    params: inMarket,
    body: z.strictObject({
      ...words,
      attributes: attributes.default({}),
      sizeChart: sizeChart.default(null),
      sizeChartMediaId: uuid.nullable().default(null),
      /** As it was read; 0: there was none. */
      version: z.int().min(0).max(1_000_000_000),
    }),
    answer: marketText,
  }),
  'product-texts.approve': route({
    id: 'product-texts.approve',
    method: 'post',
    path: '/products/{productId}/texts/{market}/approval',
    scope: 'products:write',
    summary: 'Approve a text as it was read. One with a finding that blocks is refused; what is approved is remembered',
    params: inMarket,
    body: z.strictObject({ version: z.int().min(1).max(1_000_000_000) }),
    answer: marketText,
  }),
  'text-runs.create': route({
    id: 'text-runs.create',
    method: 'post',
    path: '/text-runs',
    scope: 'products:write',
    summary: 'Draft texts of products for markets, as a task. What a person wrote or approved stays, unless the product has changed since',
    body: z.strictObject({ productIds: z.array(uuid).min(1).max(1_000), markets: z.array(market).min(1).max(30) }),
    status: 201,
    answer: textRun,
    idempotent: true,
  }),
  'text-runs.get': route({
    id: 'text-runs.get',
    method: 'get',
    path: '/text-runs/{textRunId}',
    scope: 'products:read',
    summary: 'How far a task of drafts is',
    params: z.strictObject({ textRunId: uuid }),
    answer: textRun,
  }),
  'text-runs.rows': route({
    id: 'text-runs.rows',
    method: 'get',
    path: '/text-runs/{textRunId}/rows',
    scope: 'products:read',
    summary: 'Each product in each market of a task of drafts, with the reason where there is none',
    params: z.strictObject({ textRunId: uuid }),
    query: z.strictObject({ ...paging, state: z.enum(['waiting', 'drafted', 'skipped', 'failed']).optional() }),
    answer: pageOf(
      z.strictObject({
        product: z.strictObject({ id: uuid, code: z.string(), title: z.string() }),
        market,
        state: z.enum(['waiting', 'drafted', 'skipped', 'failed']),
        reason: z.string().nullable(),
      }),
    ),
  }),
  'text-runs.cancel': route({
    id: 'text-runs.cancel',
    method: 'post',
    path: '/text-runs/{textRunId}/cancel',
    scope: 'products:write',
    summary: 'Draft no more of this task; what is drafted stays',
    params: z.strictObject({ textRunId: uuid }),
    answer: textRun,
  }),
  'translation-entries.list': route({
    id: 'translation-entries.list',
    method: 'get',
    path: '/translation-entries',
    scope: 'products:read',
    summary: 'The glossary (terms) or the memory (sentences that were approved), newest first',
    query: z.strictObject({
      ...paging,
      kind: entryKind.default('term'),
      /** Into which. */
      language: language.optional(),
      q: z.string().trim().max(100).optional(),
    }),
    answer: pageOf(translationEntry),
  }),
  'translation-entries.set': route({
    id: 'translation-entries.set',
    method: 'put',
    path: '/translation-entries',
    scope: 'products:write',
    summary: 'Say how a term or a sentence reads in another language; what was said before is replaced',
    body: z.strictObject({
      kind: entryKind.default('term'),
      from: language,
      to: language,
      source: z.string().trim().min(1).max(5_000),
      target: z.string().trim().min(1).max(5_000).nullable(),
    }),
    answer: translationEntry,
  }),
  'translation-entries.remove': route({
    id: 'translation-entries.remove',
    method: 'delete',
    path: '/translation-entries/{translationEntryId}',
    scope: 'products:write',
    summary: 'Forget a term or a sentence',
    params: z.strictObject({ translationEntryId: uuid }),
    status: 204,
  }),
  'translation-entries.export': route({
    id: 'translation-entries.export',
    method: 'get',
    path: '/translation-entries/file',
    scope: 'products:read',
    summary: 'The glossary or the memory as CSV',
    query: z.strictObject({ kind: entryKind.default('term') }),
    file: ['text/csv'],
  }),
  'translation-entry-imports.create': route({
    id: 'translation-entry-imports.create',
    method: 'post',
    path: '/translation-entry-imports',
    scope: 'products:write',
    summary: 'Terms or sentences from a CSV or XLSX file: a preview, or all of it. A file with a bad row changes nothing',
    upload: tableFile,
    query: z.strictObject({ isPreview, kind: entryKind.default('term') }),
    answer: z.strictObject({
      isApplied: z.boolean(),
      rows: z.int(),
      added: z.int(),
      changed: z.int(),
      unchanged: z.int(),
      errors: z.array(rowError),
    }),
  }),
  'localisation-settings.get': route({
    id: 'localisation-settings.get',
    method: 'get',
    path: '/localisation-settings',
    scope: 'products:read',
    summary: 'In which language products are written, whether unseen texts may be published, and which model drafts them',
    answer: localisationSettings,
  }),
  'localisation-settings.set': route({
    id: 'localisation-settings.set',
    method: 'put',
    path: '/localisation-settings',
    scope: 'shops:write',
    summary: 'Change them. The model’s key can be written and never read; it goes with an address that changes',
    body: z.strictObject({
      ...localisationSettings.shape,
      model: z
        .strictObject({
          address: z
            .string()
            .max(500)
            .regex(/^https?:\/\/[^\s/]+/, 'an address such as https://models.example/v1'),
          name: z.string().trim().min(1).max(200),
          /** Left out: the key stays; null: none is sent. */
          key: z.string().min(1).max(500).nullable().optional(),
        })
        .nullable(),
    }),
    answer: localisationSettings,
  }),
  'translation-models.test': route({
    id: 'translation-models.test',
    method: 'post',
    path: '/localisation-settings/model-test',
    scope: 'shops:write',
    summary: 'Ask the model for one sentence and say what came of it',
    answer: z.strictObject({ isGood: z.boolean(), reason: z.string().nullable(), text: z.string().nullable(), tookMs: z.int() }),
  }),
} as const;
