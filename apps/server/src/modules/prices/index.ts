/** What goods are meant to cost: rules, previews, what was applied and taken back. See README.md. */
import './tables.ts';
import type { Handlers } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { applyPrices } from './commands/apply-prices.ts';
import { createPriceRule, removePriceRule, setPriceRule } from './commands/save-rule.ts';
import { undoApplication } from './commands/undo-application.ts';
import { listApplications } from './queries/applications.ts';
import { previewPrices } from './queries/preview.ts';
import { priceHistory } from './queries/price-history.ts';
import { listPriceRules } from './queries/rules.ts';

export { appliedPrices } from './queries/applied-prices.ts';

type PriceHandlers = Pick<
  Handlers,
  | 'price-rules.list'
  | 'price-rules.create'
  | 'price-rules.set'
  | 'price-rules.remove'
  | 'price-previews.create'
  | 'price-applications.create'
  | 'price-applications.list'
  | 'price-applications.undo'
  | 'prices.history'
>;

export function priceHandlers(services: Services): PriceHandlers {
  return {
    'price-rules.list': (input) => listPriceRules(services, input),
    'price-rules.create': (input) => createPriceRule(services, input),
    'price-rules.set': (input) => setPriceRule(services, input),
    'price-rules.remove': (input) => removePriceRule(services, input),
    'price-previews.create': (input) => previewPrices(services, input),
    'price-applications.create': (input) => applyPrices(services, input),
    'price-applications.list': (input) => listApplications(services, input),
    'price-applications.undo': (input) => undoApplication(services, input),
    'prices.history': (input) => priceHistory(services, input),
  };
}
