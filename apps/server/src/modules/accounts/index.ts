/** Legal entities, shops, their consents and health. See README.md. */
import './tables.ts';

export { type BoundShop, ShopNotActive, withShopAccess } from './access.ts';
export { bindOpenedShop } from './commands/bind-opened-shop.ts';
export type { BindingOutcome, ShopBound } from './commands/bind-shops.ts';
export { noteShopFailure } from './commands/note-shop-failure.ts';
export { clearShopFailure, noteWebhook } from './commands/note-shop-news.ts';
export { consentCallback } from './consent-callback.ts';
export { shopDuties } from './duties.ts';
export { accountHandlers } from './handlers.ts';
export { bindShopsJob } from './jobs/bind-shops.ts';
export { checkConsentJobHandler } from './jobs/check-consent.ts';
export { retireShopJobHandler, subscribeJobHandler } from './jobs/subscribe.ts';
export { checkConsentJob, subscribeKind } from './jobs.ts';
export { hasScope } from './queries/has-scope.ts';
export { originOf, readShopFacts, type ShopFacts } from './queries/shop-facts.ts';
export { dataAsOf, type ShopInScope, shopsInScope } from './queries/shops-in-scope.ts';
