import { type Core, later } from '../core.ts';
import type { ProgrammeInput } from '../simulation-type.ts';
import type { ProgrammeApplication, Shop } from '../types.ts';
import { DAY, HOUR, MINUTE } from '../zone.ts';

/**
 * Programmes one applies for: the interest form of EU local hosting and the request for an invitation to sell from the
 * US to Mexico. SUBMITTED ─1 min─> IN_REVIEW ─3 days─> APPROVED or REJECTED with reasons. An approved EU shop begins at
 * COLD_START and grows by a stage after 30 and after 90 days.
 */
const REVIEW_MS = 72 * HOUR;
const MEXICO_REQUESTS_FROM = Date.UTC(2026, 2, 1);
const ENTITIES = ['DE', 'FR', 'IT', 'ES', 'CN', 'HK'];
const EU = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');
const STOCK_IN = [...EU, 'GB', 'CH', 'NO'];
const INVITE_ONLY = ['toys-3-plus', 'kids-clothing', 'beauty-personal-care'];
const BEAUTY_PAPERS = ['COFEPRIS_OPERATION_NOTICE', 'MX_US_ENTITY_RELATION'];
const PROHIBITED = ['adult-products', 'e-cigarettes', 'medical-devices', 'health-supplements', 'mother-baby-under-3'];

export type ProgrammeRefusal = 'wrong-market' | 'not-started' | 'already-applied';

/** Null: it may be submitted. */
export function programmeRefusal(
  applications: readonly ProgrammeApplication[],
  { shop, form, now }: { shop: Shop; form: ProgrammeApplication['form']; now: number },
): ProgrammeRefusal | null {
  if (form.programme === 'US_TO_MEXICO' && shop.market !== 'US') return 'wrong-market';
  if (form.programme === 'US_TO_MEXICO' && now < MEXICO_REQUESTS_FROM) return 'not-started';
  const isOpen = applications.some((item) => item.shopId === shop.id && item.form.programme === form.programme && item.decidedAt === null);
  return isOpen ? 'already-applied' : null;
}

export class Programmes {
  private readonly core: Core;

  constructor(core: Core) {
    this.core = core;
  }

  submit({ shopId, form }: ProgrammeInput): ProgrammeApplication {
    const { core } = this;
    const application: ProgrammeApplication = {
      id: core.ids('programmeApplication'),
      shopId,
      form,
      status: 'SUBMITTED',
      history: [],
      reasons: [],
      invitedCategories: [],
      stage: null,
      createdAt: core.at(),
      updatedAt: core.at(),
      decidedAt: null,
    };
    core.store.addProgrammeApplication(application);
    this.move(application, 'SUBMITTED');
    later(core, MINUTE, () => this.move(application, 'IN_REVIEW'));
    later(core, REVIEW_MS, () => this.decide(application));
    return application;
  }

  private decide(application: ProgrammeApplication): void {
    const { form } = application;
    application.decidedAt = this.core.at();
    application.reasons = form.programme === 'EU_LOCAL_HOSTED' ? hostingReasons(form) : mexicoReasons(form);
    if (form.programme === 'US_TO_MEXICO') {
      const refused = application.reasons.map(({ subject }) => subject);
      application.invitedCategories = form.categories.filter((category) => !refused.includes(category));
      this.move(application, application.invitedCategories.length > 0 ? 'APPROVED' : 'REJECTED');
      return;
    }
    this.move(application, application.reasons.length > 0 ? 'REJECTED' : 'APPROVED');
    if (application.status === 'APPROVED') this.grow(application);
  }

  private grow(application: ProgrammeApplication): void {
    const reach = (stage: ProgrammeApplication['stage']): void => {
      application.stage = stage;
      application.updatedAt = this.core.at();
    };
    reach('COLD_START');
    later(this.core, 30 * DAY, () => reach('INCUBATION'));
    later(this.core, 90 * DAY, () => reach('BREAKOUT'));
  }

  private move(application: ProgrammeApplication, status: ProgrammeApplication['status']): void {
    application.status = status;
    application.updatedAt = this.core.at();
    application.history.push({ status, at: this.core.at() });
  }
}

type Reasons = ProgrammeApplication['reasons'];

function hostingReasons(form: Extract<ProgrammeApplication['form'], { programme: 'EU_LOCAL_HOSTED' }>): Reasons {
  const isInEu = EU.includes(form.shipToCountry);
  return [
    ...(ENTITIES.includes(form.entityJurisdiction) ? [] : [{ code: 'entity-jurisdiction', subject: form.entityJurisdiction }]),
    ...(form.stockCountries.some((country) => STOCK_IN.includes(country))
      ? []
      : [{ code: 'no-eu-stock', subject: form.stockCountries.join(',') }]),
    ...(isInEu ? [] : [{ code: 'ship-to-country', subject: form.shipToCountry }]),
    ...(!isInEu || form.vatCountries.includes(form.shipToCountry) ? [] : [{ code: 'vat-missing', subject: form.shipToCountry }]),
  ];
}

function mexicoReasons(form: Extract<ProgrammeApplication['form'], { programme: 'US_TO_MEXICO' }>): Reasons {
  return form.categories.flatMap((category) => {
    if (PROHIBITED.includes(category)) return [{ code: 'category-prohibited', subject: category }];
    if (!INVITE_ONLY.includes(category)) return [{ code: 'category-not-in-pilot', subject: category }];
    const lacks = category === 'beauty-personal-care' && BEAUTY_PAPERS.some((paper) => !form.qualifications.includes(paper));
    return lacks ? [{ code: 'qualification-missing', subject: category }] : [];
  });
}
