import type { Channel, ChannelName } from '@tradewind/channels';
import { createTikTokShop, TIKTOK_SHOP_ADDRESSES } from '@tradewind/channels/tiktok-shop';
import type { Config } from './config.ts';
import type { Clock, HttpSend, Log, Random } from './platform/ports.ts';

type Ports = { send: HttpSend; clock: Clock; random: Random; log: Log };

/** The channels that the operator has given credentials for. */
export function configuredChannels(
  config: Pick<Config, 'tiktokShop' | 'clockUrl'>,
  { send, clock, random, log }: Ports,
): Partial<Record<ChannelName, Channel>> {
  const given = config.tiktokShop;
  if (!given) return {};
  const ownConsentPage = given.consentUrl
    ? { consentUrl: given.consentUrl }
    : { consentUrl: TIKTOK_SHOP_ADDRESSES.consentUrl, consentUrlByMarket: TIKTOK_SHOP_ADDRESSES.consentUrlByMarket };
  const channel = createTikTokShop(
    {
      ...ownConsentPage,
      apiUrl: given.apiUrl ?? TIKTOK_SHOP_ADDRESSES.apiUrl,
      authUrl: given.authUrl ?? TIKTOK_SHOP_ADDRESSES.authUrl,
      appKey: given.appKey,
      appSecret: given.appSecret,
      ...(given.serviceId ? { serviceId: given.serviceId } : {}),
      ...(given.sellerPageUrl ? { sellerPageUrl: given.sellerPageUrl } : {}),
      ...(given.extensionUrl ? { extensionUrl: given.extensionUrl } : {}),
    },
    {
      send,
      clock,
      random: () => random.number(),
      onCall: (call) =>
        log.debug('channel.called', {
          channel: 'tiktok-shop',
          operation: call.operation,
          status: call.status,
          code: call.channelCode,
          state: call.outcome,
          durationMs: call.durationMs,
        }),
      onOddity: () => log.warn('channel.odd-order', { channel: 'tiktok-shop' }),
      // A followed clock may stand still: nothing may wait on it inside a job.
      ...(config.clockUrl ? { longestWaitMs: 0 } : {}),
    },
  );
  return { 'tiktok-shop': channel };
}
