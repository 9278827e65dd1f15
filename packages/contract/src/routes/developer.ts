import { z } from 'zod';
import { scopes } from '../roles.ts';
import { route } from '../route.ts';
import { instant, pageOf, paging, uuid } from '../shapes.ts';

export const apiKey = z.strictObject({
  id: uuid,
  name: z.string(),
  /** First characters, to recognise it by. */ prefix: z.string(),
  scopes: z.array(z.enum(scopes)),
  shopIds: z.array(uuid).nullable(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});

export const developerRoutes = {
  'api-keys.list': route({
    id: 'api-keys.list',
    method: 'get',
    path: '/api-keys',
    scope: 'api-keys:write',
    summary: 'API keys; the keys themselves are not kept',
    query: z.strictObject(paging),
    answer: pageOf(apiKey),
  }),
  'api-keys.create': route({
    id: 'api-keys.create',
    method: 'post',
    path: '/api-keys',
    scope: 'api-keys:write',
    summary: 'Make an API key; it is shown once',
    idempotent: true,
    status: 201,
    body: z.strictObject({
      name: z.string().trim().min(1).max(100),
      scopes: z.array(z.enum(scopes)).min(1),
      shopIds: z.array(uuid).max(200).nullable().default(null),
    }),
    answer: z.strictObject({ ...apiKey.shape, key: z.string() }),
  }),
  'api-keys.revoke': route({
    id: 'api-keys.revoke',
    method: 'delete',
    path: '/api-keys/{apiKeyId}',
    scope: 'api-keys:write',
    summary: 'Revoke a key at once',
    params: z.strictObject({ apiKeyId: uuid }),
    status: 204,
  }),
  'audit-entries.list': route({
    id: 'audit-entries.list',
    method: 'get',
    path: '/audit-entries',
    scope: 'audit:read',
    summary: 'Who did what, newest first',
    query: z.strictObject({ ...paging, action: z.string().max(100).optional() }),
    answer: pageOf(
      z.strictObject({
        id: uuid,
        at: instant,
        actorKind: z.enum(['user', 'api-key', 'system']),
        actorId: z.string(),
        action: z.string(),
        objectKind: z.string(),
        objectId: z.string(),
        facts: z.record(z.string(), z.unknown()),
        sealed: z.boolean(),
      }),
    ),
  }),
} as const;
