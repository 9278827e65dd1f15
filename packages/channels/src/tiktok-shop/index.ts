/**
 * TikTok Shop as a sales channel (Partner API, versions 202309 and later).
 * Nothing here keeps a token, retries or stores: it makes one call at a time and says how it ended.
 */
import type { Channel, Clock, HttpSend } from '../port.ts';
import { createThrottle } from '../shared/throttle.ts';
import { authorisedShops, exchangeCode, refreshTokens } from './accounts.ts';
import { listAdSpend } from './ad-spend.ts';
import { listCancellations, listReturns } from './after-sales.ts';
import { type CallFacts, createCaller } from './caller.ts';
import { conversationsOf } from './conversations.ts';
import { ACCESS_TOKEN_EXPIRED } from './failure-codes.ts';
import { feedbackOf } from './feedback.ts';
import { fulfilmentOf } from './fulfilment.ts';
import { globalProductsOf } from './global-products.ts';
import { verifyHint } from './hints.ts';
import { fetchListingDetail } from './listing-detail.ts';
import { listListings } from './listings.ts';
import { openingsOf } from './openings.ts';
import { fetchOrders, listOrders, ORDER_DETAIL_MAX } from './orders.ts';
import { listPackages } from './packages.ts';
import { penaltiesOf } from './penalties.ts';
import type { Oddity, Platform } from './platform.ts';
import { programmesOf } from './programmes.ts';
import { publishingOf } from './publishing.ts';
import { returnsOf } from './returns.ts';
import { reviewDisplaysOf } from './review-displays.ts';
import { reviewsOfExport } from './reviews-export.ts';
import { stockOf } from './stock.ts';
import { violationsOfExport } from './violations-export.ts';
import { subscribe, unsubscribe } from './webhooks.ts';

export type { CallFacts, Oddity };
/** `ChannelFailure.channelCode` of an access token that has run out: refresh first, ask a person only if that fails. */
export { ACCESS_TOKEN_EXPIRED };

export type TikTokShopConfig = {
  apiUrl: string;
  authUrl: string;
  /** Full address of the consent page. */
  consentUrl: string;
  /** Markets with a consent page of their own; on the real platform the US. */
  consentUrlByMarket?: Readonly<Record<string, string>>;
  appKey: string;
  appSecret: string;
  /** Names the app on the consent page; without it the page must accept the app key. */
  serviceId?: string;
  /** Where a seller edits a product, with {shop} and {product} in their places. */
  sellerPageUrl?: string;
  /** The operator's source of what no public API offers (ad spend, penalties, reviews, disputes, openings, programmes), in the documented shapes. */
  extensionUrl?: string;
};

export type TikTokShopPorts = {
  send: HttpSend;
  clock: Clock;
  random: () => number;
  onCall?: (facts: CallFacts) => void;
  onOddity?: (oddity: Oddity) => void;
  /** How long a call may wait for its slot; 0 where the clock is followed and may stand still, so that no worker waits for it. Default 5 s. */
  longestWaitMs?: number;
};

/** The addresses of the real platform, one for all regions but the US consent page. */
export const TIKTOK_SHOP_ADDRESSES = {
  apiUrl: 'https://open-api.tiktokglobalshop.com',
  authUrl: 'https://auth.tiktok-shops.com',
  consentUrl: 'https://services.tiktokshop.com/open/authorize',
  // The seller centre is documented for people, not for programs, hence configurable.
  sellerPageUrl: 'https://seller.tiktokglobalshop.com/product/edit/{product}',
  // Sources disagree about this host, hence configurable.
  consentUrlByMarket: { US: 'https://services.us.tiktokshop.com/open/authorize' },
} as const;

/** The platform documents 50; the rest is for several workers and for the jitter between our clock and its. */
const CALLS_PER_SECOND = 40;
/** A worker may stand still this long for a slot; after that the job goes back to the queue. */
const LONGEST_WAIT_MS = 5_000;

export function createTikTokShop(config: TikTokShopConfig, ports: TikTokShopPorts): Channel {
  const { clock } = ports;
  const limits = { perWindow: CALLS_PER_SECOND, windowMs: 1_000, maxWaitMs: ports.longestWaitMs ?? LONGEST_WAIT_MS };
  const caller = createCaller({ app: config, send: ports.send, clock, throttle: createThrottle(limits, ports), onCall: ports.onCall });
  const platform: Platform = { caller, apiUrl: config.apiUrl, onOddity: ports.onOddity ?? (() => {}) };
  const { extensionUrl } = config;
  return {
    name: 'tiktok-shop',
    consentUrl: (input) => consentUrl(config, input),
    exchangeCode: (code) => exchangeCode(platform, code),
    refresh: (refreshToken) => refreshTokens(platform, refreshToken),
    authorisedShops: (accessToken) => authorisedShops(platform, accessToken),
    subscribe: (shop, address) => subscribe(platform, shop, address),
    unsubscribe: (shop) => unsubscribe(platform, shop),
    orderDetailMax: ORDER_DETAIL_MAX,
    orders: (shop, ids) => fetchOrders(platform, shop, ids),
    ordersUpdated: (shop, range) =>
      listOrders(platform, shop, { field: 'update_time', from: range.updatedFrom, to: range.updatedTo, pageToken: range.pageToken }),
    ordersCreated: (shop, range) =>
      listOrders(platform, shop, { field: 'create_time', from: range.createdFrom, to: range.createdTo, pageToken: range.pageToken }),
    packagesUpdated: (shop, range) => listPackages(platform, shop, range),
    returnsUpdated: (shop, range) => listReturns(platform, shop, range),
    cancellationsUpdated: (shop, range) => listCancellations(platform, shop, range),
    listingsUpdated: (shop, range) => listListings(platform, shop, range),
    listingDetail: (shop, channelProductId) => fetchListingDetail(platform, shop, channelProductId),
    listingPage: ({ channelShopId, channelProductId }) =>
      (config.sellerPageUrl ?? TIKTOK_SHOP_ADDRESSES.sellerPageUrl)
        .replace('{shop}', encodeURIComponent(channelShopId))
        .replace('{product}', encodeURIComponent(channelProductId)),
    violationsOfExport,
    reviewsOfExport,
    conversations: conversationsOf(platform),
    stock: stockOf(platform),
    publishing: publishingOf(platform),
    globalProducts: globalProductsOf(platform),
    fulfilment: fulfilmentOf(platform),
    returns: returnsOf(platform),
    ...(extensionUrl
      ? {
          adSpend: (shop, range) => listAdSpend(platform, shop, { extensionUrl, ...range }),
          openings: openingsOf(platform, extensionUrl),
          penalties: penaltiesOf(platform, extensionUrl),
          programmes: programmesOf(platform, extensionUrl),
          feedback: feedbackOf(platform, extensionUrl),
          reviewDisplays: reviewDisplaysOf(platform, extensionUrl),
        }
      : {}),
    verifyHint: (headers, body) => verifyHint({ ...config, now: () => clock.now() }, headers, body),
  };
}

/** The redirect address is fixed in the app's settings on the platform; only `state` travels. */
function consentUrl(config: TikTokShopConfig, input: { market: string; state: string }): string {
  const url = new URL(config.consentUrlByMarket?.[input.market] ?? config.consentUrl);
  if (config.serviceId) url.searchParams.set('service_id', config.serviceId);
  else url.searchParams.set('app_key', config.appKey);
  url.searchParams.set('state', input.state);
  return url.href;
}
