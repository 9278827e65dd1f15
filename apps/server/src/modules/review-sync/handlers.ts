import { type Handlers, refuse } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { setGate } from './commands/keep-gate.ts';
import { createLink, removeLink } from './commands/keep-link.ts';
import { publishDisplay, withdrawDisplay } from './commands/publish-display.ts';
import { translateDisplay } from './commands/translate-display.ts';
import { readGates } from './queries/gates.ts';
import { listLedger } from './queries/ledger.ts';
import { listCandidates, listLinks } from './queries/links.ts';
import { previewOf } from './queries/preview.ts';

type SyncRoute = Extract<keyof Handlers, `review-${'links' | 'link-candidates' | 'displays' | 'gates' | 'ledger'}.${string}`>;

export function reviewSyncHandlers(services: Services): Pick<Handlers, SyncRoute> {
  const { database, clock } = services;
  return {
    'review-links.list': ({ caller, query }) => database.readMerchant(caller.merchantId, (tx) => listLinks(tx, { caller, query })),
    'review-link-candidates.list': ({ caller, query }) =>
      database.readMerchant(caller.merchantId, (tx) => listCandidates(tx, { caller, query })),
    'review-links.create': (input) => createLink(services, input),
    'review-links.remove': (input) => removeLink(services, input),
    'review-displays.preview': ({ caller, query }) =>
      database.readMerchant(
        caller.merchantId,
        async (tx) => (await previewOf(tx, services, { caller, key: query, now: clock.now() })) ?? refuse('not-found'),
      ),
    'review-displays.translate': (input) => translateDisplay(services, input),
    'review-displays.publish': (input) => publishDisplay(services, input),
    'review-displays.withdraw': (input) => withdrawDisplay(services, input),
    'review-gates.list': ({ caller }) => database.readMerchant(caller.merchantId, (tx) => readGates(tx, caller)),
    'review-gates.set': (input) => setGate(services, input),
    'review-ledger.list': ({ caller, query }) => database.readMerchant(caller.merchantId, (tx) => listLedger(tx, { caller, query })),
  };
}
