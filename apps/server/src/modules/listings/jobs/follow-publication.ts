/** Reads what became of what was sent until the platform has decided. A webhook and the sweep make it look sooner. */
import type { PublishedListing } from '@tradewind/channels';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { JobContext, JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { type BoundShop, hasScope, ShopNotActive, withShopAccess } from '../../accounts/index.ts';
import { linkPublished } from '../../catalog/index.ts';
import { applyListings } from '../commands/apply-listings.ts';
import { movePublication } from '../commands/move-publication.ts';
import type { PublicationProblem, PublicationState } from '../publication-cell.ts';
import { followPublicationKind } from '../publication-jobs.ts';
import { FOLLOW_EVERY_MS } from './send-publication.ts';

/** Nothing can be asked without a consent: it is looked whether there is one again. */
const LOST_EVERY_MS = 60 * 60_000;
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
          .select(['state', 'failures', 'channel_product_id as channelProductId', 'global_publication_id as globalPublicationId'])
          .where('id', '=', publicationId)
          .executeTakeFirst(),
      );
      const channelProductId = row?.channelProductId ?? null;
      if (row?.state !== 'under-review' || channelProductId === null) return;
      try {
        await withShopAccess(services, { merchantId: context.merchantId, shopId }, async (shop, { publishing }, access) => {
          const mayCall =
            publishing && (await services.database.withMerchant(context.merchantId, (tx) => hasScope(tx, shopId, publishing.scope)));
          if (!mayCall) return waitForConsent({ services, context, publicationId }, 'no-consent');
          const listing = await publishing.read(access, { channelProductId, version: 'edited' });
          const outcome = outcomeOf(listing, row.globalPublicationId !== null);
          const reschedule = { dueAt: context.now() + FOLLOW_EVERY_MS };
          const isTold = row.failures.length > 0;
          const clear = (tx: TenantTx) => (isTold ? note(tx, { services, context, publicationId }, []) : Promise.resolve());
          if (!outcome) return context.commit(clear, { reschedule });
          await context.commit((tx) => decided(tx, { services, context, shop, publicationId, listing, outcome }));
        });
      } catch (error) {
        if (!(error instanceof ShopNotActive)) throw error;
        await waitForConsent({ services, context, publicationId }, 'shop-not-active');
      }
    },
  };
}

type Followed = { services: Services; context: JobContext; publicationId: string };

async function note(tx: TenantTx, { services, context, publicationId }: Followed, failures: PublicationProblem[]): Promise<void> {
  const { merchantId } = context;
  const now = context.now();
  await movePublication(tx, services, { merchantId, publicationId, from: ['under-review'], now, marks: { failures } });
}

/** The platform goes on examining it, and we cannot see what it says: the row says why, and what would help. */
const waitForConsent = (followed: Followed, code: string): Promise<void> =>
  followed.context.commit((tx) => note(tx, followed, [{ code, weight: 'blocks', subjects: [], message: null }]), {
    reschedule: { dueAt: followed.context.now() + LOST_EVERY_MS },
  });

type Outcome = { state: PublicationState; failures: PublicationProblem[] };

/** Null: the platform has not decided. An edit of a live listing is decided when its audit is. */
function outcomeOf(listing: PublishedListing | null, isGlobal: boolean): Outcome | null {
  if (!listing) return { state: 'off', failures: [{ code: 'listing-gone', weight: 'blocks', subjects: [], message: null }] };
  const { status, audit, auditFailures } = listing;
  const failures = auditFailures.map(({ where, reasons, suggestions }): PublicationProblem => {
    const message = [...reasons, ...suggestions].join(' · ') || null;
    return { code: 'audit-failed', weight: 'blocks', subjects: [where], message };
  });
  if (status === 'review-failed' || audit === 'failed') return { state: 'rejected', failures };
  if (status === 'in-review' || audit === 'under-review') return null;
  if (status === 'live') return { state: 'live', failures: [] };
  // Published into a market whose rules it misses, a global product lies there as a draft until it is sent as that shop's own.
  if (status === 'draft' && isGlobal)
    return { state: 'rejected', failures: [{ code: 'global-draft', weight: 'blocks', subjects: [], message: null }] };
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
