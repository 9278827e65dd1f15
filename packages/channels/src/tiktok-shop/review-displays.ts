/** What a listing shows of the merchant's other shops. No public API takes it: like programmes it goes to an address that the operator names. */
import { z } from 'zod';
import type { ChannelReviewDisplay, ChannelReviewDisplays, ShopAccess } from '../port.ts';
import { readAnswer } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import type { Platform } from './platform.ts';

const SCOPE = 'sandbox.shop_health';
const answer = z.object({ version: z.int().nonnegative() });

export function reviewDisplaysOf(platform: Platform, extensionUrl: string): ChannelReviewDisplays {
  const call = async (shop: ShopAccess, channelProductId: string, body?: object): Promise<number> => {
    const operation = body ? OPERATIONS.reviewDisplayShow : OPERATIONS.reviewDisplayRead;
    const pathIds = { product_id: channelProductId };
    const data = await platform.caller.signed({
      ...{ operation, baseUrl: extensionUrl, accessToken: shop.accessToken, shop, pathIds },
      ...(body ? { body } : {}),
    });
    return readAnswer(answer, data, operation.name).version;
  };
  return {
    scope: SCOPE,
    show: async (shop, display) => {
      await call(shop, display.channelProductId, wireOf(display));
    },
    shownVersion: async (shop, channelProductId) => (await call(shop, channelProductId)) || null,
  };
}

const wireOf = ({ version, soldElsewhere, reviews }: ChannelReviewDisplay) => ({
  version,
  sold_elsewhere: soldElsewhere.map(({ market, units }) => ({ market, units })),
  reviews: reviews.map(({ id, rating, body, language, author, market, writtenAt, isIncentivised, isVerified, translation }) => ({
    ...{ id, rating, text: body, language, author, market },
    create_time: Math.floor(writtenAt / 1000),
    is_incentivised: isIncentivised,
    is_verified: isVerified,
    ...(translation && { translation: { language: translation.language, text: translation.body } }),
  })),
});
