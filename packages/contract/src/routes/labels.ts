import { z } from 'zod';
import { route } from '../route.ts';
import { instant, pageOf, paging, uuid } from '../shapes.ts';
import { shopChip } from './orders.ts';

const labelKind = z.enum(['label', 'label-and-packing-slip']);
const labelLayout = z.enum(['a6', 'a4-four']);

export const labelRun = z.strictObject({
  id: uuid,
  waveId: uuid.nullable(),
  waveNumber: z.int().nullable(),
  kind: labelKind,
  layout: labelLayout,
  state: z.enum(['fetching', 'merging', 'done', 'cancelled']),
  counts: z.strictObject({ waiting: z.int(), fetched: z.int(), missing: z.int() }),
  /** null: none yet, or no longer: labels carry addresses and are deleted after fourteen days, or with a buyer's data. */
  file: z.strictObject({ pages: z.int(), bytes: z.int() }).nullable(),
  purgedAt: instant.nullable(),
  createdBy: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
/**
 * Why a label is not in the file: the order has no package yet · it is not shipped · the platform did not make it in time · it gives none
 * (a parcel of the seller's own carrier) · the shop takes no calls · the consent lacks the right · the PDF is broken · no room ·
 * the task was cancelled · the buyer's data was deleted.
 */
export const labelReason = z.enum([
  'no-package',
  'not-ready',
  'refused',
  'shop-not-active',
  'consent-lacks-scope',
  'channel-without-labels',
  'damaged',
  'vault-full',
  'cancelled',
  'buyer-erased',
]);
const label = z.strictObject({
  id: uuid,
  position: z.int(),
  shop: shopChip,
  channelPackageId: z.string().nullable(),
  channelOrderIds: z.array(z.string()),
  state: z.enum(['waiting', 'fetched', 'missing']),
  /** Also of one that waits: what the last attempt met. */
  reason: labelReason.nullable(),
  /** The platform’s own words. */
  message: z.string().nullable(),
  attempts: z.int(),
  nextTryAt: instant.nullable(),
  trackingNumber: z.string().nullable(),
  pages: z.int().nullable(),
});
const labelRunDetail = z.strictObject({ ...labelRun.shape, labels: z.array(label) });
const runParams = z.strictObject({ labelRunId: uuid });

export const labelRoutes = {
  'label-runs.list': route({
    id: 'label-runs.list',
    method: 'get',
    path: '/label-runs',
    scope: 'orders:read',
    summary: 'Tasks that fetch labels and make one file of them, newest first',
    query: z.strictObject({ ...paging, waveId: uuid.optional() }),
    answer: pageOf(labelRun),
  }),
  'label-runs.create': route({
    id: 'label-runs.create',
    method: 'post',
    path: '/label-runs',
    scope: 'stock:write',
    summary: 'Fetch the labels of a wave, in its order, or of chosen orders or packages, in the order given, and make one PDF of them',
    body: z.strictObject({
      waveId: uuid.optional(),
      packageIds: z.array(uuid).min(1).max(1000).optional(),
      orderIds: z.array(uuid).min(1).max(1000).optional(),
      kind: labelKind.default('label'),
      layout: labelLayout.default('a6'),
    }),
    answer: labelRun,
    status: 202,
    idempotent: true,
  }),
  'label-runs.get': route({
    id: 'label-runs.get',
    method: 'get',
    path: '/label-runs/{labelRunId}',
    scope: 'orders:read',
    summary: 'A task of labels, row by row',
    params: runParams,
    answer: labelRunDetail,
  }),
  'label-runs.cancel': route({
    id: 'label-runs.cancel',
    method: 'post',
    path: '/label-runs/{labelRunId}/cancel',
    scope: 'stock:write',
    summary: 'Fetch no further labels; what is there already becomes no file',
    params: runParams,
    body: z.strictObject({}),
    answer: labelRun,
  }),
  'label-runs.retry': route({
    id: 'label-runs.retry',
    method: 'post',
    path: '/label-runs/{labelRunId}/retry',
    scope: 'stock:write',
    summary: 'Fetch what is missing once more and make the file anew',
    params: runParams,
    body: z.strictObject({}),
    answer: labelRun,
  }),
  'label-runs.file': route({
    id: 'label-runs.file',
    method: 'get',
    path: '/label-runs/{labelRunId}/file',
    scope: 'buyers:read',
    summary: 'The file: a sheet in front names what is missing, then every label in order. Who opened it is written down',
    params: runParams,
    file: ['application/pdf'],
    isStoredFile: true,
  }),
} as const;
