import { PolicyInputError, type PolicyOutput, parseInput } from './policy.ts';
import { shopBinding } from './shop-binding.ts';

export { type Citation, type Explanation, PolicyInputError, type PolicyOutput } from './policy.ts';
export type { ShopBindingOutput, ShopBindingReason } from './shop-binding.ts';

const policies = { 'shop-binding': shopBinding } as const;
type OutputOf<Id> = Id extends keyof typeof policies ? ReturnType<(typeof policies)[Id]['evaluate']> : PolicyOutput;

/**
 * Evaluates one rule of the platform. Pure and synchronous: no clock, no I/O.
 * Throws PolicyInputError with every bad path, or with `unknown-policy`.
 */
export function evaluatePolicy<Id extends string>(id: Id, input: unknown): OutputOf<Id> {
  if (!Object.hasOwn(policies, id))
    throw new PolicyInputError('unknown-policy', [{ path: '', code: 'unknown-policy', message: `no policy is called ${id}` }]);
  const policy = policies[id as keyof typeof policies]; // hasOwn above; the compiler cannot narrow a generic key
  return policy.evaluate(parseInput(policy.input, input)) as OutputOf<Id>; // one entry per id: its output is that id's
}
