import { type Handlers, refuse } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { changePublication } from './commands/change-publication.ts';
import { cancelRun, fillRun } from './commands/change-run.ts';
import { chooseGlobal } from './commands/choose-global.ts';
import { copyListings } from './commands/copy-listings.ts';
import { planRun } from './commands/plan-run.ts';
import { resolveDrift } from './commands/resolve-drift.ts';
import { sendChanges } from './commands/send-changes.ts';
import { submitPublications, submitRun } from './commands/submit-publications.ts';
import { switchListings } from './commands/switch-listings.ts';
import { listChanges, listDrifts } from './queries/live-views.ts';
import { readRun } from './queries/publication-run.ts';
import { listPublications, listShopCategories, publicationDetail } from './queries/publication-views.ts';

type PublicationHandlers = Pick<
  Handlers,
  | 'publication-runs.create'
  | 'publication-runs.get'
  | 'publication-runs.update'
  | 'publication-runs.fill'
  | 'publication-runs.submit'
  | 'publication-runs.cancel'
  | 'publications.submit'
  | 'publications.list'
  | 'publications.get'
  | 'publications.update'
  | 'publication-drifts.list'
  | 'publication-drifts.resolve'
  | 'publication-changes.list'
  | 'publication-changes.send'
  | 'listing-switches.create'
  | 'listing-copies.create'
  | 'shop-categories.list'
>;

export function publicationHandlers(services: Services): PublicationHandlers {
  return {
    'publication-runs.create': (input) => planRun(services, input),
    'publication-runs.get': async ({ caller, params }) =>
      (await services.database.withMerchant(caller.merchantId, (tx) => readRun(tx, { caller, ...params }))) ?? refuse('not-found'),
    'publication-runs.update': (input) => chooseGlobal(services, input),
    'publication-runs.fill': (input) => fillRun(services, input),
    'publication-runs.submit': (input) => submitRun(services, input),
    'publication-runs.cancel': (input) => cancelRun(services, input),
    'publications.submit': (input) => submitPublications(services, input),
    'publications.list': (input) => listPublications(services, input),
    'publications.get': async ({ caller, params }) => {
      const found = await services.database.withMerchant(caller.merchantId, (tx) => publicationDetail(tx, services, { caller, ...params }));
      return found ?? refuse('not-found');
    },
    'publications.update': (input) => changePublication(services, input),
    'publication-drifts.list': (input) => listDrifts(services, input),
    'publication-drifts.resolve': (input) => resolveDrift(services, input),
    'publication-changes.list': (input) => listChanges(services, input),
    'publication-changes.send': (input) => sendChanges(services, input),
    'listing-switches.create': (input) => switchListings(services, input),
    'listing-copies.create': (input) => copyListings(services, input),
    'shop-categories.list': async (input) => (await listShopCategories(services, input)) ?? refuse('not-found'),
  };
}
