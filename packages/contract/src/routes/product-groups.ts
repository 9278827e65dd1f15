import { z } from 'zod';
import { route } from '../route.ts';
import { channel, market, uuid } from '../shapes.ts';

const name = z.string().trim().min(1).max(60);
const channelCategoryId = z.string().min(1).max(100);
/** By the merchant's own name of an attribute, which of the platform's it is. */
const attributeIds = z.record(name, z.string().min(1).max(100));

export const productGroup = z.strictObject({
  id: uuid,
  parentId: uuid.nullable(),
  name: z.string(),
  /** By name, what its products say unless they say something else; an empty text: each says its own. */
  attributes: z.record(z.string(), z.string()),
  leaves: z.array(
    z.strictObject({
      channel,
      market,
      channelCategoryId: z.string(),
      name: z.string(),
      attributeIds: z.record(z.string(), z.string()),
      /** What the platform asks for there; null: nobody has asked it yet. */
      channelAttributes: z.array(z.strictObject({ channelAttributeId: z.string(), name: z.string(), isRequired: z.boolean() })).nullable(),
    }),
  ),
  /** Products that stand in it, those of the groups below it not counted. */
  productCount: z.int(),
  version: z.int(),
});

const given = {
  name,
  parentId: uuid.nullable().default(null),
  attributes: z.record(name, z.string().trim().max(500)).default({}),
  leaves: z
    .array(z.strictObject({ channel, market, channelCategoryId, attributeIds: attributeIds.default({}) }))
    .max(50)
    .default([]),
};
const groupId = z.strictObject({ groupId: uuid });

export const productGroupRoutes = {
  'product-groups.list': route({
    id: 'product-groups.list',
    method: 'get',
    path: '/product-groups',
    scope: 'products:read',
    summary: 'The merchant’s own tree of goods, each group with what its products inherit and where it stands in the platforms’ trees',
    answer: z.strictObject({ items: z.array(productGroup) }),
  }),
  'product-groups.create': route({
    id: 'product-groups.create',
    method: 'post',
    path: '/product-groups',
    scope: 'products:write',
    summary: 'Make a group, at most three below one another',
    idempotent: true,
    status: 201,
    body: z.strictObject(given),
    answer: productGroup,
  }),
  'product-groups.change': route({
    id: 'product-groups.change',
    method: 'put',
    path: '/product-groups/{groupId}',
    scope: 'products:write',
    summary: 'Save a group as a whole, on the version that was seen',
    params: groupId,
    body: z.strictObject({ version: z.int().min(1), ...given }),
    answer: productGroup,
  }),
  'product-groups.remove': route({
    id: 'product-groups.remove',
    method: 'delete',
    path: '/product-groups/{groupId}',
    scope: 'products:write',
    summary: 'Take away a group that holds nothing any more',
    params: groupId,
    status: 204,
  }),
} as const;
