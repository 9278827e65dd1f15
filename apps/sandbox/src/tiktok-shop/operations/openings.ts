/** Applying for further shops and for programmes: forms of the seller centre, without an API of the real platform. */
import { z } from 'zod';
import { marketSchema } from '../../world/act-schemas.ts';
import { DOCUMENT_TYPES, openingRefusal } from '../../world/openings/opening-rules.ts';
import { type ProgrammeRefusal, programmeRefusal } from '../../world/openings/programmes.ts';
import type { Opening, ProgrammeApplication } from '../../world/types.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { platformId, unixSeconds } from '../fields.ts';
import { decimal, seconds } from '../money.ts';
import { type CallContext, coveredShops, grantOperation, shopOperation } from '../operation.ts';
import { listAnswer, listQuery, wireCode } from './extension-list.ts';

const SCOPE = 'sandbox.shop_opening';
const code = z.string().regex(/^[a-z0-9-]{2,60}$/, 'must be a category code');
const country = z.string().regex(/^[A-Z]{2}$/, 'must be a country as ISO 3166-1 alpha-2');
const file = { file_name: z.string().min(1).max(200), sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits') };

const openings = grantOperation({
  method: 'GET',
  template: '/sandbox-extension/openings',
  versions: [],
  scope: SCOPE,
  query: listQuery,
  answer: (call) => listAnswer(call, { rows: ownOpenings(call), show: openingShape, owner: `openings ${call.grant.sellerId}` }),
});

const ownOpenings = ({ sim, grant }: Pick<CallContext, 'sim' | 'grant'>): Opening[] =>
  sim.all.openings.filter(({ sellerId }) => sellerId === grant.sellerId);

const opening = grantOperation({
  method: 'GET',
  template: '/sandbox-extension/openings/{opening_id}',
  versions: [],
  scope: SCOPE,
  answer(call) {
    const found = ownOpenings(call).find(({ id }) => id === call.path.opening_id);
    if (!found) throw new PlatformError(CODE.openingMissing, 'The application does not exist');
    return openingShape(found);
  },
});

const apply = grantOperation({
  method: 'POST',
  template: '/sandbox-extension/openings',
  versions: [],
  scope: SCOPE,
  body: z.strictObject({
    source_shop_id: platformId,
    target_market: marketSchema,
    entity: z.strictObject({ name: z.string().min(1).max(200), jurisdiction: country }),
    category: code,
    is_brand_owner: z.boolean().default(false),
    documents: z
      .array(
        z.strictObject({
          type: z.enum(DOCUMENT_TYPES),
          ...file,
          valid_until: unixSeconds.optional(),
          scope_names_online_sales: z.boolean().default(true),
        }),
      )
      .max(50),
  }),
  answer(call) {
    const { sim, grant, now, body } = call;
    const seller = sim.world.sellers.get(grant.sellerId);
    if (!seller || !coveredShops(call).some(({ id }) => id === body.source_shop_id))
      throw new PlatformError(CODE.openingSourceForeign, 'The source shop does not belong to this authorisation');
    const refusal = openingRefusal(sim, seller, { targetMarket: body.target_market, now });
    if (refusal === 'no-slot-left') throw new PlatformError(CODE.openingNoSlot, 'This licence has no shop left in the target market');
    if (refusal) throw new PlatformError(CODE.openingEntityRevoked, 'The entity was expelled');
    const made = sim.acts.applyForShop({
      sellerId: seller.id,
      sourceShopId: body.source_shop_id,
      targetMarket: body.target_market,
      entity: body.entity,
      category: body.category,
      isBrandOwner: body.is_brand_owner,
      documents: body.documents.map((item) => ({
        type: item.type,
        fileName: item.file_name,
        sha256: item.sha256,
        validUntil: item.valid_until === undefined ? null : item.valid_until * 1000,
        namesOnlineSales: item.scope_names_online_sales,
      })),
    });
    sim.acts.recordWrite({
      shopId: made.shopId,
      operation: 'POST openings',
      data: { openingId: made.id, targetMarket: made.targetMarket },
    });
    return openingShape(made);
  },
});

const stepShape = ({ status, at }: { status: string; at: number }) => ({ status, time: seconds(at) });

function openingShape(item: Opening) {
  const { deposit } = item;
  return {
    id: item.id,
    source_shop_id: item.shopId,
    target_market: item.targetMarket,
    entity: item.entity,
    category: item.category,
    is_brand_owner: item.isBrandOwner,
    path: wireCode(item.path),
    path_reasons: item.pathReasons.map(wireCode),
    status: item.status,
    history: item.history.map(stepShape),
    reasons: item.reasons.map((reason) => ({ code: wireCode(reason.code), document: reason.document })),
    documents: item.documents.map((document) => ({
      type: document.type,
      file_name: document.fileName,
      sha256: document.sha256,
      ...(document.validUntil === null ? {} : { valid_until: seconds(document.validUntil) }),
    })),
    ...(deposit === null
      ? {}
      : {
          deposit: {
            amount: decimal(deposit.amount, deposit.currency),
            frozen_amount: decimal(deposit.frozen, deposit.currency),
            currency: deposit.currency,
            frozen_in_steps: deposit.isInSteps,
          },
        }),
    ...(item.openedShopId === null ? {} : { opened_shop_id: item.openedShopId }),
    create_time: seconds(item.createdAt),
    update_time: seconds(item.updatedAt),
  };
}

const countries = z.array(country).max(60);
const applications = shopOperation({
  method: 'GET',
  template: '/sandbox-extension/programme-applications',
  versions: [],
  scope: SCOPE,
  query: listQuery,
  answer: (call) =>
    listAnswer(call, {
      rows: call.sim.lists(call.shop.id).programmeApplications,
      show: applicationShape,
      owner: `programme-applications ${call.shop.id}`,
    }),
});

const join = shopOperation({
  method: 'POST',
  template: '/sandbox-extension/programme-applications',
  versions: [],
  scope: SCOPE,
  body: z.discriminatedUnion('programme', [
    z.strictObject({
      programme: z.literal('EU_LOCAL_HOSTED'),
      entity_jurisdiction: country,
      stock_countries: countries,
      ship_to_country: country,
      vat_countries: countries,
      documents: z
        .array(z.strictObject({ type: z.string().min(1).max(60), ...file }))
        .max(50)
        .default([]),
    }),
    z.strictObject({
      programme: z.literal('US_TO_MEXICO'),
      categories: z.array(code).min(1).max(20),
      qualifications: z.array(z.string().min(1).max(60)).max(20).default([]),
    }),
  ]),
  answer({ sim, shop, now, body }) {
    const form = body.programme === 'US_TO_MEXICO' ? body : hostingForm(body);
    const refusal = programmeRefusal(sim.lists(shop.id).programmeApplications, { shop, form, now });
    if (refusal) throw new PlatformError(...PROGRAMME_REFUSALS[refusal]);
    const made = sim.acts.applyForProgramme({ shopId: shop.id, form });
    sim.acts.recordWrite({
      shopId: shop.id,
      operation: 'POST programme-applications',
      data: { applicationId: made.id, programme: form.programme },
    });
    return applicationShape(made);
  },
});

const PROGRAMME_REFUSALS: Record<ProgrammeRefusal, [code: number, message: string]> = {
  'wrong-market': [CODE.programmeWrongMarket, 'This programme is not offered in the market of this shop'],
  'not-started': [CODE.programmeNotStarted, 'This programme has not started yet'],
  'already-applied': [CODE.programmeAlreadyApplied, 'An application for this programme is under review'],
};

type HostingForm = Extract<ProgrammeApplication['form'], { programme: 'EU_LOCAL_HOSTED' }>;
type HostingBody = {
  entity_jurisdiction: string;
  stock_countries: string[];
  ship_to_country: string;
  vat_countries: string[];
  documents: { type: string; file_name: string; sha256: string }[];
};

const hostingForm = (body: HostingBody): HostingForm => ({
  programme: 'EU_LOCAL_HOSTED',
  entityJurisdiction: body.entity_jurisdiction,
  stockCountries: body.stock_countries,
  shipToCountry: body.ship_to_country,
  vatCountries: body.vat_countries,
  documents: body.documents.map(({ type, file_name, sha256 }) => ({ type, fileName: file_name, sha256 })),
});

function applicationShape(item: ProgrammeApplication) {
  return {
    id: item.id,
    programme: item.form.programme,
    status: item.status,
    history: item.history.map(stepShape),
    reasons: item.reasons.map((reason) => ({ code: wireCode(reason.code), subject: reason.subject })),
    ...(item.form.programme === 'US_TO_MEXICO' ? { invited_categories: item.invitedCategories } : {}),
    ...(item.stage === null ? {} : { stage: item.stage }),
    create_time: seconds(item.createdAt),
    update_time: seconds(item.updatedAt),
  };
}

export const OPENING_OPERATIONS = [openings, opening, apply, applications, join];
