import { z } from 'zod';
import { route } from '../route.ts';
import {
  channel,
  idList,
  instant,
  isPreview,
  language,
  market,
  money,
  pageOf,
  paging,
  paperFile,
  rowError,
  tableFile,
  uuid,
} from '../shapes.ts';

const shopChip = z.strictObject({ id: uuid, name: z.string(), channel, market, timeZone: z.string() });
/** A code of the rules' lists, or one of the platform's that they do not know yet. */
const code = z.string();

const violationState = z.enum(['in-force', 'under-appeal', 'overturned']);
const violationMeasure = z.strictObject({ code, from: instant, until: instant.nullable(), ordersPerDay: z.int().nullable() });

export const violation = z.strictObject({
  id: uuid,
  channelViolationId: z.string(),
  shop: shopChip,
  /** Where it is known from: the platform's list, or an exported file. */
  source: z.enum(['platform', 'file']),
  reason: code,
  area: code,
  points: z.int(),
  state: violationState,
  /** Of a rate: how many of how many, counted over the window. */
  numerator: z.int().nullable(),
  denominator: z.int().nullable(),
  window: z.strictObject({ from: instant, until: instant }).nullable(),
  measures: z.array(violationMeasure),
  orderCount: z.int(),
  violatedAt: instant,
  /** Since when the workbench had foretold it; null: it had not, or the violation is no matter of the two rates. */
  foreseenAt: instant.nullable(),
  /** Until when its points count; null without points, and once overturned. */
  pointsUntil: instant.nullable(),
  overturnedAt: instant.nullable(),
  /** What the rule on appeals says now. Null where no source states one (a local seller). */
  appeal: z
    .strictObject({
      canAppeal: z.boolean(),
      reason: z.enum(['open', 'under-way', 'under-review', 'granted', 'attempts-exhausted', 'deadline-passed']).nullable(),
      attempt: z.int().nullable(),
      firstDeadline: instant,
      /** Fifteen days after the first refusal; null before one. */
      secondDeadline: instant.nullable(),
    })
    .nullable(),
});

export const appeal = z.strictObject({
  id: uuid,
  violationId: uuid,
  channelAppealId: z.string().nullable(),
  shop: shopChip,
  reason: code,
  attempt: z.int(),
  /** On its way to the platform; then what the platform decided. `refused`: it did not take the appeal, see failureCode. */
  state: z.enum(['planned', 'sent', 'unknown', 'refused', 'under-review', 'granted', 'rejected']),
  text: z.string(),
  evidenceIds: z.array(uuid),
  isOwn: z.boolean(),
  failureCode: z.string().nullable(),
  createdAt: instant,
  submittedAt: instant.nullable(),
  decidedAt: instant.nullable(),
});

/** A file that speaks against the violation. Once an appeal has named it, it stays. */
export const appealEvidence = z.strictObject({
  id: uuid,
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  uploadedAt: instant,
  isSent: z.boolean(),
});

const citedOrder = z.strictObject({
  channelOrderId: z.string(),
  /** Null: the workbench does not hold the order. */
  id: uuid.nullable(),
  createdAt: instant.nullable(),
  shipBy: instant.nullable(),
  dispatchedAt: instant.nullable(),
  trackingNumbers: z.array(z.string()),
});

export const balanceHold = z.strictObject({
  channelBalanceHoldId: z.string(),
  violationId: uuid,
  amount: money,
  heldSince: instant,
  holdDays: z.int(),
  isPermanent: z.boolean(),
  investigationEndedAt: instant.nullable(),
  /** What the platform says, and what the rule on withheld balances makes of the same facts. */
  platform: z.strictObject({ isHeld: z.boolean(), until: instant.nullable() }),
  rule: z.strictObject({ isHeld: z.boolean(), until: instant.nullable() }).nullable(),
});

export const violationDetail = z.strictObject({
  ...violation.shape,
  note: z.string(),
  notedAt: instant.nullable(),
  orders: z.array(citedOrder),
  appeals: z.array(appeal),
  evidence: z.array(appealEvidence),
  balanceHolds: z.array(balanceHold),
});

const term = z.strictObject({ from: instant, until: instant.nullable() });

export const shopStanding = z.strictObject({
  shop: shopChip,
  /** `not-offered`: the channel has no source of these records; `no-consent`: the consent does not name them, consent again. */
  records: z.strictObject({ state: z.enum(['read', 'not-yet-read', 'no-consent', 'not-offered']), readAt: instant.nullable() }),
  /** False: no source states these rules for the shop (a local seller). */
  covered: z.boolean(),
  balance: z.int(),
  nextNode: z.int().nullable(),
  formalWarning: z.boolean(),
  isRevoked: z.boolean(),
  nextExpiry: z.strictObject({ at: instant, points: z.int() }).nullable(),
  /** The platform's own count at the reading; a difference is shown, not settled. Null before the first reading. */
  platformPoints: z.int().nullable(),
  /** By node. One side null: only the other knows it. */
  restrictions: z.array(z.strictObject({ code, node: z.int(), rule: term.nullable(), platform: term.nullable() })),
  /** Measures of single violations that last. */
  measures: z.array(z.strictObject({ ...violationMeasure.shape, violationId: uuid })),
  balanceHolds: z.array(balanceHold),
  linkedAccounts: z.array(
    z.strictObject({ channelAccountId: z.string(), kind: code, name: z.string(), shares: z.array(code), shopId: uuid.nullable() }),
  ),
});

const text = z.string().trim().min(1).max(5000);

export const penaltyRoutes = {
  'violations.list': route({
    id: 'violations.list',
    method: 'get',
    path: '/violations',
    scope: 'penalties:read',
    summary: 'Violations of all shops as the platform records them, newest first',
    query: z.strictObject({
      ...paging,
      shopIds: idList.optional(),
      market: market.optional(),
      area: z.string().max(60).optional(),
      reason: z.string().max(60).optional(),
      state: violationState.optional(),
    }),
    answer: pageOf(violation),
  }),
  'violations.standing': route({
    id: 'violations.standing',
    method: 'get',
    path: '/violations/standing',
    scope: 'penalties:read',
    summary: 'Where each shop stands: points, next node, restrictions in force, held money, linked accounts',
    query: z.strictObject({ shopIds: idList.optional(), market: market.optional() }),
    answer: z.strictObject({
      /** The balances at which restrictions begin, by the rule; at the last the account is revoked. */
      nodes: z.array(z.int()),
      /** How much of what was recorded against the two rates had been foretold, over all shops asked for. */
      foresight: z.strictObject({
        recorded: z.int(),
        foreseen: z.int(),
        falseAlarms: z.int(),
        medianLeadMinutes: z.int().nullable(),
      }),
      items: z.array(shopStanding),
    }),
  }),
  'violations.get': route({
    id: 'violations.get',
    method: 'get',
    path: '/violations/{violationId}',
    scope: 'penalties:read',
    summary: 'One violation with its orders, appeals, held money and note',
    params: z.strictObject({ violationId: uuid }),
    answer: violationDetail,
  }),
  'violations.note': route({
    id: 'violations.note',
    method: 'put',
    path: '/violations/{violationId}/note',
    scope: 'penalties:write',
    summary: 'Keep a note of one’s own beside a violation; the platform never sees it',
    params: z.strictObject({ violationId: uuid }),
    body: z.strictObject({ note: z.string().trim().max(5000) }),
    answer: violationDetail,
  }),
  'appeals.draft': route({
    id: 'appeals.draft',
    method: 'get',
    path: '/violations/{violationId}/appeal-draft',
    scope: 'penalties:read',
    summary: 'An appeal to begin with, citing what is known, in the platform’s language and the reader’s',
    params: z.strictObject({ violationId: uuid }),
    query: z.strictObject({ language: language.default('en') }),
    answer: z.strictObject({ platform: z.string(), reader: z.string() }),
  }),
  'appeals.list': route({
    id: 'appeals.list',
    method: 'get',
    path: '/appeals',
    scope: 'penalties:read',
    summary: 'Appeals against violations, newest first',
    query: z.strictObject({ ...paging, shopIds: idList.optional(), market: market.optional() }),
    answer: pageOf(appeal),
  }),
  'appeals.create': route({
    id: 'appeals.create',
    method: 'post',
    path: '/appeals',
    scope: 'penalties:write',
    summary: 'Submit an appeal. It is sent by a job; violations.get tells what became of it',
    idempotent: true,
    status: 202,
    body: z.strictObject({ violationId: uuid, text, evidenceIds: z.array(uuid).max(10).default([]) }),
    answer: appeal,
  }),
  'appeal-evidence.create': route({
    id: 'appeal-evidence.create',
    method: 'post',
    path: '/violations/{violationId}/evidence',
    scope: 'penalties:write',
    summary: 'Keep a file that speaks against a violation, to be named by an appeal; its bytes as the body',
    idempotent: true,
    status: 201,
    params: z.strictObject({ violationId: uuid }),
    upload: paperFile,
    query: z.strictObject({ fileName: z.string().trim().min(1).max(200) }),
    answer: appealEvidence,
  }),
  'appeal-evidence.file': route({
    id: 'appeal-evidence.file',
    method: 'get',
    path: '/violations/{violationId}/evidence/{evidenceId}/file',
    scope: 'penalties:read',
    summary: 'A file of evidence, as an attachment; who opened it is written down',
    params: z.strictObject({ violationId: uuid, evidenceId: uuid }),
    file: paperFile.mediaTypes,
    isStoredFile: true,
  }),
  'appeal-evidence.remove': route({
    id: 'appeal-evidence.remove',
    method: 'delete',
    path: '/violations/{violationId}/evidence/{evidenceId}',
    scope: 'penalties:write',
    summary: 'Delete a file of evidence that no appeal has named',
    params: z.strictObject({ violationId: uuid, evidenceId: uuid }),
    status: 204,
  }),
  'violation-imports.create': route({
    id: 'violation-imports.create',
    method: 'post',
    path: '/violation-imports',
    scope: 'penalties:write',
    summary:
      'Violations from the seller centre’s export file: a preview, or all of it. A file with a bad row, or sent again, changes nothing',
    upload: tableFile,
    query: z.strictObject({ isPreview }),
    answer: z.strictObject({
      isApplied: z.boolean(),
      rows: z.int(),
      added: z.int(),
      changed: z.int(),
      /** Known already, from the platform or from a file that said the same. */
      unchanged: z.int(),
      errors: z.array(rowError),
    }),
  }),
} as const;
