import type { z } from 'zod';
import { complianceGate } from './compliance-gate.ts';
import { type Policy, PolicyInputError, type PolicyOutput, parseInput } from './policy.ts';
import { shopBinding } from './shop-binding.ts';

export { isIn } from './categories.ts';
export { type Citation, type Explanation, PolicyInputError, type PolicyOutput } from './policy.ts';
export type { ShopBindingOutput, ShopBindingReason } from './shop-binding.ts';

/** Every policy, in the order of the platform's page. */
const policies = { 'shop-binding': shopBinding, 'compliance-gate': complianceGate } as const;

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
