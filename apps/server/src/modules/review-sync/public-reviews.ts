/**
 * What a merchant's own site shows, for anybody: no account, no cookie, and nobody's name. Only what the platform has taken and still shows
 * is given out. See docs/operate/review-widget.md.
 *
 *   GET /public/reviews/{merchantId}/{publicId}   {payload, signature, keyId}; the payload is JSON as a text, because its bytes are signed
 *   GET /public/review-keys/{merchantId}          a JSON web key set
 *   GET /public/review-widget.js                  shows the former in a page
 */
import type { RawRequest } from '../../platform/http/mount-raw.ts';
import type { Services } from '../../platform/services.ts';
import { reviewsOfProduct } from '../reviews/index.ts';
import { signPayload } from './signing.ts';
import { WIDGET } from './widget.ts';

type Answering = (request: RawRequest) => Promise<Response>;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** For pages of other origins. */
const ANYWHERE = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };
const missing = (): Response => new Response(null, { status: 404, headers: ANYWHERE });
const json = (body: unknown, seconds: number): Response =>
  Response.json(body, { headers: { ...ANYWHERE, 'cache-control': `public, max-age=${seconds}` } });

export function publicReviews(services: Services): Answering {
  return async ({ params: { merchantId = '', publicId = '' } }) => {
    if (!UUID.test(merchantId)) return missing();
    const signed = await services.database.readMerchant(merchantId, async (tx) => {
      const display = await tx
        .selectFrom('review_display as d')
        .innerJoin('listing as l', (on) =>
          on.onRef('l.shop_id', '=', 'd.shop_id').onRef('l.channel_product_id', '=', 'd.channel_product_id'),
        )
        .innerJoin('shop as s', 's.id', 'd.shop_id')
        .select(['d.shop_id as shopId', 'd.channel_product_id as channelProductId', 'd.version', 'd.content', 'l.title', 's.market'])
        .where('d.public_id', '=', publicId)
        .where('d.is_on', '=', true)
        .where('d.intent', '=', 'confirmed')
        .executeTakeFirst();
      if (!display) return null;
      const own = (await reviewsOfProduct(tx, display))
        .filter(({ isWithdrawn }) => !isWithdrawn)
        .map((each) => ({ ...each, market: display.market }));
      const reviews = [...own, ...display.content.reviews].sort((a, b) => b.writtenAt - a.writtenAt);
      const sum = reviews.reduce((total, { rating }) => total + rating, 0);
      const payload = JSON.stringify({
        version: display.version,
        title: display.title,
        market: display.market,
        soldElsewhere: display.content.sold,
        ratings: reviews.length,
        rating: reviews.length === 0 ? null : sum / reviews.length,
        reviews: reviews.map(({ rating, body, language, market, writtenAt, isIncentivised, isVerified, translation }) => ({
          ...{ rating, body, language, market, writtenAt: new Date(writtenAt).toISOString(), isIncentivised, isVerified },
          ...(translation && { translation: { ...translation, by: 'machine' } }),
        })),
      });
      const secrets = await services.secrets.forMerchant(merchantId);
      return signPayload(tx, secrets, payload);
    });
    return signed ? json(signed, 60) : missing();
  };
}

export function publicReviewKeys(services: Services): Answering {
  return async ({ params: { merchantId = '' } }) => {
    if (!UUID.test(merchantId)) return missing();
    const rows = await services.database.readMerchant(merchantId, (tx) =>
      tx.selectFrom('review_signing_key').select('public_key').execute(),
    );
    return rows.length === 0 ? missing() : json({ keys: rows.map((row) => row.public_key) }, 3600);
  };
}

export const reviewWidget: Answering = async () =>
  new Response(WIDGET, {
    headers: { ...ANYWHERE, 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  });
