/**
 * Plans an application: what is sent is decided here, once, and kept with the intent. Nothing is asked of the platform that its own rules
 * would refuse: who is not of its market, comes too early, or has one under way, hears it at once.
 */
import type { ProgrammeForm } from '@tradewind/channels';
import type { ProgrammeApplication } from '@tradewind/contract';
import { mexicoInvitation } from '@tradewind/rules/policies';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Handlers, isRefusal, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { hasScope, type ShopInScope } from '../../accounts/index.ts';
import { sendApplicationJob } from '../jobs.ts';
import { applicationView } from '../queries/application-list.ts';
import { hostingState, verdictOf } from '../queries/hosting-view.ts';
import { policySeller, readSeller } from '../queries/mexico-seller.ts';
import { ownShop } from '../queries/own-shop.ts';
import { notInviteOnly } from './set-seller.ts';

type Input = Parameters<Handlers['programme-applications.create']>[0];
type Asked = Pick<Input, 'caller' | 'body'> & { shop: ShopInScope; services: Services; now: number };

export async function planApplication(services: Services, { caller, requestId, body }: Input): Promise<ProgrammeApplication | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shop = await ownShop(tx, caller, body.shopId);
    if (!shop) return refuse('not-found');
    const asked: Asked = { caller, body, shop, services, now };
    const form = await (body.programme === 'us-to-mexico' ? mexicoForm(tx, asked) : hostingForm(tx, asked));
    if (isRefusal(form)) return form;
    const refusal = (await refuseClosed(tx, asked)) ?? (await refuseSecond(tx, asked));
    if (refusal) return refusal;
    const row = {
      merchant_id: caller.merchantId,
      id: services.newId(),
      shop_id: shop.id,
      programme: body.programme,
      form: JSON.stringify(form),
      intent: 'planned' as const,
      history: '[]',
      reasons: '[]',
      invited_categories: [],
      created_at: new Date(now),
      updated_at: new Date(now),
    };
    const made = await tx.insertInto('programme_application').values(row).returningAll().executeTakeFirstOrThrow();
    const act = { objectKind: 'programme-application', objectId: row.id, facts: { programme: body.programme, shopId: shop.id } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'programme-application.create' });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'programme.changed', ids: [row.id], shopId: shop.id }]);
    await enqueue(tx, { merchantId: caller.merchantId, jobs: [sendApplicationJob(shop.id, row.id, now)], now });
    return applicationView(made, shop);
  });
}

/** Whether one may apply from here at all: the channel offers it and the shop's consent names it. */
async function refuseClosed(tx: TenantTx, { shop, services }: Asked): Promise<Refusal | null> {
  const channel = Object.values(services.channels).find(({ name }) => name === shop.channel);
  if (shop.state !== 'active' || !channel?.programmes)
    return refuse('programme-unavailable', 'No way to apply is set up for this shop: apply in the seller centre.');
  return (await hasScope(tx, shop.id, channel.programmes.scope))
    ? null
    : refuse('programme-unavailable', 'The shop’s consent does not cover applications: authorise the shop again.');
}

/** The shop's row is held, so that two people who apply at once do not both. */
async function refuseSecond(tx: TenantTx, { shop, body }: Asked): Promise<Refusal | null> {
  await tx.selectFrom('shop').select('id').where('id', '=', shop.id).forNoKeyUpdate().execute();
  const open = await tx
    .selectFrom('programme_application')
    .select('id')
    .where('shop_id', '=', shop.id)
    .where('programme', '=', body.programme)
    .where(({ or, eb }) => or([eb('intent', 'in', ['planned', 'sent', 'unknown']), eb('status', 'in', ['submitted', 'in-review'])]))
    .executeTakeFirst();
  return open ? refuse('application-open', 'Wait for its answer first.') : null;
}

async function mexicoForm(tx: TenantTx, { caller, body, shop, services, now }: Asked): Promise<ProgrammeForm | Refusal> {
  const errors = [
    ...(shop.market === 'US' ? [] : [{ path: '/shopId', code: 'wrong-market', message: 'the programme is for shops in the US' }]),
    ...(body.categories.length > 0 ? [] : [{ path: '/categories', code: 'too_small', message: 'at least one category' }]),
    ...notInviteOnly(body.categories, '/categories'),
  ];
  if (errors.length > 0) return { refused: 'invalid-input', errors };
  if (now < Date.parse(mexicoInvitation.effectiveFrom))
    return refuse('programme-unavailable', `Invitations can be asked for from ${mexicoInvitation.effectiveFrom}.`);
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  const seller = await readSeller(tx, { caller, shopId: shop.id, secrets, now });
  if (!seller) return refuse('not-found');
  return { programme: 'us-to-mexico', categories: [...new Set(body.categories)], qualifications: policySeller(seller).qualifications };
}

const fields: Readonly<Record<string, string>> = {
  'entity-jurisdiction': '/entityJurisdiction',
  'no-eu-stock': '/stockCountries',
  'ship-to-country': '/shipToCountry',
  'vat-missing': '/vatCountries',
};

/** People name files after people: the platform is told the paper's type instead. */
const endings: Readonly<Record<string, string>> = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' };

async function hostingForm(tx: TenantTx, { caller, body, shop, services, now }: Asked): Promise<ProgrammeForm | Refusal> {
  if (body.categories.length > 0)
    return { refused: 'invalid-input', errors: [{ path: '/categories', code: 'unknown-key', message: 'only of US to Mexico' }] };
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  const state = await hostingState(tx, { caller, shopId: shop.id, secrets, now });
  if (!state) return refuse('not-found');
  const { form, application } = state.view;
  const verdict = verdictOf(form, { application, papers: state.papers, asNew: true });
  const missing = verdict ? verdict.reasons.filter(({ code }) => code !== 'not-invited') : [{ code: 'ship-to-country' }];
  if (missing.length > 0 || form.shipToCountry === null) {
    const errors = missing.map(({ code }) => ({
      path: fields[code] ?? '',
      code,
      message: 'the saved form does not meet this condition yet',
    }));
    return { refused: 'programme-unavailable', detail: 'Mend the saved form first.', errors };
  }
  return {
    programme: 'eu-local-hosted',
    entityJurisdiction: form.entityJurisdiction,
    stockCountries: form.stockCountries,
    shipToCountry: form.shipToCountry,
    vatCountries: form.vatCountries,
    documents: state.papers
      .filter(({ id }) => form.documentIds.includes(id))
      .map(({ type, mediaType, sha256 }) => ({ type, fileName: `${type}.${endings[mediaType] ?? 'bin'}`, sha256 })),
  };
}
