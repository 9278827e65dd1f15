import { accountRoutes } from './routes/accounts.ts';
import { assistRoutes } from './routes/assist.ts';
import { catalogRoutes } from './routes/catalog.ts';
import { categoryRoutes } from './routes/categories.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { deskRoutes } from './routes/desk.ts';
import { developerRoutes } from './routes/developer.ts';
import { documentRoutes } from './routes/documents.ts';
import { dutyRoutes } from './routes/duties.ts';
import { financeRoutes } from './routes/finance.ts';
import { inboxTeamRoutes } from './routes/inbox-team.ts';
import { inboxTogetherRoutes } from './routes/inbox-together.ts';
import { insightRoutes } from './routes/insights.ts';
import { intentRoutes } from './routes/intents.ts';
import { labelRoutes } from './routes/labels.ts';
import { liveListingRoutes } from './routes/live-listings.ts';
import { localisationRoutes } from './routes/localisation.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { openingRoutes } from './routes/openings.ts';
import { orderRoutes } from './routes/orders.ts';
import { penaltyRoutes } from './routes/penalties.ts';
import { peopleRoutes } from './routes/people.ts';
import { performanceRoutes } from './routes/performance.ts';
import { pickingRoutes } from './routes/picking.ts';
import { policyRoutes } from './routes/policies.ts';
import { priceRoutes } from './routes/prices.ts';
import { productGroupRoutes } from './routes/product-groups.ts';
import { productImportRoutes } from './routes/product-imports.ts';
import { productRowRoutes } from './routes/product-rows.ts';
import { programmeRoutes } from './routes/programmes.ts';
import { publicationRoutes } from './routes/publications.ts';
import { replyClockRoutes } from './routes/reply-clocks.ts';
import { returnRoutes } from './routes/returns.ts';
import { reviewRuleRoutes } from './routes/review-rules.ts';
import { reviewSyncRoutes } from './routes/review-sync.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { savedReplyRoutes } from './routes/saved-replies.ts';
import { shipmentNumberRoutes } from './routes/shipment-numbers.ts';
import { shipmentRoutes } from './routes/shipments.ts';
import { stockRoutes } from './routes/stock.ts';
import { stockShopRoutes } from './routes/stock-shops.ts';
import { translationRoutes } from './routes/translation.ts';
import { viewRoutes } from './routes/views.ts';

/** Every operation of the interface, by id. */
export const routes = {
  ...accountRoutes,
  ...assistRoutes,
  ...orderRoutes,
  ...deskRoutes,
  ...insightRoutes,
  ...developerRoutes,
  ...peopleRoutes,
  ...viewRoutes,
  ...returnRoutes,
  ...reviewRuleRoutes,
  ...reviewRoutes,
  ...conversationRoutes,
  ...reviewSyncRoutes,
  ...savedReplyRoutes,
  ...translationRoutes,
  ...inboxTeamRoutes,
  ...inboxTogetherRoutes,
  ...replyClockRoutes,
  ...policyRoutes,
  ...penaltyRoutes,
  ...performanceRoutes,
  ...notificationRoutes,
  ...documentRoutes,
  ...financeRoutes,
  ...dutyRoutes,
  ...intentRoutes,
  ...categoryRoutes,
  ...openingRoutes,
  ...programmeRoutes,
  ...publicationRoutes,
  ...liveListingRoutes,
  ...shipmentRoutes,
  ...shipmentNumberRoutes,
  ...priceRoutes,
  ...catalogRoutes,
  ...productGroupRoutes,
  ...productImportRoutes,
  ...productRowRoutes,
  ...stockRoutes,
  ...stockShopRoutes,
  ...localisationRoutes,
  ...pickingRoutes,
  ...labelRoutes,
} as const;
export type Routes = typeof routes;
export type RouteId = keyof Routes;
