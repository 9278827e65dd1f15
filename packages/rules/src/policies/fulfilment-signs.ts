import { z } from 'zod';
import { at, country, dayMs, instant, iso, sellerOrigin } from './inputs.ts';
import { citationsOf, explain, gapOf, notCovered, performanceFacts } from './performance-section.ts';
import { type PolicyOutput, policy } from './policy.ts';

/**
 * The signs of false fulfilment that a parcel's own data show, and the kinds that only a person's evidence can.
 *
 * @example number submitted 2026-03-01T09:00Z, no update since, asOf 2026-03-02T09:00Z → no sign yet: exactly 24 hours
 * @example the same a second later → tracking-silent
 */
const input = z.strictObject({
  sellerOrigin,
  parcel: z.strictObject({
    trackingNumber: z.string().min(1).nullable(),
    trackingSubmittedAt: instant.nullable(),
    lastTrackingUpdateAt: instant.nullable(),
    trackingUsedBefore: z.boolean(),
    shipToCountry: country,
    trackingDestinationCountry: country.nullable(),
    shipFromCountry: country,
    declaredWarehouseCountry: country,
    carrierAllowed: z.boolean(),
    trackingFormatValid: z.boolean(),
  }),
  asOf: instant,
});
type Parcel = z.output<typeof input>['parcel'];

type SignCode =
  | 'tracking-invalid'
  | 'tracking-reused'
  | 'tracking-silent'
  | 'destination-mismatch'
  | 'origin-mismatch'
  | 'carrier-not-allowed';

/** Recorded with evidence, never detected from data. */
export const evidenceOnly = [
  'empty-parcel',
  'short-shipment',
  'wrong-goods',
  'forged-label-data',
  'return-address-invalid',
  'direct-reseller-or-forwarder',
] as const;

export type FulfilmentSignsOutput = PolicyOutput & {
  signs: { code: SignCode; check: 'automatic' }[];
  evidenceOnly: (typeof evidenceOnly)[number][];
};

const say = explain('fulfilment-signs');

/** Not one update between the instant at which the number was told and now, more than 24 hours later. */
export function isTrackingSilent(
  { trackingSubmittedAt, lastTrackingUpdateAt }: Pick<Parcel, 'trackingSubmittedAt' | 'lastTrackingUpdateAt'>,
  asOf: number,
): boolean {
  if (trackingSubmittedAt === null) return false;
  const submitted = at(trackingSubmittedAt);
  const updated = lastTrackingUpdateAt !== null && at(lastTrackingUpdateAt) >= submitted && at(lastTrackingUpdateAt) <= asOf;
  return asOf > submitted + dayMs && !updated;
}

type Sign = { code: SignCode; raised: boolean; values: Record<string, string> };

/** Every sign in the order of the page, with whether it is raised and the facts that show it. */
function signsOf(parcel: Parcel, asOf: number): Sign[] {
  const { trackingNumber, trackingSubmittedAt, trackingDestinationCountry: destination } = parcel;
  const numbered = trackingNumber !== null;
  const number = trackingNumber ?? '';
  const { shipToCountry, shipFromCountry, declaredWarehouseCountry } = parcel;
  return [
    { code: 'tracking-invalid', raised: numbered && !parcel.trackingFormatValid, values: { number } },
    { code: 'tracking-reused', raised: numbered && parcel.trackingUsedBefore, values: { number } },
    {
      code: 'tracking-silent',
      raised: isTrackingSilent(parcel, asOf),
      values: trackingSubmittedAt === null ? {} : { submittedAt: iso(at(trackingSubmittedAt)) },
    },
    {
      code: 'destination-mismatch',
      raised: destination !== null && destination !== shipToCountry,
      values: { destination: destination ?? '', shipToCountry },
    },
    {
      code: 'origin-mismatch',
      raised: shipFromCountry !== declaredWarehouseCountry,
      values: { shipFromCountry, declaredWarehouseCountry },
    },
    { code: 'carrier-not-allowed', raised: !parcel.carrierAllowed, values: {} },
  ];
}

export const fulfilmentSigns = policy<typeof input, FulfilmentSignsOutput>({
  facts: performanceFacts('fulfilment-signs', '5 order fulfilment: false fulfilment'),
  input,
  example: {
    parcel: {
      trackingNumber: 'LX123456789CN',
      trackingSubmittedAt: '2026-03-01T09:00:00Z',
      lastTrackingUpdateAt: null,
      trackingUsedBefore: false,
      shipToCountry: 'GB',
      trackingDestinationCountry: 'GB',
      shipFromCountry: 'CN',
      declaredWarehouseCountry: 'GB',
      carrierAllowed: true,
      trackingFormatValid: true,
    },
    asOf: '2026-03-03T09:00:00Z',
  },
  evaluate(given) {
    const gap = gapOf('fulfilment-signs', given);
    if (gap) return { signs: [], evidenceOnly: [], ...notCovered(gap) };
    const raised = signsOf(given.parcel, at(given.asOf)).filter((sign) => sign.raised);
    return {
      signs: raised.map(({ code }) => ({ code, check: 'automatic' })),
      evidenceOnly: [...evidenceOnly],
      covered: true,
      citations: citationsOf('5 order fulfilment: false fulfilment'),
      explanation: raised.length === 0 ? [say('no-sign')] : [...raised.map(({ code, values }) => say(code, values)), say('measures')],
    };
  },
});
