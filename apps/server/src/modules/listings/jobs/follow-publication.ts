/** Reads what became of what was sent until the platform has decided. A webhook and the sweep make it look sooner. */
import type { PublishedListing } from '@tradewind/channels';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { type BoundShop, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { linkPublished } from '../../catalog/index.ts';
import { applyListings } from '../commands/apply-listings.ts';
import { movePublication } from '../commands/move-publication.ts';
import type { PublicationProblem, PublicationState } from '../publication-cell.ts';
import { followPublicationKind } from '../publication-jobs.ts';
import { FOLLOW_EVERY_MS } from './send-publication.ts';

const payload = z.strictObject({ shopId: z.uuid(), publicationId: z.uuid() });

export function followPublicationJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: followPublicationKind,
    payload,
    batchMax: 1,
    maxAttempts: 100,
    async run(jobs, context) {
      const { shopId = '', publicationId = '' } = jobs[0]?.payload ?? {};
      const row = await services.database.withMerchant(context.merchantId, (tx) =>
        tx
          .selectFrom('publication')
          .select(['state', 'channel_product_id as channelProductId'])
          .where('id', '=', publicationId)
          .executeTakeFirst(),
      );
      const channelProductId = row?.channelProductId ?? null;
      if (row?.state !== 'under-review' || channelProductId === null) return;
      try {
        await withShopAccess(services, { merchantId: context.merchantId, shopId }, async (shop, { publishing }, access) => {
          if (!publishing) return;
          const listing = await publishing.read(access, { channelProductId, version: 'edited' });
          const outcome = outcomeOf(listing);
          const reschedule = { dueAt: context.now() + FOLLOW_EVERY_MS };
          if (!outcome) return context.commit(async () => undefined, { reschedule });
          await context.commit((tx) => decided(tx, { services, context, shop, publicationId, listing, outcome }));
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
      }
    },
  };
}

type Outcome = { state: PublicationState; failures: PublicationProblem[] };

/** Null: the platform has not decided. An edit of a live listing is decided when its audit is. */
function outcomeOf(listing: PublishedListing | null): Outcome | null {
  if (!listing) return { state: 'off', failures: [{ code: 'listing-gone', weight: 'blocks', subjects: [], message: null }] };
  const { status, audit, auditFailures } = listing;
  const failures = auditFailures.map(({ where, reasons, suggestions }): PublicationProblem => {
    const message = [...reasons, ...suggestions].join(' · ') || null;
    return { code: 'audit-failed', weight: 'blocks', subjects: [where], message };
  });
  if (status === 'review-failed' || audit === 'failed') return { state: 'rejected', failures };
  if (status === 'in-review' || audit === 'under-review') return null;
  if (status === 'live') return { state: 'live', failures: [] };
  return status === 'draft' ? null : { state: 'off', failures };
}

type Decided = {
  services: Services;
  context: JobContext;
  shop: BoundShop;
  publicationId: string;
  listing: PublishedListing | null;
  outcome: Outcome;
};

async function decided(tx: TenantTx, { services, context, shop, publicationId, listing, outcome }: Decided): Promise<void> {
  const { merchantId } = context;
  const now = context.now();
  if (listing) {
    const variants = listing.variants.map(({ channelSkuId, sellerSku, price, currency, quantities }) => ({
      ...{ channelSkuId, sellerSku, price: price ?? 0, currency },
      quantity: quantities.reduce((sum, { quantity }) => sum + quantity, 0),
    }));
    const { channelProductId, title, status, createdAt, updatedAt } = listing;
    await applyListings(tx, { services, shop, items: [{ channelProductId, title, status, createdAt, updatedAt, variants }] });
    if (outcome.state === 'live') await linkPublished(tx, { merchantId, shopId: shop.shopId, channelProductId, now });
  }
  await movePublication(tx, services, { merchantId, publicationId, from: ['under-review'], now, marks: outcome });
}
