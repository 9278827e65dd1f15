/**
 * What a listing shows of the others follows from its links, its market's gate and what stands there, and from nothing else: whoever changes
 * one of them calls `refreshDisplay` in the same transaction. A new content gets the next number and is told to the platform.
 */
import { languageOf } from '@tradewind/rules/localisation';
import { composeDisplay, type Display, type DisplaySource, type Elsewhere, type ListingFigures } from '@tradewind/rules/review-display';
import type { TenantTx } from '../../platform/database/database.ts';
import { enqueue } from '../../platform/lanes/lanes.ts';
import type { Services } from '../../platform/services.ts';
import { tellDisplayJob } from './jobs.ts';
import { type ListingFacts, type ListingKey, readFigures, readListing, sharedGtin } from './queries/figures.ts';
import type { Cause } from './tables.ts';

export const NOTHING: Elsewhere = { sold: [], reviews: [] };
/** All ratings or none: a listing with more is not shown elsewhere. */
export const REVIEWS_MAX = 5_000;

export type Composed = { target: ListingFacts; own: ListingFigures; display: Display; isGateOpen: boolean };

/** As buyers would see it now, were it published. Undefined: the listing is gone. */
export async function compose(tx: TenantTx, key: ListingKey, now: number): Promise<Composed | undefined> {
  const target = await readListing(tx, key);
  if (!target) return undefined;
  const links = await tx
    .selectFrom('review_link')
    .select(['source_shop_id', 'source_product_id', 'gtin'])
    .where('target_shop_id', '=', key.shopId)
    .where('target_product_id', '=', key.channelProductId)
    .where('unlinked_at', 'is', null)
    .orderBy('linked_at')
    .execute();
  const language = languageOf(target.market);
  const sources: DisplaySource[] = [];
  let gtin: string | null = null;
  for (const link of links) {
    const source = await readListing(tx, { shopId: link.source_shop_id, channelProductId: link.source_product_id });
    if (!source) continue;
    // A link by number holds as long as the numbers do.
    const shared = link.gtin === null ? null : sharedGtin(source, target);
    gtin = shared ?? gtin;
    sources.push({ ...(await readFigures(tx, source, { gtin: shared, language })), isConfirmedSame: link.gtin === null });
  }
  const own = await readFigures(tx, target, { gtin, language: null });
  const gate = await tx.selectFrom('review_gate').select('is_open').where('market', '=', target.market).executeTakeFirst();
  return { target, own, display: composeDisplay(own, sources, now), isGateOpen: gate?.is_open ?? false };
}

type Changed = { services: Services; merchantId: string; now: number; cause: Cause; by: string };

/** Keeps and tells what has changed; nothing where nothing is published. */
export async function refreshDisplay(tx: TenantTx, changed: Changed, key: ListingKey): Promise<void> {
  const { services, merchantId, now, cause, by } = changed;
  const held = await tx
    .selectFrom('review_display')
    .selectAll()
    .where('shop_id', '=', key.shopId)
    .where('channel_product_id', '=', key.channelProductId)
    .forUpdate()
    .executeTakeFirst();
  if (!held) return;
  const composed = held.is_on ? await compose(tx, key, now) : undefined;
  const mayShow = composed?.isGateOpen && composed.display.elsewhere.reviews.length <= REVIEWS_MAX;
  const content = mayShow ? composed.display.elsewhere : NOTHING;
  if (sameContent(content, held.content)) return;
  const version = held.version + 1;
  await tx
    .updateTable('review_display')
    .set({
      version,
      content: JSON.stringify(content),
      intent: 'planned',
      failure_code: null,
      sent_at: null,
      changed_by: by,
      changed_at: new Date(now),
    })
    .where('id', '=', held.id)
    .execute();
  await writeLedger(tx, services, { displayId: held.id, ...key, merchantId, version, kind: 'wished', cause, by, now, content });
  await enqueue(tx, { merchantId, jobs: [tellDisplayJob({ shopId: key.shopId, displayId: held.id }, now)], now });
  await services.hints.publish(tx, merchantId, [{ type: 'review.changed', ids: [held.id], shopId: key.shopId }]);
}

/** The database gives keys in an order of its own. */
const sameContent = (one: Elsewhere, other: Elsewhere): boolean => canonical(one) === canonical(other);
const canonical = ({ sold, reviews }: Elsewhere): string =>
  JSON.stringify([
    sold.map(({ market, units }) => [market, units]),
    reviews.map((each) => [
      each.shopId,
      each.id,
      each.rating,
      each.body,
      each.language,
      each.author,
      each.market,
      each.writtenAt,
      each.isIncentivised,
      each.isVerified,
      // What was kept before there were translations has none.
      each.translation ? [each.translation.language, each.translation.body] : null,
    ]),
  ]);

type Entry = ListingKey & {
  displayId: string;
  merchantId: string;
  version: number;
  kind: 'wished' | 'shown' | 'rejected';
  cause: string;
  by: string;
  now: number;
  content: Elsewhere;
};

export async function writeLedger(tx: TenantTx, services: Services, entry: Entry): Promise<void> {
  await tx
    .insertInto('review_ledger')
    .values({
      merchant_id: entry.merchantId,
      id: services.newId(),
      display_id: entry.displayId,
      shop_id: entry.shopId,
      channel_product_id: entry.channelProductId,
      version: entry.version,
      kind: entry.kind,
      cause: entry.cause,
      by: entry.by,
      at: new Date(entry.now),
      sold_elsewhere: entry.content.sold.reduce((sum, { units }) => sum + units, 0),
      reviews: JSON.stringify(entry.content.reviews.map(({ shopId, id }) => ({ shopId, id }))),
    })
    .execute();
}
