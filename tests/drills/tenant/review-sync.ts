/** Two listings of a party's that are one product, shown beside each other, with all that is kept of it; and the bodies of its routes. */
import { z } from 'zod';
import { withClient } from '../../../apps/server/src/platform/database/roles.ts';
import type { Stage } from '../stage/stage.ts';

type Ids = Readonly<Record<string, string>>;
const kept = z.object({ link: z.string(), display: z.string(), product: z.string(), other: z.string() });

export async function reviewSyncOf({ ledger }: Stage, { name, listingId }: { name: string; listingId: string }) {
  const { rows } = await withClient(ledger.superuser(), async (client) => {
    const of = [listingId, `Shown by ${name}`];
    const content = `jsonb_build_object('sold', '[]'::jsonb, 'reviews', jsonb_build_array(jsonb_build_object('shopId', shop_id, 'id', $2::text, 'rating', 5, 'body', $2::text,
      'language', 'en', 'author', '', 'market', 'GB', 'writtenAt', 0, 'isIncentivised', false, 'isVerified', false)))`;
    const alike = await client.query(
      `UPDATE tenant.listing o SET brand = l.brand, category = l.category FROM tenant.listing l
       WHERE l.id = $1 AND o.id = (SELECT id FROM tenant.listing WHERE merchant_id = l.merchant_id AND shop_id = l.shop_id AND id <> l.id ORDER BY id LIMIT 1)
       RETURNING o.channel_product_id AS other`,
      [listingId],
    );
    const { other } = z.object({ other: z.string() }).parse(alike.rows[0]);
    await client.query(
      `INSERT INTO tenant.review_link SELECT merchant_id, gen_random_uuid(), shop_id, $3, shop_id, channel_product_id, NULL, $2, 'epoch' FROM tenant.listing WHERE id = $1`,
      [...of, other],
    );
    await client.query(
      `INSERT INTO tenant.review_display (merchant_id, id, shop_id, channel_product_id, public_id, is_on, version, content, intent, confirmed_version, changed_by, changed_at)
       SELECT merchant_id, gen_random_uuid(), shop_id, channel_product_id, $2, true, 1, ${content}, 'confirmed', 1, $2, 'epoch' FROM tenant.listing WHERE id = $1`,
      of,
    );
    await client.query(
      `INSERT INTO tenant.review_ledger SELECT d.merchant_id, gen_random_uuid(), d.id, d.shop_id, d.channel_product_id, 1, 'shown', 'confirmed', $2, 'epoch', 0, '[]'
       FROM tenant.review_display d JOIN tenant.listing l ON l.merchant_id = d.merchant_id AND l.shop_id = d.shop_id AND l.channel_product_id = d.channel_product_id WHERE l.id = $1`,
      of,
    );
    await client.query(
      `INSERT INTO tenant.review_gate SELECT l.merchant_id, s.market, true, $2, 'epoch' FROM tenant.listing l JOIN tenant.shop s ON s.id = l.shop_id WHERE l.id = $1`,
      of,
    );
    await client.query(
      `INSERT INTO tenant.review_signing_key SELECT merchant_id, gen_random_uuid(), '{}', '\\x00', 'epoch' FROM tenant.listing WHERE id = $1 AND $2::text <> ''`,
      of,
    );
    return client.query(
      `SELECT k.id AS link, k.source_product_id AS other, d.id AS display, d.channel_product_id AS product FROM tenant.review_link k
       JOIN tenant.review_display d ON d.merchant_id = k.merchant_id AND d.shop_id = k.target_shop_id AND d.channel_product_id = k.target_product_id
       JOIN tenant.listing l ON l.merchant_id = d.merchant_id AND l.shop_id = d.shop_id AND l.channel_product_id = d.channel_product_id WHERE l.id = $1`,
      [listingId],
    );
  });
  const { link, display, product, other } = kept.parse(rows[0]);
  return { reviewLinkId: link, reviewDisplayId: display, channelProductId: product, otherProductId: other };
}

export const reviewSyncBodies = ({ shopId, channelProductId, otherProductId }: Ids): Record<string, unknown> => ({
  'review-links.create': {
    source: { shopId, channelProductId },
    target: { shopId, channelProductId: otherProductId },
    declaredSame: { formulation: true, material: true, plug: true, model: true },
  },
  'review-displays.publish': { shopId, channelProductId },
  'review-displays.translate': { shopId, channelProductId },
  'review-displays.withdraw': {},
  'review-gates.set': { isOpen: true, readConditions: ['platform-review-policy', 'eu-ucpd', 'uk-dmcc', 'us-16cfr465', 'law-not-reviewed'] },
});
