import { z } from 'zod';
import { route } from '../route.ts';
import { instant, uuid } from '../shapes.ts';

export const policyFacts = z.strictObject({
  id: z.string(),
  /** The seed document, and its part. */
  source: z.string(),
  section: z.string(),
  effectiveFrom: instant,
  /** The day on which somebody last compared the rule with its source. */
  checkedOn: z.iso.date(),
  /** A market, a group of markets, or `all`. */
  market: z.string(),
  basis: z.enum(['source', 'decision']),
});

const json = z.record(z.string(), z.unknown());

/** What a value was taken from when a form is filled from a live shop. */
export const filledFrom = z.enum([
  'shop',
  'clock',
  'legal-entities',
  'all-shops',
  'orders-7-days',
  'orders-28-days',
  'orders-30-days',
  'latest-conversations',
  'feedback-30-days',
]);

const policyId = z.string().regex(/^[a-z0-9-]{1,64}$/);

/** Pure answers of the rules: whoever may ask anything may ask these, so they carry no scope. */
export const policyRoutes = {
  'policies.list': route({
    id: 'policies.list',
    method: 'get',
    path: '/policies',
    scope: null,
    summary: 'Every rule of the platform that can be tried out: its source, since when, for whom',
    answer: z.strictObject({ items: z.array(policyFacts) }),
  }),
  'policies.get': route({
    id: 'policies.get',
    method: 'get',
    path: '/policies/{policyId}',
    scope: null,
    summary: 'One rule with the JSON Schema of its input and an input to begin with',
    params: z.strictObject({ policyId }),
    answer: z.strictObject({ ...policyFacts.shape, inputSchema: json, example: json }),
  }),
  'policies.evaluate': route({
    id: 'policies.evaluate',
    method: 'post',
    path: '/policies/{policyId}/evaluate',
    scope: null,
    summary: 'What the rule says about this input (its schema: policies.get). Decides nothing and keeps nothing',
    params: z.strictObject({ policyId }),
    body: z.looseObject({}),
    answer: z.looseObject({
      /** False: no source states a rule for this case. */
      covered: z.boolean(),
      citations: z.array(z.strictObject({ source: z.string(), section: z.string() })),
      /** Message keys with their values, so that every reader gets their own language. */
      explanation: z.array(z.strictObject({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) })),
    }),
  }),
  'policies.from-shop': route({
    id: 'policies.from-shop',
    method: 'get',
    path: '/policies/{policyId}/from-shop/{shopId}',
    scope: 'shops:read',
    summary: 'What the workbench knows of a shop towards the input of a rule; figures of orders only for those who may read them',
    params: z.strictObject({ policyId, shopId: uuid }),
    answer: z.strictObject({
      asOf: instant,
      /** `path`: JSON Pointer into the input. */
      filled: z.array(z.strictObject({ path: z.string(), value: z.unknown(), from: filledFrom })),
    }),
  }),
} as const;
