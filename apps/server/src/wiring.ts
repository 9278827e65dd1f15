/** Which module serves which route and which work: explicit, in one place, without discovery or a container. */
import type {
  Channel,
  ChannelAfterSale,
  ChannelConversation,
  ChannelDispute,
  ChannelListing,
  ChannelOrder,
  ChannelPackage,
  ChannelReview,
} from '@tradewind/channels';
import type { Config } from './config.ts';
import {
  accountHandlers,
  bindShopsJob,
  checkConsentJobHandler,
  retireShopJobHandler,
  type ShopBound,
  type ShopInScope,
  shopDuties,
  subscribeJobHandler,
} from './modules/accounts/index.ts';
import { assistHandlers } from './modules/assist/index.ts';
import { catalogHandlers, matchListings, runImportJobHandler } from './modules/catalog/index.ts';
import {
  auditTimeline,
  deskDuties,
  deskHandlers,
  deskTimeline,
  followDeadlines,
  followOrders,
  followPackages,
  followParcels,
  followShipments,
  holdsOf,
  runTaskJobHandler,
} from './modules/desk/index.ts';
import { developerHandlers } from './modules/developer/index.ts';
import { dutyHandlers } from './modules/duties/index.ts';
import { financeHandlers, taxIdDuties } from './modules/finance/index.ts';
import {
  applyPackages,
  changePackageJobHandler,
  followParcelsJobHandler,
  forgetTracking,
  fulfilmentHandlers,
  fulfilmentIntents,
  packageTimeline,
  shipmentTimeline,
  shipPackagesJobHandler,
  trackingReading,
  trackingTimeline,
} from './modules/fulfilment/index.ts';
import {
  applyConversations,
  chatsOf,
  fetchConversationsJobHandler,
  fetchImagesJobHandler,
  forgetWords,
  inboxHandlers,
  makeTermsJobHandler,
  markReadJobHandler,
  messageIntents,
  readMessagesJobHandler,
  replyDuties,
  sendMessagesJobHandler,
  watchWaitingJobHandler,
} from './modules/inbox/index.ts';
import { hasAdSpend, insightHandlers, readRatesJobHandler, saveAdSpend } from './modules/insights/index.ts';
import {
  adSpendReading,
  fetchOrdersJobHandler,
  hintTimeline,
  type Reading,
  readAdSpendJobHandler,
  type Stream,
  type StreamName,
  startStreams,
  sweepJobHandler,
  taskListHandler,
} from './modules/intake/index.ts';
import { intentDuties, intentHandlers } from './modules/intents/index.ts';
import {
  applyListings,
  categoryDuties,
  followPublicationJobHandler,
  listCategoryMappings,
  listingIntents,
  listListings,
  makeGlobalJobHandler,
  mapCategory,
  preparePublicationsJobHandler,
  publicationHandlers,
  publishGlobalJobHandler,
  readDetailsJobHandler,
  sendPublicationJobHandler,
  submitRunJobHandler,
  switchListingsJobHandler,
} from './modules/listings/index.ts';
import { draftTextsJobHandler, localisationHandlers } from './modules/localisation/index.ts';
import {
  documentDuties,
  followOpeningJobHandler,
  lockDuties,
  lockedAmong,
  onboardingHandlers,
  openingDuties,
  openingIntents,
  submitOpeningJobHandler,
} from './modules/onboarding/index.ts';
import {
  applyAfterSales,
  applyDisputes,
  applyOrders,
  dispatchDuties,
  type ErasedBuyer,
  eraseBuyerJobHandler,
  listDispatchTimes,
  listOrders,
  orderTimeline,
  readErasure,
  readOrder,
  requestErasure,
  setDispatchTime,
} from './modules/orders/index.ts';
import {
  appealDuties,
  appealIntents,
  penaltyHandlers,
  readRecordsJobHandler,
  recordsReading,
  submitAppealJobHandler,
} from './modules/penalties/index.ts';
import { performanceHandlers, rateDuties } from './modules/performance/index.ts';
import {
  dropCancelled,
  fetchLabelsJobHandler,
  forgetLabels,
  mergeLabelsJobHandler,
  pickingHandlers,
  pickTimeline,
  purgeLabelsJobHandler,
} from './modules/picking/index.ts';
import { policyHandlers } from './modules/policies/index.ts';
import { priceHandlers } from './modules/prices/index.ts';
import {
  applicationIntents,
  programmeHandlers,
  readApplicationsJobHandler,
  sendApplicationJobHandler,
} from './modules/programmes/index.ts';
import {
  answerIntents,
  answerTimeline,
  caseDuties,
  lookJobHandler,
  returnHandlers,
  runJobHandler,
  sendAnswerJobHandler,
} from './modules/returns/index.ts';
import { dryRunJobHandler, judgeOrders, reviewRuleHandlers, reviewTimeline, wishesOf } from './modules/review-rules/index.ts';
import {
  displayIntents,
  followReviews,
  refreshDisplaysJobHandler,
  reviewSyncHandlers,
  tellDisplayJobHandler,
} from './modules/review-sync/index.ts';
import { applyReviews, forgetReviews, replyIntents, reviewHandlers, sendReplyJobHandler } from './modules/reviews/index.ts';
import {
  compareStockJobHandler,
  expireReservationJobHandler,
  forgetDestinations,
  moveOrders,
  planPushesJobHandler,
  pushStockJobHandler,
  reservationTimeline,
  stockDuties,
  stockHandlers,
  stockIntents,
} from './modules/stock/index.ts';
import { translationHandlers } from './modules/translation/index.ts';
import { viewHandlers } from './modules/views/index.ts';
import { auditSealHandler } from './platform/audit.ts';
import { peopleHandlers } from './platform/auth/people-handlers.ts';
import { realClock } from './platform/clock/real-clock.ts';
import type { TenantTx } from './platform/database/database.ts';
import type { DutySource } from './platform/duties.ts';
import { type Handlers, refuse } from './platform/http/handler.ts';
import type { IntentSource } from './platform/intents/unsettled.ts';
import type { JobHandler } from './platform/lanes/lanes.ts';
import { notificationHandlers, purgeNotificationsHandler } from './platform/notifications/index.ts';
import type { HttpSend } from './platform/ports.ts';
import type { Services } from './platform/services.ts';
import type { TimelineSource } from './platform/timeline.ts';

/** What moves in the transaction that stores an order. */
const moveWithOrders: typeof moveOrders = async (tx, moved) => {
  await moveOrders(tx, moved);
  await dropCancelled(tx, moved);
};

/** After its stock: the order stands on the desk, and rules say what they think of it. */
const placeAndJudge = async (
  tx: TenantTx,
  moved: Parameters<typeof followOrders>[1] & Parameters<typeof judgeOrders>[1],
): Promise<void> => {
  await followOrders(tx, moved);
  await judgeOrders(tx, moved);
};

/** Every stream that is read from a shop, with who stores it. Orders are swept more often than what seldom moves. */
function streamsOf(services: Services) {
  const orders: Stream<ChannelOrder> = {
    name: 'orders',
    intervalMs: 20_000,
    ordered: true,
    list: (channel, access, range) => channel.ordersUpdated(access, range),
    updatedAt: (order) => order.updatedAt,
    apply: (tx, { items, ...input }) =>
      applyOrders(tx, { ...input, services, orders: items, moveStock: moveWithOrders, moveDesk: placeAndJudge }),
  };
  const afterSales = (name: 'returns' | 'cancellations', list: Stream<ChannelAfterSale>['list']): Stream<ChannelAfterSale> => ({
    name,
    intervalMs: 30_000,
    ordered: true,
    list,
    updatedAt: (item) => item.updatedAt,
    apply: (tx, { shop, items }) => applyAfterSales(tx, { services, shop, items }),
  });
  const packages: Stream<ChannelPackage> = {
    name: 'packages',
    intervalMs: 30_000,
    ordered: true,
    list: (channel, access, range) => channel.packagesUpdated(access, range),
    updatedAt: (item) => item.updatedAt,
    apply: async (tx, { shop, items }) => {
      const applied = await applyPackages(tx, { services, shop, items });
      const channelOrderIds = items.flatMap((item) => item.channelOrderIds);
      if (applied.changed > 0) await followPackages(tx, { ...shop, channelOrderIds });
      return applied;
    },
  };
  // The platform cannot sort products by update time.
  const listings: Stream<ChannelListing> = {
    name: 'listings',
    intervalMs: 45_000,
    ordered: false,
    list: (channel, access, range) => channel.listingsUpdated(access, range),
    updatedAt: (item) => item.updatedAt,
    apply: async (tx, { shop, items, now }) => {
      const applied = await applyListings(tx, { services, shop, items });
      const among = { shopId: shop.shopId, channelProductIds: items.map(({ channelProductId }) => channelProductId) };
      await matchListings(tx, { merchantId: shop.merchantId, now, among });
      return applied;
    },
  };
  return {
    orders,
    returns: afterSales('returns', (channel, access, range) => channel.returnsUpdated(access, range)),
    cancellations: afterSales('cancellations', (channel, access, range) => channel.cancellationsUpdated(access, range)),
    packages,
    listings,
    ...saidByBuyers(services),
  };
}

/** Everything that platforms are told, and that they may refuse or leave without an answer. */
const intentSources: readonly IntentSource[] = [
  listingIntents,
  stockIntents,
  fulfilmentIntents,
  answerIntents,
  messageIntents,
  replyIntents,
  appealIntents,
  openingIntents,
  applicationIntents,
  displayIntents,
];

/** Everybody who knows something of what happened to an order. */
const timelineSources: readonly TimelineSource[] = [
  orderTimeline,
  hintTimeline,
  packageTimeline,
  shipmentTimeline,
  trackingTimeline,
  pickTimeline,
  answerTimeline,
  reservationTimeline,
  deskTimeline,
  reviewTimeline,
  auditTimeline,
];

/** Everything that may need a person; Home lists what they find. */
const dutySources: readonly DutySource<ShopInScope>[] = [
  shopDuties,
  rateDuties,
  dispatchDuties,
  deskDuties,
  documentDuties,
  lockDuties,
  categoryDuties,
  taxIdDuties,
  replyDuties,
  caseDuties,
  appealDuties,
  openingDuties,
  stockDuties,
  intentDuties(intentSources),
];

/** What buyers say of a shop, where the channel and the consent let it be read. */
function saidByBuyers(services: Services) {
  const nothing = { items: [], nextToken: null, total: null };
  // The platform lists conversations by their latest message, newest first.
  const conversations: Stream<ChannelConversation> = {
    name: 'conversations',
    intervalMs: 30_000,
    ordered: false,
    scope: (channel) => channel.conversations?.scope ?? null,
    list: async (channel, access, range) => channel.conversations?.updated(access, range) ?? nothing,
    updatedAt: (item) => item.updatedAt,
    apply: (tx, { shop, items, now, secrets }) => applyConversations(tx, { services, shop, items, now, secrets }),
  };
  const feedbackScope = (channel: Channel) => channel.feedback?.scope ?? null;
  const reviews: Stream<ChannelReview> = {
    name: 'reviews',
    intervalMs: 60_000,
    ordered: true,
    scope: feedbackScope,
    list: async (channel, access, range) => channel.feedback?.reviewsUpdated(access, range) ?? nothing,
    updatedAt: (item) => item.updatedAt,
    apply: async (tx, { shop, items, now }) => {
      const applied = await applyReviews(tx, { services, shop, items });
      if (applied.changed > 0) await followReviews(tx, { merchantId: shop.merchantId, now });
      return applied;
    },
  };
  const disputes: Stream<ChannelDispute> = {
    name: 'disputes',
    intervalMs: 60_000,
    ordered: true,
    scope: feedbackScope,
    list: async (channel, access, range) => channel.feedback?.disputesUpdated(access, range) ?? nothing,
    updatedAt: (item) => item.updatedAt,
    apply: (tx, { shop, items }) => applyDisputes(tx, { services, shop, items }),
  };
  return { conversations, reviews, disputes };
}

export const streamNames: readonly StreamName[] = [
  'orders',
  'returns',
  'cancellations',
  'packages',
  'listings',
  'conversations',
  'reviews',
  'disputes',
];

/** Beside the streams: what only some channels offer is only asked of them. */
export const readingsOf = ({ channels }: Pick<Services, 'channels'>): readonly Reading[] => [
  adSpendReading,
  ...(Object.values(channels).some((channel) => channel.penalties) ? [recordsReading] : []),
  ...(Object.values(channels).some((channel) => channel.fulfilment) ? [trackingReading] : []),
];

type JobParts = {
  services: Services;
  config: Pick<Config, 'fxFeedUrl'>;
  send: HttpSend;
  hookAddress: (channel: string) => string;
};

/** What else is kept of a buyer whose data is deleted, and who clears it. */
const forgetting = (services: Services): ((tx: TenantTx, erased: ErasedBuyer) => Promise<void>)[] => [
  (tx, erased) => forgetLabels(tx, services, erased),
  (tx, erased) => forgetWords(tx, services, erased),
  forgetDestinations,
  forgetTracking,
  forgetReviews,
];

export function jobHandlers({ services, config, send, hookAddress }: JobParts): JobHandler<unknown>[] {
  const streams = streamsOf(services);
  const onShopBound: ShopBound = (tx, shop) =>
    startStreams(tx, { services, streams: streamNames, readings: readingsOf(services), ...shop });
  // The map forgets each stream's item type: a stream is only ever handed what its own `list` produced.
  const byName = new Map(Object.entries(streams)) as unknown as ReadonlyMap<StreamName, Stream<unknown>>;
  const handlers = [
    bindShopsJob(services, onShopBound),
    subscribeJobHandler(services, hookAddress),
    retireShopJobHandler(services),
    checkConsentJobHandler(services),
    sweepJobHandler(services, byName),
    fetchOrdersJobHandler(services, streams.orders),
    readAdSpendJobHandler(services, { save: saveAdSpend, has: hasAdSpend }),
    readRecordsJobHandler(services),
    submitAppealJobHandler(services),
    sendAnswerJobHandler(services),
    lookJobHandler(services),
    runJobHandler(services),
    ...(config.fxFeedUrl ? [readRatesJobHandler(services, { feedUrl: config.fxFeedUrl, send })] : []),
    readDetailsJobHandler(services),
    preparePublicationsJobHandler(services),
    submitRunJobHandler(services),
    sendPublicationJobHandler(services),
    makeGlobalJobHandler(services),
    publishGlobalJobHandler(services),
    followPublicationJobHandler(services),
    switchListingsJobHandler(services),
    submitOpeningJobHandler(services),
    followOpeningJobHandler(services, onShopBound),
    sendApplicationJobHandler(services),
    readApplicationsJobHandler(services),
    readMessagesJobHandler(services),
    fetchConversationsJobHandler(services),
    sendMessagesJobHandler(services),
    makeTermsJobHandler(),
    sendReplyJobHandler(services),
    markReadJobHandler(services),
    fetchImagesJobHandler(services),
    watchWaitingJobHandler(services),
    eraseBuyerJobHandler(services, { forget: forgetting(services), chats: chatsOf }),
    runImportJobHandler(services),
    planPushesJobHandler(services),
    pushStockJobHandler(services),
    compareStockJobHandler(services),
    expireReservationJobHandler(services),
    runTaskJobHandler(services),
    draftTextsJobHandler(services),
    shipPackagesJobHandler(services, { holdsOf, followShipments }),
    changePackageJobHandler(services),
    followParcelsJobHandler(services, followParcels),
    dryRunJobHandler(services),
    tellDisplayJobHandler(services),
    refreshDisplaysJobHandler(services),
    fetchLabelsJobHandler(services),
    mergeLabelsJobHandler(services),
    purgeLabelsJobHandler(services),
    auditSealHandler,
    purgeNotificationsHandler,
  ];
  // Each handler is only given payloads that its own schema produced.
  return handlers as unknown as JobHandler<unknown>[];
}

export function routeHandlers(services: Services): Handlers {
  return {
    ...peopleHandlers(services, realClock),
    ...developerHandlers(services),
    ...reviewSyncHandlers(services),
    ...accountHandlers(services),
    ...insightHandlers(services),
    ...viewHandlers(services),
    ...policyHandlers(services),
    ...penaltyHandlers(services),
    ...returnHandlers(services),
    ...reviewRuleHandlers(services),
    ...inboxHandlers(services),
    ...assistHandlers(services),
    ...translationHandlers(services),
    ...reviewHandlers(services),
    ...performanceHandlers(services),
    ...notificationHandlers(services),
    ...onboardingHandlers(services),
    ...financeHandlers(services),
    ...priceHandlers(services),
    ...dutyHandlers(services, dutySources),
    ...intentHandlers(services, intentSources),
    ...programmeHandlers(services),
    ...publicationHandlers(services),
    ...catalogHandlers(services),
    ...stockHandlers(services),
    ...localisationHandlers(services),
    ...fulfilmentHandlers(services, holdsOf, wishesOf),
    ...pickingHandlers(services),
    ...deskHandlers(services, timelineSources),
    'orders.list': ({ caller, query }) => listOrders(services, { caller, query }),
    'orders.get': async ({ caller, params }) => (await readOrder(services, { caller, orderId: params.orderId })) ?? refuse('not-found'),
    'buyer-erasures.create': ({ caller, requestId, body }) => requestErasure(services, { caller, requestId, ...body }),
    'buyer-erasures.get': async ({ caller, params }) => (await readErasure(services, { caller, ...params })) ?? refuse('not-found'),
    'dispatch-times.list': ({ caller }) => listDispatchTimes(services, { caller }),
    'dispatch-times.set': (input) => setDispatchTime(services, input, followDeadlines),
    'listings.list': ({ caller, query }) =>
      listListings(services, { caller, query, lockedAmong: (tx, ids) => lockedAmong(tx, ids, services.clock.now()) }),
    'category-mappings.list': (input) => listCategoryMappings(services, input),
    'category-mappings.set': (input) => mapCategory(services, input),
    'tasks.list': taskListHandler(services),
  };
}
