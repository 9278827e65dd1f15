import { z } from 'zod';
import { dutyKindNames } from '../duties.ts';
import { route } from '../route.ts';
import { idList, instant, market } from '../shapes.ts';
import { shopChip } from './orders.ts';

export const duty = z.strictObject({
  kind: z.enum(dutyKindNames),
  /** Within its kind: one thing to do is one duty. */
  subject: z.string(),
  /** Null: of the merchant as a whole. */
  shop: shopChip.nullable(),
  /** Money, points or data are being lost now; otherwise they will be. */
  isLosing: z.boolean(),
  deadline: instant.nullable(),
  since: instant.nullable(),
  /** What its text tells: counts, codes, instants. */
  data: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  /** The page where it is done, and what that page is to show. */
  link: z.strictObject({ page: z.string(), search: z.record(z.string(), z.string()) }),
});

export const dutyRoutes = {
  'duties.list': route({
    id: 'duties.list',
    method: 'get',
    path: '/duties',
    scope: null,
    summary: 'What needs a person now, over all shops, the most urgent first; of what the caller may see',
    query: z.strictObject({ shopIds: idList.optional(), market: market.optional() }),
    answer: z.strictObject({ asOf: instant, items: z.array(duty), /** There are more than can be told. */ isCut: z.boolean() }),
  }),
} as const;
