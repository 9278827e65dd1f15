import { z } from 'zod';
import { route } from '../route.ts';
import { channel, instant } from '../shapes.ts';

const category = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a category code such as beauty-personal-care');

export const categoryMapping = z.strictObject({
  channel,
  /** The platform's own words for it, from the root to the leaf. */
  channelCategory: z.string(),
  /** The merchant's own answer; null: none yet. `not-regulated` is a category that no rule speaks of. */
  category: category.nullable(),
  listings: z.int(),
  live: z.int(),
  setBy: z.string().nullable(),
  setAt: instant.nullable(),
});

export const categoryRoutes = {
  'category-mappings.list': route({
    id: 'category-mappings.list',
    method: 'get',
    path: '/category-mappings',
    scope: 'listings:read',
    summary: 'Categories of the platforms that the workbench does not know, with the merchant’s own answer; the unanswered first',
    answer: z.strictObject({ items: z.array(categoryMapping) }),
  }),
  'category-mappings.set': route({
    id: 'category-mappings.set',
    method: 'put',
    path: '/category-mappings',
    scope: 'documents:write',
    summary: 'Say which category of the rules one of these is, for all its listings; null takes the answer back',
    body: z.strictObject({ channel, channelCategory: z.string().min(1).max(500), category: category.nullable() }),
    answer: categoryMapping,
  }),
} as const;
