import type { HostingView } from '@tradewind/contract';
import { eu27 } from '@tradewind/rules/countries';
import { evaluatePolicy } from '@tradewind/rules/policies';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';
import { readShopFacts, shopsInScope } from '../../accounts/index.ts';
import { type EntityPaper, papersOfEntity } from '../../onboarding/index.ts';
import { shopChip } from '../../orders/index.ts';
import type { Stage } from '../tables.ts';
import { latestApplication } from './application-list.ts';

type Form = HostingView['form'];
type Application = HostingView['application'];
type Wanted = { caller: Caller; shopId: string; secrets: MerchantSecrets; now: number };
/** The view with the papers behind it, whose hashes only the platform is told. */
export type HostingState = { view: HostingView; papers: EntityPaper[] };

export async function readHosting(
  services: Services,
  { caller, params }: { caller: Caller; params: { shopId: string } },
): Promise<HostingView | Refusal> {
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  const now = services.clock.now();
  const state = await services.database.withMerchant(caller.merchantId, (tx) =>
    hostingState(tx, { caller, shopId: params.shopId, secrets, now }),
  );
  return state?.view ?? refuse('not-found');
}

export async function hostingState(tx: TenantTx, { caller, shopId, secrets, now }: Wanted): Promise<HostingState | null> {
  const [shop] = await shopsInScope(tx, { caller, shopIds: [shopId] });
  const facts = shop && (await readShopFacts(tx, { caller, shopId: shop.id }));
  if (!shop || !facts) return null;
  const papers = await papersOfEntity(tx, { caller, legalEntityId: shop.legalEntityId, secrets, now });
  const row = await tx.selectFrom('hosting_form').selectAll().where('shop_id', '=', shop.id).executeTakeFirst();
  const application = await latestApplication(tx, shop, 'eu-local-hosted');
  const form = row
    ? {
        entityJurisdiction: row.entity_jurisdiction,
        invited: row.invited,
        stockCountries: row.stock_countries,
        shipToCountry: row.ship_to_country,
        vatCountries: row.vat_countries,
        documentIds: row.document_ids.filter((id) => papers.some((paper) => paper.id === id)),
      }
    : prefilled({ market: shop.market, jurisdiction: facts.entity.jurisdiction, papers });
  const verdict = verdictOf(form, { application, papers });
  const view: HostingView = {
    shop: shopChip(shop),
    entity: facts.entity.name,
    form,
    savedAt: row?.updated_at.toISOString() ?? null,
    documents: papers.map(({ id, type, status, fileName, country, expiresAt }) => ({
      ...{ id, type, status, fileName, country },
      expiresAt: expiresAt?.toISOString() ?? null,
    })),
    verdict: verdict && { eligible: verdict.eligible, reasons: verdict.reasons, nextStep: verdict.nextStep },
    step: stepOf(application, verdict?.nextStep),
    application,
    stage: stageOf(application, row ?? { stage: null, stage_at: null }),
  };
  return { view, papers };
}

/** What the binding and the vault know: where the entity is, the shop's own state of the Union, VAT numbers on file. */
function prefilled({ market, jurisdiction, papers }: { market: string; jurisdiction: string; papers: readonly EntityPaper[] }): Form {
  const valid = papers.filter(({ isValid }) => isValid);
  const vat = valid.filter(({ type }) => type === 'VAT_REGISTRATION').flatMap(({ country, markets }) => [country, ...markets]);
  return {
    entityJurisdiction: jurisdiction,
    invited: false,
    stockCountries: [],
    shipToCountry: eu27.includes(market) ? market : null,
    vatCountries: [...new Set(vat)].sort(),
    documentIds: valid.filter((paper) => paper.markets.length === 0 || paper.markets.includes(market)).map(({ id }) => id),
  };
}

/** `asNew`: as if nothing had been sent yet, which is how a form is judged that is about to be. */
export function verdictOf(
  form: Form,
  { application, papers, asNew = false }: { application: Application; papers: readonly EntityPaper[]; asNew?: boolean },
) {
  const { documentIds, shipToCountry, invited, ...given } = form;
  if (shipToCountry === null) return null;
  return evaluatePolicy('eu-local-hosted', {
    ...given,
    shipToCountry,
    // Whom the platform has given a stage it has let in.
    invited: invited || application?.stage != null,
    application: asNew ? 'none' : policyStates[application?.state ?? 'refused'],
    documents: papers.filter(({ id }) => documentIds.includes(id)).map(({ type, status }) => ({ type, status })),
  });
}

type PolicyState = 'none' | 'submitted' | 'approved' | 'rejected';
const policyStates: Record<NonNullable<Application>['state'], PolicyState> = {
  planned: 'submitted',
  unconfirmed: 'submitted',
  refused: 'none',
  submitted: 'submitted',
  'in-review': 'submitted',
  unknown: 'submitted',
  approved: 'approved',
  rejected: 'rejected',
};

function stepOf(application: Application, nextStep: string | undefined): HostingView['step'] {
  if (!application || application.state === 'refused') return 'prepare';
  if (application.state === 'approved') return nextStep === 'open' ? 'open' : 'approved';
  if (application.state === 'in-review' || application.state === 'rejected') return application.state;
  return 'submitted';
}

/** The platform's word wins; a person's counts where it says nothing. */
function stageOf(application: Application, byHand: { stage: Stage | null; stage_at: Date | null }): HostingView['stage'] {
  if (application?.stage) return { stage: application.stage, by: 'platform', at: application.updatedAt };
  return byHand.stage && byHand.stage_at ? { stage: byHand.stage, by: 'person', at: byHand.stage_at.toISOString() } : null;
}
