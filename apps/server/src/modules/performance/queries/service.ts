import type { PerformanceDetail } from '@tradewind/contract';
import { replyRescue, serviceValue } from '@tradewind/rules/service-standing';
import type { TenantTx } from '../../../platform/database/database.ts';
import { secondAfter } from '../../../platform/database/slots.ts';
import type { Services } from '../../../platform/services.ts';
import type { ShopInScope } from '../../accounts/index.ts';
import { readTurnDays, readWaiting, sumTurns } from '../../inbox/index.ts';
import { MONTH_MS, readQualityDays, readQualityWindow } from '../../orders/index.ts';
import { countNegative, readReviewDays } from '../../reviews/index.ts';
import type { ServiceCounts, ServiceDays } from '../service.ts';
import { readSources, type ServiceSources } from './service-sources.ts';

export type ShopService = { sources: ServiceSources; counts: ServiceCounts };
const WAITING_AT_MOST = 2_000;

/** What the limits of service and quality are judged by, shop by shop. */
export async function readService(
  tx: TenantTx,
  { shops, channels, now }: { shops: readonly ShopInScope[]; channels: Services['channels']; now: number },
): Promise<ShopService[]> {
  const shopIds = shops.map((shop) => shop.id);
  const [sources, turns, negative, quality] = await Promise.all([
    readSources(tx, { shops, channels, now }),
    sumTurns(tx, { shopIds, now }),
    countNegative(tx, { shopIds, from: secondAfter(now - MONTH_MS), until: secondAfter(now) }),
    readQualityWindow(tx, { shopIds, now }),
  ]);
  return shopIds.flatMap((shopId, index) => {
    const [own, said, counted] = [sources[index], turns[index], quality[index]];
    if (!own || !said || !counted) return [];
    return [{ sources: own, counts: { turns: said, negativeReviews: negative.get(shopId) ?? 0, quality: counted } }];
  });
}

export async function readServiceDays(tx: TenantTx, { shop, from }: { shop: ShopInScope; from: string }): Promise<ServiceDays> {
  const wanted = { shopId: shop.id, from };
  const [turns, reviews, quality] = await Promise.all([readTurnDays(tx, wanted), readReviewDays(tx, wanted), readQualityDays(tx, wanted)]);
  return { turns, reviews, quality };
}

/** Who waits, and whom to answer so that both rates of replies hold. */
export async function readReplies(
  tx: TenantTx,
  { shop, service: { counts }, now }: { shop: ShopInScope; service: ShopService; now: number },
): Promise<NonNullable<PerformanceDetail['replies']>> {
  const waiting = await readWaiting(tx, { shopId: shop.id, now, limit: WAITING_AT_MOST + 1 });
  const seen = waiting.slice(0, WAITING_AT_MOST);
  const named = new Map(seen.map((turn) => [turn.id, turn]));
  const rescue = replyRescue({
    counts: { 'reply-24h': counts.turns.within24h, 'reply-48h': counts.turns.within48h },
    waiting: seen,
    asOf: now,
  });
  const valuesOf = (after: (typeof rescue)['ifSilent']) => ({
    'reply-24h': serviceValue('reply-24h', after['reply-24h']),
    'reply-48h': serviceValue('reply-48h', after['reply-48h']),
  });
  return {
    waiting: seen.length,
    isCut: waiting.length > seen.length,
    keepsTargets: rescue.keepsTargets,
    ifSilent: valuesOf(rescue.ifSilent),
    ifAnswered: valuesOf(rescue.ifAnswered),
    turns: rescue.turns.flatMap(({ id, replyBefore, saves }) => {
      const turn = named.get(id);
      if (!turn) return [];
      const { channelConversationId, askedAt } = turn;
      const instants = { askedAt: new Date(askedAt).toISOString(), replyBefore: new Date(replyBefore).toISOString() };
      return [{ turnId: id, channelConversationId, ...instants, saves }];
    }),
  };
}
