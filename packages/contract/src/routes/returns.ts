import { z } from 'zod';
import { route } from '../route.ts';
import { currency, idList, instant, market, money, pageOf, paging, uuid } from '../shapes.ts';
import { shopChip } from './orders.ts';

const caseBucket = z.enum(['answer', 'inspect', 'waiting', 'on-its-way', 'dispute', 'done']);
export const caseAct = z.enum([
  ...(['approve-cancellation', 'reject-cancellation', 'approve-refund', 'approve-return', 'accept-parcel', 'offer-part'] as const),
  ...(['reject-refund', 'reject-return', 'reject-parcel'] as const),
]);
const sellerAct = z.enum([...caseAct.options, 'refund-order', 'cancel-order']);
const kind = z.enum(['cancellation', 'refund', 'return']);
const fault = z.enum(['seller', 'buyer', 'carrier', 'nobody']);
/** On its way to the platform, then what came of it. `overtaken`: the case ended otherwise first; `rejected`: a person must look. */
const intent = z.enum(['planned', 'sent', 'unknown', 'confirmed', 'rejected', 'overtaken']);
const platformReason = z.strictObject({ code: z.string(), text: z.string() });
const reasonCode = z.string().trim().max(200);
const comment = z.string().trim().max(500);

export const caseAnswer = z.strictObject({
  id: uuid,
  act: sellerAct,
  reasonCode: z.string(),
  comment: z.string(),
  evidenceIds: z.array(uuid),
  /** What the buyer gets by it, minor units; null: nothing. */
  amount: money.nullable(),
  state: intent,
  /** The platform's, or ours (`no-consent`, `shop-not-active`). */
  failureCode: z.string().nullable(),
  askedBy: z.strictObject({ kind: z.enum(['user', 'api-key', 'rule']), name: z.string(), ruleId: uuid.nullable() }),
  plannedAt: instant,
  endedAt: instant.nullable(),
});

export const returnCase = z.strictObject({
  id: uuid,
  channelCaseId: z.string(),
  channelOrderId: z.string(),
  /** Null: the order is not known here yet. */
  orderId: uuid.nullable(),
  shop: shopChip,
  kind,
  status: z.string(),
  bucket: caseBucket,
  openedBy: z.enum(['buyer', 'seller', 'platform']),
  reason: z.string(),
  reasonCode: z.string(),
  refund: money,
  /** The seller's clock: by when they must answer. Null while it is not their turn. */
  respondBy: instant.nullable(),
  dispute: z
    .strictObject({
      state: z.enum(['open', 'for-buyer', 'for-seller', 'closed']),
      decideBy: instant.nullable(),
      decidedAt: instant.nullable(),
      responsible: z.string().nullable(),
    })
    .nullable(),
  offer: z.strictObject({ amount: money, isRefused: z.boolean() }).nullable(),
  sentBack: z.strictObject({ trackingNumber: z.string(), carrier: z.string().nullable() }).nullable(),
  /** `by` null: proposed by the table of reasons. */
  fault: z.strictObject({ fault, by: z.string().nullable(), note: z.string() }).nullable(),
  isReceived: z.boolean(),
  /** The newest answer of ours. */
  answer: z.strictObject({ act: sellerAct, state: intent }).nullable(),
  createdAt: instant,
  updatedAt: instant,
});

export const caseEvidence = z.strictObject({ id: uuid, mediaType: z.string(), bytes: z.int(), uploadedAt: instant });
const receiptLine = z.strictObject({ lineNo: z.int().min(1), good: z.int().min(0), damaged: z.int().min(0), missing: z.int().min(0) });
const caseLine = z.strictObject({
  lineNo: z.int(),
  productName: z.string(),
  variantName: z.string(),
  sellerSku: z.string(),
  /** Of these so many units are in the case. */
  units: z.int(),
  quantity: z.int(),
  salePrice: money,
  /** The part of the refund that falls on it; the parts add up to the refund. */
  share: money,
  received: receiptLine.omit({ lineNo: true }).nullable(),
});
/** paid = refunded + promised + left, unless more was given back than is left. */
const orderMoney = z.strictObject({ paid: money, refunded: money, promised: money, left: money });

export const caseDetail = z.strictObject({
  ...returnCase.shape,
  acts: z.array(caseAct),
  lines: z.array(caseLine),
  money: orderMoney.nullable(),
  answers: z.array(caseAnswer),
  evidence: z.array(caseEvidence),
  /** What the platform said of it when it was last asked; null: not asked yet, see return-looks.create. */
  look: z
    .strictObject({
      readAt: instant,
      rejectReasons: z.array(platformReason),
      /** What the platform reckons that the refund comes to; null: it does not say. */
      calculated: money.nullable(),
      records: z.array(
        z.strictObject({
          at: instant,
          by: z.enum(['buyer', 'seller', 'platform']),
          event: z.string(),
          reason: z.string(),
          note: z.string(),
          imageUrls: z.array(z.string()),
        }),
      ),
    })
    .nullable(),
});

const answerBody = { act: caseAct, reasonCode: reasonCode.default(''), comment: comment.default('') };
const caseParams = z.strictObject({ caseId: uuid });
const orderParams = z.strictObject({ orderId: uuid });

const ruleFields = {
  name: z.string().trim().min(1).max(80),
  /** Null: every shop of that currency. */
  shopId: uuid.nullable(),
  act: z.enum(['approve-cancellation', 'approve-refund', 'approve-return']),
  /** No case above it is answered. Minor units. */
  maximum: z.strictObject({ amount: z.int().min(1).max(1_000_000_000), currency }),
  /** Days from delivery; null: at any time. */
  windowDays: z.int().min(1).max(365).nullable(),
  /** In a day of UTC: so many cases, and so much money (minor units). */
  dailyCount: z.int().min(1).max(10_000),
  dailyAmount: z.int().min(1).max(1_000_000_000_000),
};
export const returnRule = z.strictObject({
  ...ruleFields,
  id: uuid,
  isLive: z.boolean(),
  triedAt: instant.nullable(),
  changedBy: z.string(),
  changedAt: instant,
  version: z.int(),
  /** Today's. */
  used: z.strictObject({ count: z.int(), amount: money }),
});
const ruleParams = z.strictObject({ returnRuleId: uuid });
const version = z.int().min(1);

const runState = z.enum(['running', 'done', 'cancelled']);
export const returnRun = z.strictObject({
  id: uuid,
  act: caseAct,
  state: runState,
  total: z.int(),
  /** Answered or refused. */
  done: z.int(),
  rows: z.array(
    z.strictObject({
      caseId: uuid,
      channelCaseId: z.string(),
      /** Null: waits for its turn. `refused`: not even sent, see code. */
      state: z.enum(['refused', 'cancelled', ...intent.options]).nullable(),
      code: z.string().nullable(),
    }),
  ),
});
const runParams = z.strictObject({ returnRunId: uuid });

export const returnRoutes = {
  'returns.list': route({
    id: 'returns.list',
    method: 'get',
    path: '/returns',
    scope: 'orders:read',
    summary: 'Cancellations, refunds, returns and disputes of all shops: what waits for the seller by its deadline, all else newest first',
    query: z.strictObject({
      ...paging,
      shopIds: idList.optional(),
      market: market.optional(),
      bucket: caseBucket.optional(),
      kind: kind.optional(),
      status: z.string().max(40).optional(),
      /** The beginning of a number of the platform’s, of the case or of its order. */
      q: z.string().trim().min(1).max(60).optional(),
    }),
    answer: pageOf(returnCase),
  }),
  'returns.counts': route({
    id: 'returns.counts',
    method: 'get',
    path: '/returns/counts',
    scope: 'orders:read',
    summary: 'How many cases lie in each bucket, at most 1,000 said of each; those that are done are not counted',
    query: z.strictObject({ shopIds: idList.optional(), market: market.optional() }),
    answer: z.strictObject({ items: z.array(z.strictObject({ bucket: caseBucket, count: z.int() })) }),
  }),
  'returns.get': route({
    id: 'returns.get',
    method: 'get',
    path: '/returns/{caseId}',
    scope: 'orders:read',
    summary: 'One case with its lines, money, answers, evidence and what the platform says of it',
    params: caseParams,
    answer: caseDetail,
  }),
  'return-looks.create': route({
    id: 'return-looks.create',
    method: 'post',
    path: '/returns/{caseId}/looks',
    scope: 'orders:read',
    summary: 'Ask the platform for a case’s steps, its reasons to refuse and its sum; a hint tells when they are there',
    status: 202,
    params: caseParams,
    body: z.strictObject({}),
    answer: z.strictObject({ caseId: uuid }),
  }),
  'return-answers.create': route({
    id: 'return-answers.create',
    method: 'post',
    path: '/returns/{caseId}/answers',
    scope: 'returns:write',
    summary: 'Answer a case. It is sent by a job, once; returns.get tells what became of it',
    idempotent: true,
    status: 202,
    params: caseParams,
    body: z.strictObject({
      ...answerBody,
      evidenceIds: z.array(uuid).max(9).default([]),
      /** Of an offer: minor units of the order’s currency. */
      amount: z.int().min(1).max(1_000_000_000_000).nullable().default(null),
    }),
    answer: caseAnswer,
  }),
  'return-evidence.create': route({
    id: 'return-evidence.create',
    method: 'post',
    path: '/returns/{caseId}/evidence',
    scope: 'returns:write',
    summary: 'Keep a picture to be shown with a refusal; its bytes as the body',
    idempotent: true,
    status: 201,
    params: caseParams,
    upload: { mediaTypes: ['image/jpeg', 'image/png'], maxBytes: 10 * 1024 * 1024 },
    query: z.strictObject({ fileName: z.string().trim().min(1).max(200) }),
    answer: caseEvidence,
  }),
  'return-evidence.file': route({
    id: 'return-evidence.file',
    method: 'get',
    path: '/returns/{caseId}/evidence/{pictureId}/file',
    scope: 'orders:read',
    summary: 'A picture of evidence, as an attachment; who opened it is written down',
    params: z.strictObject({ caseId: uuid, pictureId: uuid }),
    file: ['image/jpeg', 'image/png'],
    isStoredFile: true,
  }),
  'returns.fault': route({
    id: 'returns.fault',
    method: 'put',
    path: '/returns/{caseId}/fault',
    scope: 'returns:write',
    summary: 'Say whose fault a case is, where the table of reasons is wrong; the platform never sees it',
    params: caseParams,
    body: z.strictObject({ fault, note: z.string().trim().min(1).max(1000) }),
    answer: caseDetail,
  }),
  'return-receipts.create': route({
    id: 'return-receipts.create',
    method: 'post',
    path: '/returns/{caseId}/receipt',
    scope: 'stock:write',
    summary: 'Say once what came back: good units go on the shelf, damaged ones are written off, missing ones change nothing',
    idempotent: true,
    status: 201,
    params: caseParams,
    body: z.strictObject({ warehouseId: uuid, lines: z.array(receiptLine).min(1).max(200) }),
    answer: caseDetail,
  }),
  'order-after-sales.get': route({
    id: 'order-after-sales.get',
    method: 'get',
    path: '/orders/{orderId}/after-sales',
    scope: 'orders:read',
    summary: 'What is left of an order’s payment, and for which reasons a seller may refund or cancel it',
    params: orderParams,
    answer: z.strictObject({
      money: orderMoney,
      refundReasons: z.array(platformReason),
      cancelReasons: z.array(platformReason),
      lines: z.array(
        z.strictObject({
          lineNo: z.int(),
          channelLineIds: z.array(z.string()),
          productName: z.string(),
          sellerSku: z.string(),
          quantity: z.int(),
          /** Of one unit. */
          salePrice: money,
        }),
      ),
      answers: z.array(caseAnswer),
    }),
  }),
  'order-refunds.create': route({
    id: 'order-refunds.create',
    method: 'post',
    path: '/orders/{orderId}/refunds',
    scope: 'returns:write',
    summary: 'Refund a buyer unasked, never more than is left of the payment',
    idempotent: true,
    status: 202,
    params: orderParams,
    body: z.strictObject({
      reasonCode: reasonCode.min(1),
      /** Absent: all lines. */
      channelLineIds: z.array(z.string().max(60)).min(1).max(500).optional(),
      /** Minor units of the order’s currency. */
      amount: z.int().min(1).max(1_000_000_000_000),
    }),
    answer: caseAnswer,
  }),
  'order-cancellations.create': route({
    id: 'order-cancellations.create',
    method: 'post',
    path: '/orders/{orderId}/cancellations',
    scope: 'returns:write',
    summary: 'Cancel a whole order before it leaves',
    idempotent: true,
    status: 202,
    params: orderParams,
    body: z.strictObject({ reasonCode: reasonCode.min(1) }),
    answer: caseAnswer,
  }),
  'return-rules.list': route({
    id: 'return-rules.list',
    method: 'get',
    path: '/return-rules',
    scope: 'orders:read',
    summary: 'Rules that answer cases by themselves, with what they used today',
    answer: z.strictObject({ items: z.array(returnRule) }),
  }),
  'return-rules.create': route({
    id: 'return-rules.create',
    method: 'post',
    path: '/return-rules',
    scope: 'returns:write',
    summary: 'A rule; it answers nothing before it was tried and is live',
    idempotent: true,
    status: 201,
    body: z.strictObject(ruleFields),
    answer: returnRule,
  }),
  'return-rules.set': route({
    id: 'return-rules.set',
    method: 'put',
    path: '/return-rules/{returnRuleId}',
    scope: 'returns:write',
    summary: 'Change a rule: it is no longer live, and to be tried anew',
    params: ruleParams,
    body: z.strictObject({ version, ...ruleFields }),
    answer: returnRule,
  }),
  'return-rules.switch': route({
    id: 'return-rules.switch',
    method: 'put',
    path: '/return-rules/{returnRuleId}/live',
    scope: 'returns:write',
    summary: 'Let a rule that was tried answer, or stop it',
    params: ruleParams,
    body: z.strictObject({ version, isLive: z.boolean() }),
    answer: returnRule,
  }),
  'return-rules.try': route({
    id: 'return-rules.try',
    method: 'post',
    path: '/return-rules/{returnRuleId}/trial',
    scope: 'returns:write',
    summary: 'Which cases of the last 30 days the rule would have answered, and what that would have cost; nothing is sent',
    params: ruleParams,
    body: z.strictObject({ version }),
    answer: z.strictObject({
      cases: z.int(),
      answered: z.int(),
      cost: money,
      /** Over a daily limit. */
      held: z.int(),
      /** The newest 200. */
      items: z.array(z.strictObject({ caseId: uuid, channelCaseId: z.string(), at: instant, refund: money, isHeld: z.boolean() })),
      rule: returnRule,
    }),
  }),
  'return-runs.create': route({
    id: 'return-runs.create',
    method: 'post',
    path: '/return-runs',
    scope: 'returns:write',
    summary: 'Answer many cases alike, one after the other, each judged by itself',
    idempotent: true,
    status: 202,
    body: z.strictObject({ ...answerBody, caseIds: z.array(uuid).min(1).max(500) }),
    answer: returnRun,
  }),
  'return-runs.get': route({
    id: 'return-runs.get',
    method: 'get',
    path: '/return-runs/{returnRunId}',
    scope: 'orders:read',
    summary: 'How far a run is, and what became of each case',
    params: runParams,
    answer: returnRun,
  }),
  'return-runs.cancel': route({
    id: 'return-runs.cancel',
    method: 'post',
    path: '/return-runs/{returnRunId}/cancel',
    scope: 'returns:write',
    summary: 'Answer no further case of a run; what was sent stays',
    params: runParams,
    body: z.strictObject({}),
    answer: returnRun,
  }),
} as const;
