import type { ChannelHint, ChannelName } from '@tradewind/channels';
import type { RateLimiter } from '../../../platform/http/rate-limit.ts';
import { enqueue, type NewJob } from '../../../platform/lanes/lanes.ts';
import { errorFields } from '../../../platform/log.ts';
import type { Services } from '../../../platform/services.ts';
import { checkConsentJob, noteWebhook } from '../../accounts/index.ts';
import { fetchConversationJob, fetchOrderJob, sweepJob } from '../jobs.ts';
import { hintContext } from '../sealed-hint.ts';

export type HintReceipt = 'stored' | 'repeated' | 'unknown-shop' | 'bad-signature' | 'malformed' | 'too-many';

type Input = { channelName: ChannelName; headers: Record<string, string>; body: Uint8Array; limiter?: Pick<RateLimiter, 'take'> | null };

/**
 * A webhook has arrived: verified over its raw bytes, written down under its dedupe key together with the job that will
 * fetch the truth, and only then answered. The body's words are never applied. A repeat changes nothing; a shop that nobody bound leaves
 * a line without a body.
 */
export async function receiveHint(services: Services, input: Input): Promise<HintReceipt> {
  const channel = services.channels[input.channelName];
  if (!channel) return 'unknown-shop';
  const verdict = channel.verifyHint(input.headers, input.body);
  if (!verdict.ok) return verdict.reason;
  const { hint } = verdict;
  // After the signature: what a stranger sends draws on no shop's share.
  if (input.limiter && input.limiter.take('webhook', `${input.channelName} ${hint.channelShopId ?? ''}`) > 0) return 'too-many';
  const now = services.clock.now();
  const owner = hint.channelShopId
    ? await services.database.system
        .selectFrom('system.shop_directory')
        .selectAll()
        .where('channel', '=', input.channelName)
        .where('channel_shop_id', '=', hint.channelShopId)
        .executeTakeFirst()
    : undefined;
  if (!owner) {
    await services.database.system
      .insertInto('system.inbound_unrouted')
      .values({
        id: services.newId(),
        channel: input.channelName,
        channel_shop_id: hint.channelShopId,
        notification_id: hint.notificationId,
        topic: hint.rawTopic,
        received_at: new Date(now),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return 'unknown-shop';
  }
  const written = store(services, { input, hint, owner, now });
  if (services.guards.commitBeforeAck) return written;
  written.catch((error: unknown) => services.log.warn('hint.lost-unguarded', errorFields(error)));
  return 'stored';
}

type Arrived = { input: Input; hint: ChannelHint; owner: { merchant_id: string; shop_id: string }; now: number };

async function store(services: Services, { input, hint, owner, now }: Arrived): Promise<HintReceipt> {
  const secrets = await services.secrets.forMerchant(owner.merchant_id);
  return services.database.withMerchant(owner.merchant_id, async (tx) => {
    const stored = await tx
      .insertInto('inbound')
      .values({
        merchant_id: owner.merchant_id,
        channel: input.channelName,
        notification_id: hint.notificationId,
        shop_id: owner.shop_id,
        topic: hint.rawTopic,
        channel_object_id: hint.channelObjectId,
        occurred_at: new Date(hint.occurredAt),
        received_at: new Date(now),
        body: secrets.seal(hintContext({ channel: input.channelName, notificationId: hint.notificationId }), input.body),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('notification_id')
      .executeTakeFirst();
    if (!stored) return 'repeated';
    await noteWebhook(tx, { shopId: owner.shop_id, now });
    await enqueue(tx, { merchantId: owner.merchant_id, jobs: jobsFor(hint, owner.shop_id, now), now });
    return 'stored';
  });
}

function jobsFor(hint: ChannelHint, shopId: string, now: number): NewJob[] {
  const order = hint.topic === 'order' && hint.channelObjectId ? [fetchOrderJob(shopId, hint.channelObjectId, now)] : [];
  switch (hint.topic) {
    case 'order':
      return order;
    case 'after-sale':
      return [sweepJob(shopId, 'returns', now), sweepJob(shopId, 'cancellations', now)];
    case 'package':
      return [sweepJob(shopId, 'packages', now)];
    case 'listing':
    case 'stock':
      return [sweepJob(shopId, 'listings', now)];
    case 'authorisation-revoked':
      return [checkConsentJob(shopId, now)];
    case 'message':
      return [hint.channelObjectId ? fetchConversationJob(shopId, hint.channelObjectId, now) : sweepJob(shopId, 'conversations', now)];
    case 'authorisation-expiring':
    case 'unknown':
      return [];
  }
}
