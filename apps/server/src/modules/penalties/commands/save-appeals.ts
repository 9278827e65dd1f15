import type { ChannelAppeal } from '@tradewind/channels';
import { latestOfEach } from '@tradewind/channels/paging';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Services } from '../../../platform/services.ts';
import { dateOf } from './save-violations.ts';

type Input = {
  services: Pick<Services, 'newId'>;
  shop: { merchantId: string; shopId: string };
  items: readonly ChannelAppeal[];
};

/**
 * Takes in appeals by the platform's ids. One that a person here had on its way, whoever hears of it first (the job that sent it, or the
 * next reading), becomes theirs: same violation, same words. The platform allows one at a time, so there is at most one.
 */
export async function saveAppeals(tx: TenantTx, { services, shop, items }: Input): Promise<{ changedViolationIds: string[] }> {
  const changed = new Set<string>();
  for (const item of latestOfEach(items, ({ channelAppealId }) => channelAppealId)) {
    const violation = await tx
      .selectFrom('violation')
      .select('id')
      .where('shop_id', '=', shop.shopId)
      .where('channel_violation_id', '=', item.channelViolationId)
      .executeTakeFirst();
    // Violations are read first and from their beginning: an appeal against none belongs to one that the next reading brings.
    if (!violation) continue;
    if (await saveOne(tx, { services, shop, item, violationId: violation.id })) changed.add(violation.id);
  }
  return { changedViolationIds: [...changed] };
}

type One = Omit<Input, 'items'> & { item: ChannelAppeal; violationId: string };

async function saveOne(tx: TenantTx, { services, shop, item, violationId }: One): Promise<boolean> {
  const facts = {
    outcome: item.status,
    attempt: item.attempt,
    text: item.text,
    submitted_at: new Date(item.createdAt),
    decided_at: dateOf(item.decidedAt),
  };
  const known = await tx
    .selectFrom('appeal')
    .select(['id', 'outcome', 'decided_at', 'intent'])
    .where('shop_id', '=', shop.shopId)
    .where((where) =>
      where.or([
        where('channel_appeal_id', '=', item.channelAppealId),
        where.and([
          where('violation_id', '=', violationId),
          where('channel_appeal_id', 'is', null),
          where('intent', 'in', ['planned', 'sent', 'unknown']),
          where('text', '=', item.text),
        ]),
      ]),
    )
    .forUpdate()
    .executeTakeFirst();
  if (!known) {
    await tx
      .insertInto('appeal')
      .values({
        ...{ merchant_id: shop.merchantId, id: services.newId(), shop_id: shop.shopId, violation_id: violationId },
        ...{ channel_appeal_id: item.channelAppealId, intent: null, ...facts, created_at: new Date(item.createdAt) },
        ...{ planned_by: null, planned_at: null, sent_at: null, failure_code: null },
      })
      .execute();
    return true;
  }
  await tx
    .updateTable('appeal')
    .set({
      ...facts,
      channel_appeal_id: item.channelAppealId,
      ...(known.intent === null ? {} : { intent: 'confirmed' as const, failure_code: null }),
    })
    .where('id', '=', known.id)
    .execute();
  return known.outcome !== item.status || known.decided_at?.getTime() !== (item.decidedAt ?? undefined);
}
