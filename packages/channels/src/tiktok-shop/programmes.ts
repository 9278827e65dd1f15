/**
 * Applications for programmes: forms of the seller centre that no public API offers. Like ad spend they are read from, and sent to, an
 * address that the operator names.
 */
import { z } from 'zod';
import type {
  ChannelProgrammeApplication,
  ChannelProgrammes,
  Page,
  ProgrammeForm,
  ProgrammeStatus,
  ShopAccess,
  UpdatedRange,
} from '../port.ts';
import { id, instant, list, pageFields, readAnswer, text } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import { type Platform, searchPage, wireRange } from './platform.ts';

const SCOPE = 'sandbox.shop_opening';
const PAGE_SIZE = 100;

const PROGRAMMES: Readonly<Record<string, ProgrammeForm['programme']>> = {
  US_TO_MEXICO: 'us-to-mexico',
  EU_LOCAL_HOSTED: 'eu-local-hosted',
};
const STATUSES: Readonly<Record<string, ProgrammeStatus>> = {
  SUBMITTED: 'submitted',
  IN_REVIEW: 'in-review',
  APPROVED: 'approved',
  REJECTED: 'rejected',
};
const STAGES: Readonly<Record<string, NonNullable<ChannelProgrammeApplication['stage']>>> = {
  COLD_START: 'cold-start',
  INCUBATION: 'incubation',
  BREAKOUT: 'breakout',
};

const ours = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined => (Object.hasOwn(table, word) ? table[word] : undefined);
const status = z.string().transform((word) => ours(STATUSES, word) ?? 'unknown');
/** `VAT_MISSING` on the wire is `vat-missing` with us. */
const code = z
  .string()
  .regex(/^[A-Z0-9_]{1,60}$/)
  .transform((word) => word.toLowerCase().replaceAll('_', '-'));

const application = z.object({
  id,
  programme: z.string().transform((word) => ours(PROGRAMMES, word) ?? null),
  status,
  history: list(z.object({ status, time: instant })),
  reasons: list(z.object({ code, subject: text })),
  invited_categories: list(z.string().min(1)),
  stage: z
    .string()
    .nullish()
    .transform((word) => (word ? (ours(STAGES, word) ?? null) : null)),
  create_time: instant,
  update_time: instant,
});
const applicationPage = z.object({ items: list(application), ...pageFields });

export function programmesOf(platform: Platform, extensionUrl: string): ChannelProgrammes {
  return {
    scope: SCOPE,
    applicationsUpdated: (shop, range) => listApplications({ platform, extensionUrl }, shop, range),
    apply: (shop, form) => apply({ platform, extensionUrl }, shop, form),
  };
}

type Place = { platform: Platform; extensionUrl: string };

async function listApplications(place: Place, shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelProgrammeApplication>> {
  const bounds = wireRange('update_time', range.updatedFrom, range.updatedTo);
  const page = await searchPage(place.platform, shop, {
    operation: OPERATIONS.programmeApplications,
    schema: applicationPage,
    baseUrl: place.extensionUrl,
    pageSize: PAGE_SIZE,
    pageToken: range.pageToken,
    query: Object.fromEntries(Object.entries(bounds).map(([name, value]) => [name, String(value)])),
  });
  return { items: page.items.map(applicationOf), nextToken: page.next_page_token, total: page.total_count };
}

async function apply({ platform, extensionUrl }: Place, shop: ShopAccess, form: ProgrammeForm): Promise<ChannelProgrammeApplication> {
  const operation = OPERATIONS.programmeApply;
  const data = await platform.caller.signed({
    operation,
    baseUrl: extensionUrl,
    accessToken: shop.accessToken,
    shop,
    body: wireForm(form),
  });
  return applicationOf(readAnswer(application, data, operation.name));
}

function wireForm(form: ProgrammeForm) {
  if (form.programme === 'us-to-mexico')
    return { programme: 'US_TO_MEXICO', categories: form.categories, qualifications: form.qualifications };
  return {
    programme: 'EU_LOCAL_HOSTED',
    entity_jurisdiction: form.entityJurisdiction,
    stock_countries: form.stockCountries,
    ship_to_country: form.shipToCountry,
    vat_countries: form.vatCountries,
    documents: form.documents.map(({ type, fileName, sha256 }) => ({ type, file_name: fileName, sha256 })),
  };
}

const applicationOf = (wire: z.infer<typeof application>): ChannelProgrammeApplication => ({
  channelApplicationId: wire.id,
  programme: wire.programme,
  status: wire.status,
  history: wire.history.map((step) => ({ status: step.status, at: step.time })),
  reasons: wire.reasons,
  invitedCategories: wire.invited_categories,
  stage: wire.stage,
  createdAt: wire.create_time,
  updatedAt: wire.update_time,
});
