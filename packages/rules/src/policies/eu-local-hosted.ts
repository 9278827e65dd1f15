import { z } from 'zod';
import { eu27 } from '../countries.ts';
import { country, instant } from './inputs.ts';
import { documentType, paperStatus, validUntil } from './papers.ts';
import { type PolicyOutput, policy, type RuleFacts } from './policy.ts';
import { checkedOn, cited } from './rows.ts';

/**
 * May this seller join local hosting in Europe (the platform operates, the seller stocks), and what comes next?
 *
 * @example CN entity, stock in PL, ships to DE with a German VAT number, not invited, not applied → `not-invited`, submit-interest-form
 * @example the same without the VAT number → `vat-missing`, `not-invited`, prepare
 */
const input = z.strictObject({
  entityJurisdiction: country,
  invited: z.boolean(),
  application: z.enum(['none', 'submitted', 'approved', 'rejected']).default('none'),
  stockCountries: z.array(country),
  shipToCountry: country,
  vatCountries: z.array(country),
  /** Carried to the interest form, not judged: so any shape that another policy takes will do. */
  documents: z.array(
    z.strictObject({
      type: documentType,
      status: paperStatus.optional(),
      validUntil: validUntil.optional(),
      scopeNamesOnlineSales: z.boolean().optional(),
    }),
  ),
  asOf: instant.optional(),
});

type Given = z.output<typeof input>;
type Code = 'entity-jurisdiction' | 'no-eu-stock' | 'ship-to-country' | 'vat-missing' | 'not-invited';
type NextStep = 'prepare' | 'submit-interest-form' | 'await-review' | 'open';
export type EuLocalHostedOutput = PolicyOutput & { eligible: boolean; reasons: { code: Code }[]; nextStep: NextStep };

const facts = {
  id: 'eu-local-hosted',
  source: '002_694d73e317af6e00.txt',
  section: '01 TikTok欧洲本地托管模式上线',
  effectiveFrom: '2026-01-16T00:00:00Z',
  checkedOn,
  market: 'EU-SHOPS',
  basis: 'source',
  entityJurisdictions: ['DE', 'FR', 'IT', 'ES', 'CN', 'HK'],
  /** Europe, as far as stock goes (decision). */
  stockCountries: [...eu27, 'GB', 'CH', 'NO'],
} satisfies RuleFacts & Record<string, unknown>;

function reasonsOf(given: Given): Code[] {
  const shipsIntoEu = eu27.includes(given.shipToCountry);
  const held: [Code, boolean][] = [
    ['entity-jurisdiction', !facts.entityJurisdictions.includes(given.entityJurisdiction)],
    ['no-eu-stock', !given.stockCountries.some((stock) => facts.stockCountries.includes(stock))],
    ['ship-to-country', !shipsIntoEu],
    ['vat-missing', shipsIntoEu && !given.vatCountries.includes(given.shipToCountry)],
    ['not-invited', !given.invited],
  ];
  return held.filter(([, holds]) => holds).map(([code]) => code);
}

function nextStepOf({ application, invited }: Given, reasons: Code[]): NextStep {
  if (application === 'rejected' || reasons.some((code) => code !== 'not-invited')) return 'prepare';
  if (application === 'none') return 'submit-interest-form';
  return application === 'approved' && invited ? 'open' : 'await-review';
}

export const euLocalHosted = policy<typeof input, EuLocalHostedOutput>({
  facts,
  input,
  example: {
    entityJurisdiction: 'CN',
    invited: false,
    stockCountries: ['PL'],
    shipToCountry: 'DE',
    vatCountries: ['DE', 'PL'],
    documents: [{ type: 'VAT_REGISTRATION' }],
  },
  evaluate(given) {
    const reasons = reasonsOf(given);
    const nextStep = nextStepOf(given, reasons);
    return {
      eligible: reasons.length === 0,
      reasons: reasons.map((code) => ({ code })),
      nextStep,
      covered: true,
      citations: cited(facts),
      explanation: [
        { key: `policies.eu-local-hosted.${reasons.length === 0 ? 'eligible' : 'not-eligible'}`, values: { reasons: reasons.length } },
        { key: `policies.eu-local-hosted.next-${nextStep}`, values: { country: given.shipToCountry } },
      ],
    };
  },
});
