import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { OrderSummary } from '@tradewind/contract/types';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useHints, useIsLive } from '../../app/hints.ts';
import type { ScopeQuery } from '../../app/scope.ts';
import { type Answer, call } from '../../shared/api/call.ts';
import type { OrderQuery } from './filters.ts';

/**
 * The order list never moves under the reader. Its pages are fetched once; when hints say that orders changed,
 *  - those shown are fetched one by one and changed in place (a handful at most; the rest come with the next look),
 *  - one small page from the top is asked for and compared: what it holds beyond the list is offered as "n newer".
 * Only the reader's click, another filter, or coming back after a minute brings new rows in. Probes do not overlap: hints
 * that come during one cause a single one after it.
 */
type Page = Answer<'orders.list'>;
type Pages = InfiniteData<Page, string | undefined>;
export type OrderRequest = OrderQuery & ScopeQuery;

const pageSize = 50;
const probeSize = 30;
const patchedAtMost = 8;

const keyOf = (request: OrderRequest) => ['orders.list', request, 'pages'] as const;

export const useOrderPages = (request: OrderRequest) =>
  useInfiniteQuery({
    queryKey: keyOf(request),
    queryFn: ({ pageParam, signal }) => call('orders.list', { query: { ...request, limit: pageSize, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    meta: { refetch: 'by-hand' },
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  });

/** Shown rows with what is now known of them; nothing moves, comes or goes. */
export function patchPages(pages: Pages, fresh: readonly OrderSummary[]): Pages {
  const latest = new Map(fresh.map((order) => [order.id, order]));
  return {
    ...pages,
    pages: pages.pages.map((page) => ({ ...page, items: page.items.map((order) => latest.get(order.id) ?? order) })),
  };
}

/** Rows of the probe that stand above the list's first row. Old orders that merely changed do not count. */
export function newerThan(pages: Pages, probe: readonly OrderSummary[]): OrderSummary[] {
  const shown = pages.pages.flatMap((page) => page.items);
  const known = new Set(shown.map((order) => order.id));
  const top = shown[0] ? Date.parse(shown[0].createdAt) : Number.NEGATIVE_INFINITY;
  return probe.filter((order) => !known.has(order.id) && Date.parse(order.createdAt) >= top);
}

const summaryOf = ({
  id,
  channelOrderId,
  shop,
  status,
  gmv,
  total,
  units,
  firstLine,
  lineCount,
  ...order
}: Answer<'orders.get'>): OrderSummary => ({
  id,
  channelOrderId,
  shop,
  status,
  gmv,
  total,
  units,
  firstLine,
  lineCount,
  createdAt: order.createdAt,
  paidAt: order.paidAt,
  updatedAt: order.updatedAt,
  shipBy: order.shipBy,
});

export type Newer = { count: number; isMore: boolean; show: () => Promise<void>; freshIds: ReadonlySet<string> };

export function useNewerOrders(request: OrderRequest, isNewestFirst: boolean): Newer {
  const client = useQueryClient();
  const [newer, setNewer] = useState({ count: 0, isMore: false });
  const [freshIds, setFreshIds] = useState<ReadonlySet<string>>(new Set());
  const key = keyOf(request);
  const keyText = JSON.stringify(key);
  const latest = useRef({ request, key });
  useEffect(() => {
    latest.current = { request, key };
  });
  // Another filter is another list: what was newer in the old one says nothing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key's text is the event
  useEffect(() => {
    setNewer({ count: 0, isMore: false });
    setFreshIds(new Set());
  }, [keyText]);

  const look = useCallback(
    async (ids: readonly string[]) => {
      const asked = latest.current;
      const pages = client.getQueryData<Pages>(asked.key);
      if (!pages) return;
      const shown = new Set(pages.pages.flatMap((page) => page.items.map((order) => order.id)));
      const touched = ids.filter((id) => shown.has(id)).slice(0, patchedAtMost);
      const [probe, ...changed] = await Promise.all([
        call('orders.list', { query: { ...asked.request, limit: probeSize } }),
        ...touched.map((orderId) => call('orders.get', { params: { orderId } }).then(summaryOf)),
      ]);
      if (asked.key !== latest.current.key && JSON.stringify(asked.key) !== JSON.stringify(latest.current.key)) return;
      client.setQueryData<Pages>(asked.key, (held) => held && patchPages(held, [...probe.items, ...changed]));
      const found = isNewestFirst ? newerThan(client.getQueryData<Pages>(asked.key) ?? pages, probe.items).length : 0;
      setNewer({ count: found, isMore: found === probeSize && probe.nextCursor !== null });
    },
    [client, isNewestFirst],
  );
  const lookOnce = useOneAtATime(look);
  useHints(['order.changed'], (hints) => lookOnce(hints.flatMap((hint) => hint.ids)));

  // While the line was cut hints were missed.
  const isLive = useIsLive();
  const wasCut = useRef(false);
  useEffect(() => {
    if (isLive && wasCut.current) lookOnce([]);
    wasCut.current = !isLive;
  }, [isLive, lookOnce]);

  const show = async () => {
    const asked = latest.current;
    const pages = client.getQueryData<Pages>(asked.key);
    const page = await call('orders.list', { query: { ...asked.request, limit: pageSize } });
    setFreshIds(new Set(pages ? newerThan(pages, page.items).map((order) => order.id) : []));
    client.setQueryData<Pages>(asked.key, { pages: [page], pageParams: [undefined] });
    setNewer({ count: 0, isMore: false });
  };
  return { ...newer, show, freshIds };
}

/** Runs the work now, or once more after the run in hand with everything that was asked meanwhile. A failed look is left to the next hint. */
function useOneAtATime(work: (ids: readonly string[]) => Promise<void>): (ids: readonly string[]) => void {
  const state = useRef({ isRunning: false, waiting: null as string[] | null, work });
  useEffect(() => {
    state.current.work = work;
  });
  return useCallback((ids) => {
    const held = state.current;
    if (held.isRunning) {
      held.waiting = [...(held.waiting ?? []), ...ids];
      return;
    }
    held.isRunning = true;
    const run = async (wanted: readonly string[]): Promise<void> => {
      await held.work(wanted).catch(() => undefined);
      const next = held.waiting;
      held.waiting = null;
      if (next) return run(next);
      held.isRunning = false;
    };
    void run(ids);
  }, []);
}
