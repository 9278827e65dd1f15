import type { z } from 'zod';
import { appeal } from './appeal.ts';
import { balanceHold } from './balance-hold.ts';
import { type CatalogueEntry, entryOf } from './catalogue.ts';
import { channelAdvisor } from './channel-advisor.ts';
import { complianceGate } from './compliance-gate.ts';
import { euLocalHosted } from './eu-local-hosted.ts';
import { fees } from './fees.ts';
import { fulfilmentSigns } from './fulfilment-signs.ts';
import { hostingModeAdvisor } from './hosting-mode-advisor.ts';
import { lateDispatch } from './late-dispatch.ts';
import { localPayments } from './local-payments.ts';
import { messageGuard } from './message-guard.ts';
import { type Policy, PolicyInputError, type PolicyOutput, parseInput } from './policy.ts';
import { qualityMetrics } from './quality-metrics.ts';
import { salesReviewSync } from './sales-review-sync.ts';
import { sellerFaultCancellation } from './seller-fault-cancellation.ts';
import { serviceMetrics } from './service-metrics.ts';
import { shopBinding } from './shop-binding.ts';
import { storeOpening } from './store-opening.ts';
import { taxIdHold } from './tax-id-hold.ts';
import { usToMexico } from './us-to-mexico.ts';
import { usToMexicoFit } from './us-to-mexico-fit.ts';
import { violationPoints } from './violation-points.ts';

export type { AppealOutput } from './appeal.ts';
export type { BalanceHoldOutput } from './balance-hold.ts';
export type { CatalogueEntry } from './catalogue.ts';
export { evidenceOnly, type FulfilmentSignsOutput } from './fulfilment-signs.ts';
export type { MessageGuardOutput } from './message-guard.ts';
export { type NodeTable, nodeTable, nodeTableInput, type PointsEvent, type Standing, standing } from './node-table.ts';
export { type Citation, type Explanation, PolicyInputError, type PolicyOutput, type RuleFacts } from './policy.ts';
export type { QualityMetricsOutput } from './quality-metrics.ts';
export type { RateOutput } from './rate-policy.ts';
export {
  cancellationTable,
  compareVerdicts,
  eventsUntilWorse,
  groupOf,
  lateDispatchTable,
  type RateTable,
  type RateVerdict,
  rateTableInput,
  rateVerdict,
} from './rate-tables.ts';
export type { ServiceMetricsOutput } from './service-metrics.ts';
export type { ShopBindingOutput, ShopBindingReason } from './shop-binding.ts';
export type { UsToMexicoOutput } from './us-to-mexico.ts';
export { type FitPart, usToMexicoFitParts } from './us-to-mexico-fit.ts';
export {
  caps as mexicoCaps,
  categoryRows as mexicoCategories,
  invitation as mexicoInvitation,
  programme as mexicoProgramme,
} from './us-to-mexico-rows.ts';
export type { ViolationPointsOutput } from './violation-points.ts';
export { type Measure, measures, type ViolationArea, type ViolationReason, violationReasons } from './violation-records.ts';

/** Every policy, in the order of the platform's page. */
const policies = {
  'late-dispatch': lateDispatch,
  'seller-fault-cancellation': sellerFaultCancellation,
  'violation-points': violationPoints,
  appeal,
  'service-metrics': serviceMetrics,
  'quality-metrics': qualityMetrics,
  'balance-hold': balanceHold,
  'fulfilment-signs': fulfilmentSigns,
  'message-guard': messageGuard,
  'us-to-mexico': usToMexico,
  'us-to-mexico-fit': usToMexicoFit,
  'eu-local-hosted': euLocalHosted,
  'hosting-mode-advisor': hostingModeAdvisor,
  'channel-advisor': channelAdvisor,
  'shop-binding': shopBinding,
  'store-opening': storeOpening,
  'sales-review-sync': salesReviewSync,
  fees,
  'tax-id-hold': taxIdHold,
  'compliance-gate': complianceGate,
  'local-payments': localPayments,
} as const;

export type PolicyId = keyof typeof policies;
export const policyIds = Object.keys(policies) as PolicyId[]; // keys of the literal above
type OutputOf<Id> = Id extends PolicyId ? ReturnType<(typeof policies)[Id]['evaluate']> : PolicyOutput;

/**
 * Evaluates one rule of the platform. Pure and synchronous: no clock, no I/O.
 * Throws PolicyInputError with every bad path, or with `unknown-policy`.
 */
export function evaluatePolicy<Id extends string>(id: Id, input: unknown): OutputOf<Id> {
  if (!Object.hasOwn(policies, id))
    throw new PolicyInputError('unknown-policy', [{ path: '', code: 'unknown-policy', message: `no policy is called ${id}` }]);
  const found: Policy<z.ZodType, PolicyOutput> = policies[id as unknown as PolicyId]; // hasOwn above; the compiler cannot narrow a generic key
  return found.evaluate(parseInput(found, input)) as OutputOf<Id>; // one entry per id: its output is that id's
}

const catalogue = new Map<string, CatalogueEntry>();

/** What is known about a policy before it is asked: its facts, the JSON Schema of its input and a valid input to begin with. Null: no such policy. */
export function policyCatalogue(id: string): CatalogueEntry | null {
  if (!Object.hasOwn(policies, id)) return null;
  const known = catalogue.get(id);
  if (known) return known;
  const found: Policy<z.ZodType, PolicyOutput> = policies[id as PolicyId]; // hasOwn above
  const entry = entryOf(id, found);
  catalogue.set(id, entry);
  return entry;
}
