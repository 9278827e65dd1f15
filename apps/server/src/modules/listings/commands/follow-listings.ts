import type { TenantTx } from '../../../platform/database/database.ts';
import { enqueue } from '../../../platform/lanes/lanes.ts';
import { followPublicationJob } from '../publication-jobs.ts';

type Seen = { shop: { merchantId: string; shopId: string }; channelProductIds: readonly string[]; now: number };

/** A hint or the sweep has shown these listings: what was waiting for the platform's word about them looks now. */
export async function followListings(tx: TenantTx, { shop, channelProductIds, now }: Seen): Promise<void> {
  if (channelProductIds.length === 0) return;
  const waiting = await tx
    .selectFrom('publication')
    .select('id')
    .where('shop_id', '=', shop.shopId)
    .where('state', '=', 'under-review')
    .where('channel_product_id', 'in', channelProductIds)
    .execute();
  const jobs = waiting.map(({ id }) => followPublicationJob({ shopId: shop.shopId, publicationId: id }, now));
  await enqueue(tx, { merchantId: shop.merchantId, jobs, now });
}
