import type { QueryClient } from '@tanstack/react-query';
import type { ChangedHint, HintType, RouteId } from '@tradewind/contract/types';
import { useEffect, useRef, useSyncExternalStore } from 'react';

/**
 * Hints say what changed, never the data. They are gathered for a moment, then every query of a touched route is
 * marked stale; those on screen are fetched again, the rest when next looked at. After a broken connection anything
 * may have been missed, so everything is marked stale.
 *
 * A list that must not move under the reader's finger carries `meta: { refetch: 'by-hand' }` and listens with
 * `useHints` to offer the news instead.
 */
const routesOf: Record<HintType, readonly RouteId[]> = {
  'order.changed': [
    'pick-candidates.get',
    'order-after-sales.get',
    'orders.list',
    'orders.get',
    'orders.timeline',
    'order-reviews.get',
    'combine-candidates.list',
    'desk-orders.list',
    'desk-orders.get',
    'desk-orders.counts',
    'analytics.overview',
    'analytics.markets',
    'performance.list',
    'performance.get',
    'duties.list',
    'intents.list',
  ],
  'review-rule.changed': ['review-rules.list', 'review-dry-runs.get', 'review-decisions.list', 'order-reviews.get', 'blacklist.list'],
  'pick-wave.changed': ['pick-waves.list', 'pick-waves.get', 'pick-candidates.get'],
  'label-run.changed': ['label-runs.list', 'label-runs.get'],
  'package.changed': ['packages.list', 'orders.get', 'orders.timeline', 'desk-orders.list', 'shipping-choices.get'],
  'shipment.changed': [
    'shipments.list',
    'shipment-runs.get',
    'shipment-checks.create',
    'package-changes.list',
    'shipping-choices.get',
    'order-tracking.get',
    'intents.list',
  ],
  'listing.changed': [
    'listings.list',
    'compliance.list',
    'category-mappings.list',
    'fee-calculations.create',
    'duties.list',
    'intents.list',
    'us-to-mexico.get',
    'us-to-mexico.skus',
    'products.get',
    'listing-matches.list',
  ],
  'product-text.changed': [
    'product-texts.list',
    'product-texts.get',
    'text-runs.get',
    'text-runs.rows',
    'translation-entries.list',
    'localisation-settings.get',
    'publications.list',
    'publications.get',
    'publication-changes.list',
  ],
  'publication.changed': [
    'publications.list',
    'publications.get',
    'publication-runs.get',
    'publication-drifts.list',
    'publication-changes.list',
    'intents.list',
    'duties.list',
  ],
  'product.changed': [
    'publication-changes.list',
    'products.list',
    'products.get',
    'product-groups.list',
    'product-texts.list',
    'product-texts.get',
    'listing-matches.list',
    'price-previews.create',
  ],
  'document.changed': [
    'documents.list',
    'documents.get',
    'compliance.list',
    'compliance-rules.list',
    'listings.list',
    'duties.list',
    'intents.list',
    'openings.list',
    'openings.get',
    'opening-candidates.list',
    'publications.list',
    'publications.get',
    'publication-changes.list',
  ],
  'finance.changed': [
    'publication-changes.list',
    'rate-cards.list',
    'rate-cards.history',
    'fee-calculations.create',
    'tax-ids.list',
    'duties.list',
    'intents.list',
    'price-rules.list',
    'price-previews.create',
    'price-applications.list',
    'prices.history',
  ],
  'opening.changed': ['openings.list', 'openings.get', 'opening-candidates.list', 'duties.list', 'intents.list'],
  'programme.changed': [
    'us-to-mexico.get',
    'us-to-mexico.skus',
    'us-to-mexico.product',
    'eu-local-hosted.get',
    'programme-applications.list',
    'local-payments.list',
    'intents.list',
  ],
  'figures.changed': [
    'returns.list',
    'returns.get',
    'returns.counts',
    'analytics.overview',
    'analytics.markets',
    'performance.list',
    'performance.get',
  ],
  'shop.changed': [
    'shops.list',
    'shops.get',
    'shop-authorizations.get',
    'duties.list',
    'intents.list',
    'openings.list',
    'openings.get',
    'opening-candidates.list',
  ],
  'conversation.changed': [
    'conversation-translations.get',
    'inbox-agents.list',
    'performance.list',
    'performance.get',
    'duties.list',
    'intents.list',
  ],
  'inbox-team.changed': [
    'conversations.list',
    'conversations.get',
    'conversation-labels.list',
    'inbox-agents.list',
    'inbox-macros.list',
    'assignment-rules.list',
    'working-hours.list',
  ],
  'presence.changed': [],
  'review.changed': [
    'review-links.list',
    'review-displays.preview',
    'review-ledger.list',
    'review-gates.list',
    'reviews.list',
    'reviews.get',
    'review-ratings.get',
    'review-reasons.list',
    'performance.list',
    'performance.get',
    'duties.list',
    'intents.list',
  ],
  'stock.changed': [
    'stock-levels.list',
    'stock-alerts.list',
    'stock-items.get',
    'stock-movements.list',
    'stock-transfers.list',
    'stock-shops.list',
    'stock-pushes.list',
    'stock-advice.list',
    'allocation-rules.preview',
    'duties.list',
    'intents.list',
  ],
  // A back-fill's progress stands in the tray and in the shop's row.
  'task.changed': [
    'desk-tasks.get',
    'desk-tasks.list',
    'tasks.list',
    'shops.list',
    'product-imports.list',
    'product-imports.get',
    'product-imports.rows',
  ],
  'return.changed': [
    'returns.list',
    'returns.get',
    'returns.counts',
    'return-rules.list',
    'return-runs.get',
    'review-reasons.list',
    'order-after-sales.get',
    'duties.list',
    'intents.list',
  ],
  'violation.changed': [
    'violations.list',
    'violations.get',
    'violations.standing',
    'appeals.list',
    'opening-candidates.list',
    'duties.list',
    'intents.list',
  ],
  // What is told of now and then (a rate, a stream that is not read) needs a person too.
  'notification.changed': ['notifications.list', 'notifications.count', 'duties.list'],
};
/** Somebody waits for these words: what stands on the screen of an open conversation follows at once, the list at most once a second. */
const threadRoutesOf: Partial<Record<HintType, readonly RouteId[]>> = {
  'conversation.changed': ['conversations.get', 'messages.list'],
  'presence.changed': ['conversation-presence.list'],
};
const listRoutesOf: Partial<Record<HintType, readonly RouteId[]>> = { 'conversation.changed': ['conversations.list'] };
/** A stream that was answered with anything but 200 (a proxy's 502 while the server restarts) is closed for good by the browser. */
const reopenMs = 3000;

type Listener = (hints: readonly ChangedHint[]) => void;
const listeners = new Set<Listener>();
let isLive = false;
const liveListeners = new Set<() => void>();

function setLive(next: boolean): void {
  if (next === isLive) return;
  isLive = next;
  for (const listener of liveListeners) listener();
}

type Routes = Partial<Record<HintType, readonly RouteId[]>>;

/** An open conversation is named in its key: what is said in another moves nothing of it. */
function isNamed(key: readonly unknown[], hint: ChangedHint): boolean {
  if (hint.ids.length === 0 || key[0] === 'conversation-presence.list') return true;
  const text = JSON.stringify(key);
  return hint.ids.some((id) => text.includes(id));
}

type Wanted = { routes: Routes; isWanted?: typeof isNamed };

function refetch(client: QueryClient, hints: readonly ChangedHint[], { routes, isWanted = () => true }: Wanted): void {
  void client.invalidateQueries({
    predicate: ({ queryKey, meta }) =>
      meta?.refetch !== 'by-hand' &&
      hints.some((hint) => routes[hint.type]?.some((route) => route === queryKey[0]) && isWanted(queryKey, hint)),
  });
}

function applyHints(client: QueryClient, hints: readonly ChangedHint[]): void {
  // The server lost hints itself (its database was away): it says so by a figures hint that names nothing.
  const isAnything = hints.some((hint) => hint.type === 'figures.changed' && hint.shopId === null && hint.ids.length === 0);
  if (isAnything) void client.invalidateQueries({ predicate: (query) => query.meta?.refetch !== 'by-hand' });
  else refetch(client, hints, { routes: routesOf });
  for (const listener of listeners) listener(hints);
}

type Lane = { hear: (hint: ChangedHint) => void; end: () => void };
/** `spreadMs`: of rest on top, by chance: pages that heard the same thing do not ask all at once for ever. */
type LaneOf = { routes: Routes; gatherMs: number; restMs: number; spreadMs?: number };

/** The first hint of a quiet time is answered quickly, a flood (a back-fill) at most every so often. */
function createLane({ routes, gatherMs, restMs, spreadMs = 0 }: LaneOf, apply: (hints: readonly ChangedHint[]) => void): Lane {
  let gathered: ChangedHint[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let restsUntil = 0;
  const flush = () => {
    timer = undefined;
    restsUntil = performance.now() + restMs + Math.random() * spreadMs;
    const hints = gathered;
    gathered = [];
    apply(hints);
  };
  return {
    hear: (hint) => {
      if (!routes[hint.type]) return;
      gathered.push(hint);
      timer ??= setTimeout(flush, Math.max(gatherMs, restsUntil - performance.now()));
    },
    end: () => clearTimeout(timer),
  };
}

const lanesOf = (client: QueryClient): readonly Lane[] => [
  createLane({ routes: routesOf, gatherMs: 300, restMs: 2000 }, (hints) => applyHints(client, hints)),
  createLane({ routes: threadRoutesOf, gatherMs: 5, restMs: 150 }, (hints) =>
    refetch(client, hints, { routes: threadRoutesOf, isWanted: isNamed }),
  ),
  createLane({ routes: listRoutesOf, gatherMs: 20, restMs: 1000, spreadMs: 1000 }, (hints) =>
    refetch(client, hints, { routes: listRoutesOf }),
  ),
];

/** Opens the stream for as long as the shell stands. */
export function useHintStream(client: QueryClient): void {
  useEffect(() => {
    let source: EventSource;
    let reopening: ReturnType<typeof setTimeout> | undefined;
    let wasBroken = false;
    const lanes = lanesOf(client);
    const open = () => {
      source = new EventSource('/api/v1/events');
      source.addEventListener('changed', (event: MessageEvent<string>) => {
        // Our own server's words; an unknown type is simply mapped to no route.
        const hint = JSON.parse(event.data) as ChangedHint;
        for (const lane of lanes) lane.hear(hint);
      });
      source.onopen = () => {
        setLive(true);
        if (wasBroken) void client.invalidateQueries({ predicate: (query) => query.meta?.refetch !== 'by-hand' });
        wasBroken = false;
      };
      source.onerror = () => {
        wasBroken = true;
        setLive(false);
        if (source.readyState === EventSource.CLOSED) reopening = setTimeout(open, reopenMs);
      };
    };
    open();
    return () => {
      clearTimeout(reopening);
      for (const lane of lanes) lane.end();
      source.close();
      setLive(false);
    };
  }, [client]);
}

/** Runs for each gathered batch that holds one of the types. */
export function useHints(types: readonly HintType[], handler: Listener): void {
  const latest = useRef({ types, handler });
  useEffect(() => {
    latest.current = { types, handler };
  });
  useEffect(() => {
    const listener: Listener = (hints) => {
      const matching = hints.filter((hint) => latest.current.types.includes(hint.type));
      if (matching.length > 0) latest.current.handler(matching);
    };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
}

export const useIsLive = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      liveListeners.add(listener);
      return () => liveListeners.delete(listener);
    },
    () => isLive,
  );
