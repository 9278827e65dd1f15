/** How the jobs of an opening come to its row and to the platform. */
import type { Channel, ChannelOpenings } from '@tradewind/channels';
import type { JobContext } from '../../platform/lanes/lanes.ts';
import type { Services } from '../../platform/services.ts';
import { hasScope } from '../accounts/index.ts';
import type { OpeningRow } from './queries/opening-views.ts';

export type WithPlatform = { services: Services; context: JobContext; row: OpeningRow };

export const readForJob = (services: Services, { merchantId }: JobContext, openingId: string): Promise<OpeningRow | undefined> =>
  services.database.withMerchant(merchantId, (tx) => tx.selectFrom('opening').selectAll().where('id', '=', openingId).executeTakeFirst());

type Asked = { merchantId: string; shopId: string; channel: Channel };

/** Asked before every call: a refusal for want of the scope would look like a lost consent and stop the shop. */
export async function wayOf(
  { database }: Services,
  { merchantId, shopId, channel: { openings } }: Asked,
): Promise<{ openings: ChannelOpenings } | { problem: 'consent-lacks-scope' }> {
  const mayCall = openings && (await database.withMerchant(merchantId, (tx) => hasScope(tx, shopId, openings.scope)));
  return mayCall ? { openings } : { problem: 'consent-lacks-scope' };
}
