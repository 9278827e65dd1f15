import type { ChannelName } from '@tradewind/channels';
import type { Metrics } from '../../platform/http/metrics.ts';
import type { RawRequest } from '../../platform/http/mount-raw.ts';
import type { RateLimiter } from '../../platform/http/rate-limit.ts';
import type { Services } from '../../platform/services.ts';
import { type HintReceipt, receiveHint } from './commands/receive-hint.ts';

const statusOf: Record<HintReceipt, number> = {
  stored: 200,
  repeated: 200,
  'unknown-shop': 200,
  'bad-signature': 401,
  malformed: 400,
  'too-many': 429,
};

/**
 * POST /hooks/{channel}: an empty answer as soon as the hint is on disk; 503 (from the frame) while the database is away, so that the platform repeats it.
 * `limiter` null where limits are off. A delivery turned away is repeated by the platform, and found by the sweep in any case.
 */
export function hookHandler(
  services: Services,
  metrics: Metrics,
  limiter: Pick<RateLimiter, 'take'> | null = null,
): (request: RawRequest) => Promise<Response> {
  const received = metrics.counter('tw_webhook_total', 'Webhooks by what became of them');
  return async (request) => {
    const channelName = request.params.channel as ChannelName; // an unknown name has no channel, which is answered below
    // Own keys only: `constructor` is a member of every object.
    if (!Object.hasOwn(services.channels, channelName)) return new Response(null, { status: 404 });
    const receipt = await receiveHint(services, {
      channelName,
      headers: Object.fromEntries(request.headers),
      body: request.bytes,
      limiter,
    });
    received.inc({ channel: channelName, result: receipt });
    return new Response(null, { status: statusOf[receipt], ...(receipt === 'too-many' && { headers: { 'retry-after': '1' } }) });
  };
}
