import { z } from 'zod';
import { roles } from '../roles.ts';
import { route } from '../route.ts';
import { instant, language, pageOf, paging, uuid, zoneName } from '../shapes.ts';

export const invitation = z.strictObject({
  id: uuid,
  email: z.string(),
  role: z.enum(roles),
  /** null = every shop. */
  shopIds: z.array(uuid).nullable(),
  /** null where a key made it, or who made it has left. */
  invitedBy: z.string().nullable(),
  state: z.enum(['pending', 'expired']),
  createdAt: instant,
  expiresAt: instant,
});

export const session = z.strictObject({
  id: uuid,
  /** As the browser names itself; anybody can send anything here. */
  userAgent: z.string().nullable(),
  /** The other end of the connection at sign-in; of IPv6 the network, not the device. */
  address: z.string().nullable(),
  createdAt: instant,
  /** Exact to ten minutes. */
  lastActiveAt: instant,
  isCurrent: z.boolean(),
});

/** null = not chosen: the browser's own. */
export const profile = z.strictObject({
  language: language.nullable(),
  timeZone: zoneName.nullable(),
  theme: z.enum(['system', 'light', 'dark']).nullable(),
  density: z.enum(['normal', 'compact']).nullable(),
});

export const SESSIONS_SHOWN = 100;

export const peopleRoutes = {
  'invitations.list': route({
    id: 'invitations.list',
    method: 'get',
    path: '/invitations',
    scope: 'members:read',
    summary: 'Invitations that are open or ran out, newest first',
    query: z.strictObject(paging),
    answer: pageOf(invitation),
  }),
  'invitations.create': route({
    id: 'invitations.create',
    method: 'post',
    path: '/invitations',
    scope: 'members:write',
    summary: 'Invite a person; the token of the link is shown once and ends an earlier one for the same address',
    idempotent: true,
    status: 201,
    body: z.strictObject({
      email: z.email().max(200),
      role: z.enum(roles),
      shopIds: z.array(uuid).max(200).nullable().default(null),
    }),
    answer: z.strictObject({ ...invitation.shape, token: z.string() }),
  }),
  'invitations.revoke': route({
    id: 'invitations.revoke',
    method: 'delete',
    path: '/invitations/{invitationId}',
    scope: 'members:write',
    summary: 'Take an invitation back; its link opens nothing any more',
    params: z.strictObject({ invitationId: uuid }),
    status: 204,
  }),
  'sessions.list': route({
    id: 'sessions.list',
    method: 'get',
    path: '/sessions',
    scope: null,
    summary: "The caller's own sessions, newest first",
    answer: z.strictObject({ items: z.array(session).max(SESSIONS_SHOWN) }),
  }),
  'sessions.end': route({
    id: 'sessions.end',
    method: 'delete',
    path: '/sessions/{sessionId}',
    scope: null,
    summary: 'End one of the own sessions at once',
    params: z.strictObject({ sessionId: uuid }),
    status: 204,
  }),
  'sessions.end-others': route({
    id: 'sessions.end-others',
    method: 'delete',
    path: '/sessions',
    scope: null,
    summary: 'End all own sessions but the one that asks',
    status: 204,
  }),
  'profile.update': route({
    id: 'profile.update',
    method: 'patch',
    path: '/profile',
    scope: null,
    summary: 'Change the own name (as this merchant sees it), language, time zone or appearance; me tells how they stand',
    body: z.strictObject({ ...profile.partial().shape, name: z.string().trim().min(1).max(100).optional() }),
    answer: z.strictObject({ name: z.string(), profile }),
  }),
} as const;
