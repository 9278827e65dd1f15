import { z } from 'zod';
import { intentKindNames } from '../intents.ts';
import { route } from '../route.ts';
import { idList, instant, market } from '../shapes.ts';
import { shopChip } from './orders.ts';

export const unsettledIntent = z.strictObject({
  kind: z.enum(intentKindNames),
  /** Within its kind. */
  id: z.string(),
  /** Null: of several shops. */
  shop: shopChip.nullable(),
  /** `unknown`: the platform may have done it, and is being asked. `rejected`: it said no, and nothing was changed there. */
  state: z.enum(['unknown', 'rejected']),
  /** A title, a SKU or a number: what a person knows it by. */
  subject: z.string(),
  /** Ours or the platform's; and the platform's own words. */
  code: z.string().nullable(),
  message: z.string().nullable(),
  since: instant,
  /** The page where it is mended, and what that page is to show. */
  link: z.strictObject({ page: z.string(), search: z.record(z.string(), z.string()) }),
});

export const intentRoutes = {
  'intents.list': route({
    id: 'intents.list',
    method: 'get',
    path: '/intents',
    scope: null,
    summary: 'What platforms refused, or may have done without saying so; over all shops and of what the caller may see, the newest first',
    query: z.strictObject({
      shopIds: idList.optional(),
      market: market.optional(),
      kind: z.enum(intentKindNames).optional(),
      state: unsettledIntent.shape.state.optional(),
    }),
    answer: z.strictObject({ items: z.array(unsettledIntent), /** There are more than can be told. */ isCut: z.boolean() }),
  }),
} as const;
