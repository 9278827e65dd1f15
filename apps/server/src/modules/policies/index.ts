/** The platform's rules, to be tried out. See README.md. */
import { evaluatePolicy, PolicyInputError, type PolicyOutput, policyCatalogue, policyIds } from '@tradewind/rules/policies';
import { type Handlers, type Refusal, refuse } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { fromShop } from './queries/from-shop.ts';

type PolicyHandlers = Pick<Handlers, 'policies.list' | 'policies.get' | 'policies.evaluate' | 'policies.from-shop'>;

export function policyHandlers(services: Pick<Services, 'database' | 'clock'>): PolicyHandlers {
  return {
    'policies.list': async () => ({ items: policyIds.flatMap((id) => policyCatalogue(id)?.facts ?? []) }),
    'policies.get': async ({ params }) => {
      const entry = policyCatalogue(params.policyId);
      return entry ? { ...entry.facts, inputSchema: entry.inputSchema, example: entry.example } : refuse('not-found');
    },
    'policies.evaluate': async ({ params, body }) => answerOf(params.policyId, body),
    'policies.from-shop': async ({ caller, params }) => (await fromShop(services, { caller, ...params })) ?? refuse('not-found'),
  };
}

function answerOf(policyId: string, input: unknown): PolicyOutput | Refusal {
  try {
    return evaluatePolicy(policyId, input);
  } catch (error) {
    if (!(error instanceof PolicyInputError)) throw error;
    return error.code === 'unknown-policy' ? refuse('not-found') : { refused: 'invalid-input', errors: error.errors };
  }
}
