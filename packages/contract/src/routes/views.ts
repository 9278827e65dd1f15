import { z } from 'zod';
import type { Scope } from '../roles.ts';
import { route } from '../route.ts';
import { instant, pageOf, paging, uuid } from '../shapes.ts';

/** Tables whose views can be saved, and the right one needs to see the table: its filters may name buyers. */
export const scopeOfViewPage = { orders: 'orders:read', 'order-desk': 'orders:read' } as const satisfies Record<string, Scope>;
const page = z.enum(['orders', 'order-desk']);
/** How many views one person keeps for one table. */
export const VIEWS_MAX = 50;

const name = z.string().trim().min(1).max(60);
/**
 * The table's own part of an address: filters, search, sort and columns. Names that a later version no longer knows are kept here and
 * left out by the page that opens the view.
 */
const search = z
  .record(z.string().regex(/^[a-zA-Z][\w-]{0,29}$/, 'a parameter of the page’s address'), z.string().max(300))
  .refine((given) => Object.keys(given).length <= 20, 'at most 20 parameters');

export const savedView = z.strictObject({
  id: uuid,
  page,
  name: z.string(),
  search: z.record(z.string(), z.string()),
  isShared: z.boolean(),
  /** Whether it is the caller's own. */
  isOwn: z.boolean(),
  /** Whether the caller may rename, change and delete it. */
  isEditable: z.boolean(),
  /** Whether the caller's table opens with it. */
  isDefault: z.boolean(),
  createdAt: instant,
  updatedAt: instant,
});

const params = z.strictObject({ viewId: uuid });

export const viewRoutes = {
  'saved-views.list': route({
    id: 'saved-views.list',
    method: 'get',
    path: '/saved-views',
    scope: null,
    summary: 'The caller’s own views of a table and those that colleagues share, oldest first',
    query: z.strictObject({ ...paging, page }),
    answer: pageOf(savedView),
  }),
  'saved-views.create': route({
    id: 'saved-views.create',
    method: 'post',
    path: '/saved-views',
    scope: null,
    summary: `Save a view of a table; at most ${VIEWS_MAX} of one’s own`,
    idempotent: true,
    status: 201,
    body: z.strictObject({ page, name, search, isShared: z.boolean().default(false) }),
    answer: savedView,
  }),
  'saved-views.update': route({
    id: 'saved-views.update',
    method: 'patch',
    path: '/saved-views/{viewId}',
    scope: null,
    summary: 'Rename, change, share or withdraw a view; a shared one also by an owner of the merchant',
    params,
    body: z.strictObject({ name: name.optional(), search: search.optional(), isShared: z.boolean().optional() }),
    answer: savedView,
  }),
  'saved-views.remove': route({
    id: 'saved-views.remove',
    method: 'delete',
    path: '/saved-views/{viewId}',
    scope: null,
    summary: 'Delete a view; a shared one is gone for everybody',
    params,
    status: 204,
  }),
  'saved-views.choose': route({
    id: 'saved-views.choose',
    method: 'put',
    path: '/saved-views/{viewId}/default',
    scope: null,
    summary: 'Let the caller’s table open with this view, or no longer',
    params,
    body: z.strictObject({ isDefault: z.boolean() }),
    answer: savedView,
  }),
} as const;
