import { z } from 'zod';

/** What sellers answer, and what buyers do when a control call says so; kept by the journal and read back. */
const step = { key: z.string().nullable(), reason: z.string(), note: z.string(), imageUris: z.array(z.string()) };

export const cancelOrderSchema = z.strictObject({ orderId: z.string(), reason: z.strictObject({ code: z.string(), text: z.string() }) });
export const answerCancellationSchema = z.strictObject({
  cancellationId: z.string(),
  isApproved: z.boolean(),
  key: z.string().nullable(),
});
export const approveReturnSchema = z.strictObject({
  returnId: z.string(),
  /** `refund`: at once, nothing is sent back. */
  decision: z.enum(['refund', 'return', 'received', 'offer']),
  /** Of an offer, in minor units. */
  offer: z.number().nullable(),
  key: z.string().nullable(),
});
export const rejectReturnSchema = z.strictObject({ returnId: z.string(), ...step });
export const createReturnSchema = z.strictObject({
  orderId: z.string(),
  type: z.enum(['REFUND', 'RETURN_AND_REFUND']),
  lineIds: z.array(z.string()),
  refund: z.number(),
  reason: z.string(),
  key: z.string().nullable(),
});
export const askToCancelSchema = z.strictObject({ orderId: z.string() });
export const askToReturnSchema = z.strictObject({ orderId: z.string(), type: z.enum(['REFUND', 'RETURN_AND_REFUND']).optional() });
export const buyerStepSchema = z.strictObject({
  returnId: z.string(),
  step: z.enum(['ship', 'withdraw', 'accept-offer', 'refuse-offer', 'dispute']),
});
export const decideDisputeSchema = z.strictObject({ returnId: z.string(), winner: z.enum(['buyer', 'seller']) });

export type CancelOrderInput = z.output<typeof cancelOrderSchema>;
export type AnswerCancellationInput = z.output<typeof answerCancellationSchema>;
export type ApproveReturnInput = z.output<typeof approveReturnSchema>;
export type RejectReturnInput = z.output<typeof rejectReturnSchema>;
export type CreateReturnInput = z.output<typeof createReturnSchema>;
export type AskToCancelInput = z.output<typeof askToCancelSchema>;
export type AskToReturnInput = z.output<typeof askToReturnSchema>;
export type BuyerStepInput = z.output<typeof buyerStepSchema>;
export type DecideDisputeInput = z.output<typeof decideDisputeSchema>;
