/**
 * Tells a platform a wish once. The request that had it kept it as `planned`; this carries it out, and may be killed anywhere.
 *
 *   planned → sent    committed before the call, so that whoever finds `sent` knows that the call may have been made
 *   answered          saved: the platform has it, or says why it does not want it
 *   rejected          refused, with the platform's code: a person reads it. It is the wish's failure, not the shop's
 *   answer lost       unknown; half a minute later the platform is searched. Found: that is the answer. Not found: sent again
 *   never left        planned again (quota, a token that ended, a busy platform); the error goes on to the queue, which comes back
 *   process died      `sent` stays: the next run searches before it sends
 *
 * What bounds it: the search must be able to tell this wish from every other one, or a second one would be sent.
 */
import { ChannelFailure } from '@tradewind/channels';
import type { TenantTx } from '../database/database.ts';
import type { JobContext } from '../lanes/lanes.ts';

/** As the wish's row keeps it: both columns, or the one that changes. */
export type IntentMark = { intent: 'planned'; sent_at: null } | { intent: 'sent'; sent_at: Date } | { intent: 'unknown' };

/**
 * When the call was begun that the platform may have taken; null: none was. One object for the whole run: a second pass of
 * `withShopAccess`, with a newer token, finds it as the first pass left it.
 */
export type Wish = { sentAt: Date | null };

export type IntentSteps<Answer> = {
  /** At the platform, among what it took since about then: its clock is not ours. */
  lookFor: (sentAt: Date) => Promise<Answer | undefined>;
  send: () => Promise<Answer>;
  mark: (tx: TenantTx, mark: IntentMark) => Promise<void>;
  answered: (tx: TenantTx, answer: Answer) => Promise<void>;
  refused: (tx: TenantTx, code: string) => Promise<void>;
};

/** What a platform takes in may show in its lists a moment later. */
const LOOK_AFTER_MS = 30_000;

export async function carryOut<Answer>(context: JobContext, wish: Wish, steps: IntentSteps<Answer>): Promise<void> {
  const found = wish.sentAt ? await steps.lookFor(wish.sentAt) : undefined;
  if (found !== undefined) return context.commit((tx) => steps.answered(tx, found));
  const sentAt = new Date(context.now());
  await context.commit((tx) => steps.mark(tx, { intent: 'sent', sent_at: sentAt }), { finish: false });
  wish.sentAt = sentAt;
  const answer = await steps.send().catch(failureOf);
  if (answer instanceof ChannelFailure) return notTaken(context, { wish, steps, failure: answer });
  await context.commit((tx) => steps.answered(tx, answer));
}

/** Anything else is a bug, or our own end: whether the call was made is not known, and `sent` says so. */
function failureOf(error: unknown): ChannelFailure {
  if (error instanceof ChannelFailure) return error;
  throw error;
}

type NotTaken = { wish: Wish; steps: Pick<IntentSteps<never>, 'mark' | 'refused'>; failure: ChannelFailure };

async function notTaken(context: JobContext, { wish, steps, failure }: NotTaken): Promise<void> {
  if (failure.kind === 'rejected') return context.commit((tx) => steps.refused(tx, failure.channelCode ?? 'rejected'));
  if (failure.kind === 'unknown-outcome') {
    const reschedule = { dueAt: context.now() + LOOK_AFTER_MS };
    return context.commit((tx) => steps.mark(tx, { intent: 'unknown' }), { reschedule });
  }
  await context.commit((tx) => steps.mark(tx, { intent: 'planned', sent_at: null }), { finish: false });
  wish.sentAt = null;
  throw failure;
}
