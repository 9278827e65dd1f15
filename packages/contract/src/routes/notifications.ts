import { z } from 'zod';
import { notificationKindNames } from '../notifications.ts';
import { route } from '../route.ts';
import { instant, pageOf, paging, uuid } from '../shapes.ts';

const kind = z.enum(notificationKindNames);

export const notification = z.strictObject({
  id: uuid,
  kind,
  shopId: uuid.nullable(),
  /** Codes, counts and instants that belong to the kind. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  raisedAt: instant,
  /** When what it tells of was mended; null = still so, or nothing that ends. */
  closedAt: instant.nullable(),
  isRead: z.boolean(),
});

const muted = z.strictObject({ muted: z.array(kind).max(notificationKindNames.length) });

export const notificationRoutes = {
  'notifications.list': route({
    id: 'notifications.list',
    method: 'get',
    path: '/notifications',
    scope: null,
    summary: 'What happened that a person should know, newest first, without the kinds the caller has muted',
    query: z.strictObject({ ...paging, unread: z.enum(['true', 'false']).default('false') }),
    answer: pageOf(notification),
  }),
  'notifications.count': route({
    id: 'notifications.count',
    method: 'get',
    path: '/notifications/unread-count',
    scope: null,
    summary: 'How many notifications the caller has not read; counted to 100',
    answer: z.strictObject({ unread: z.int() }),
  }),
  'notifications.read': route({
    id: 'notifications.read',
    method: 'post',
    path: '/notifications/{notificationId}/read',
    scope: null,
    summary: 'Mark one notification as read by the caller',
    params: z.strictObject({ notificationId: uuid }),
    status: 204,
  }),
  'notifications.read-all': route({
    id: 'notifications.read-all',
    method: 'post',
    path: '/notifications/read',
    scope: null,
    summary: 'Mark everything raised until then as read by the caller',
    body: z.strictObject({ until: instant }),
    status: 204,
  }),
  'notification-preferences.get': route({
    id: 'notification-preferences.get',
    method: 'get',
    path: '/notification-preferences',
    scope: null,
    summary: 'Kinds of notification the caller has muted',
    answer: muted,
  }),
  'notification-preferences.set': route({
    id: 'notification-preferences.set',
    method: 'put',
    path: '/notification-preferences',
    scope: null,
    summary: 'Choose the kinds of notification to mute; only the caller is concerned',
    body: muted,
    answer: muted,
  }),
} as const;
