import type { AnswerOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { submitAppealJob } from '../jobs.ts';
import { appealCourseOf } from '../queries/course.ts';
import { evidenceOf } from '../queries/evidence.ts';
import { appealView, courseOf } from '../queries/views.ts';
import { findViolation } from '../queries/violation-detail.ts';

type Input = { caller: Caller; requestId: string; violationId: string; text: string; evidenceIds: string[] };

/** Records the wish and the job that carries it out; the platform is not called here. */
export async function planAppeal(services: Services, input: Input): Promise<AnswerOf<Routes['appeals.create']> | Refusal> {
  const { caller, requestId, text } = input;
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    // Two colleagues at once: the second waits here, then finds the first one's appeal.
    await tx.selectFrom('violation').select('id').where('id', '=', input.violationId).forUpdate().execute();
    const found = await findViolation(tx, input);
    if (!found) return refuse('not-found');
    const { row, shop, appeals } = found;
    const channel = services.channels[appealChannel(shop.channel)];
    if (!channel?.penalties) return refuse('channel-not-configured');
    const course = appealCourseOf(courseOf(row, { shop, appeals, now }));
    if (!course?.canAppeal) return refuse('appeal-not-open', course?.reason ?? 'no rule on appeals covers this shop');
    const named = [...new Set(input.evidenceIds)];
    const held = new Set((await evidenceOf(tx, row.id)).map(({ id }) => id));
    const unknown = named.flatMap((id, index) => (held.has(id) ? [] : [unknownFile(index)]));
    if (unknown.length > 0) return { refused: 'invalid-input', errors: unknown };
    const made = await tx
      .insertInto('appeal')
      .values({
        ...{ merchant_id: caller.merchantId, id: services.newId(), shop_id: shop.id, violation_id: row.id },
        ...{ channel_appeal_id: null, intent: 'planned', outcome: null, attempt: course.attempt ?? 1, text, evidence_ids: named },
        ...{ planned_by: caller.id, planned_at: new Date(now), created_at: new Date(now) },
        ...{ sent_at: null, failure_code: null, submitted_at: null, decided_at: null },
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await audit(tx, {
      id: services.newId(),
      at: now,
      caller,
      requestId,
      action: 'appeal.planned',
      objectKind: 'appeal',
      objectId: made.id,
      facts: { violation: row.id, attempt: made.attempt, files: named.length },
    });
    await enqueue(tx, { merchantId: caller.merchantId, jobs: [submitAppealJob(shop.id, made.id, now)], now });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'violation.changed', ids: [row.id], shopId: shop.id }]);
    return appealView(made, { shop, reason: row.reason });
  });
}

const unknownFile = (index: number) => ({
  path: `/evidenceIds/${index}`,
  code: 'unknown-evidence',
  message: 'No file of this violation has this id',
});

// A shop's channel was written from a ChannelName.
const appealChannel = (channel: string) => channel as keyof Services['channels'];
