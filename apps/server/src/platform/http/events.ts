/**
 * Server-sent "changed" hints. A connection holds what it has not yet sent as one entry per type and shop, so a
 * slow reader costs bounded memory: ids of one entry are merged, and beyond IDS_MAX the list is emptied, which
 * means "anything of this type". The stream is pulled: nothing is written until the socket took the last piece.
 *
 * A heartbeat every 15 s keeps proxies from closing the line and is when the caller is looked at again: a signed
 * out session or a revoked key ends the stream. Draining ends all of them; the browser reconnects elsewhere.
 *
 * Filtered by merchant (the subscription), by shop and by what the caller may read. A caller bound to some
 * shops gets hints without a shop only as "something changed", without ids.
 */
import type { ChangedHint, HintType, Scope } from '@tradewind/contract';
import type { Clock } from '../ports.ts';
import { type Caller, mayUseShop } from './handler.ts';

export const HEARTBEAT_MS = 15_000;
const IDS_MAX = 100;
export const STREAMS_PER_CALLER = 20;
const STREAMS_MAX = 2_000;

type HintSource = { subscribe(merchantId: string, heard: (hints: readonly ChangedHint[]) => void): () => void };

export type EventStreams = {
  /** null when this caller, or the process, has too many already. */
  open(caller: Caller, isStillAllowed: () => Promise<boolean>): Response | null;
  closeAll(): void;
  count(): number;
};

/** null = for everybody: it only says that the caller's own list may have changed, and that list knows what they may see. */
const scopeOfHint: Record<HintType, Scope | null> = {
  'order.changed': 'orders:read',
  'package.changed': 'orders:read',
  'shipment.changed': 'orders:read',
  'listing.changed': 'listings:read',
  'product.changed': 'products:read',
  'product-text.changed': 'products:read',
  'pick-wave.changed': 'orders:read',
  'label-run.changed': 'orders:read',
  'publication.changed': 'listings:read',
  // What listings lack follows from documents, for those too who may not see the documents.
  'document.changed': 'listings:read',
  'finance.changed': 'finance:read',
  'opening.changed': 'shops:read',
  'programme.changed': 'listings:read',
  'conversation.changed': 'orders:read',
  'inbox-team.changed': 'orders:read',
  'review.changed': 'orders:read',
  'stock.changed': 'stock:read',
  'shop.changed': 'shops:read',
  'task.changed': 'tasks:read',
  'figures.changed': 'analytics:read',
  'notification.changed': null,
  'violation.changed': 'penalties:read',
  'return.changed': 'orders:read',
  'review-rule.changed': 'orders:read',
};

export function createEventStreams({ hints, realClock }: { hints: HintSource; realClock: Pick<Clock, 'sleep'> }): EventStreams {
  const open = new Map<AbortController, string>();
  return {
    open: (caller, isStillAllowed) => {
      const owner = `${caller.kind} ${caller.id}`;
      const own = [...open.values()].filter((of) => of === owner).length;
      if (own >= STREAMS_PER_CALLER || open.size >= STREAMS_MAX) return null;
      const ended = new AbortController();
      open.set(ended, owner);
      const outbox = createOutbox();
      const unsubscribe = hints.subscribe(caller.merchantId, (heard) => {
        for (const hint of heard) {
          const shown = visibleHint(caller, hint);
          if (shown) outbox.add(shown);
        }
      });
      ended.signal.addEventListener('abort', () => {
        open.delete(ended);
        unsubscribe();
        outbox.wake();
      });
      const body = streamOf({ outbox, ended, realClock, isStillAllowed });
      return new Response(body, {
        headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
      });
    },
    closeAll: () => {
      for (const ended of [...open.keys()]) ended.abort();
    },
    count: () => open.size,
  };
}

function visibleHint(caller: Caller, hint: ChangedHint): ChangedHint | null {
  // Hints may have been lost; "look at everything again" names nothing and is for everybody.
  if (hint.type === 'figures.changed' && hint.shopId === null && hint.ids.length === 0) return hint;
  const scope = scopeOfHint[hint.type];
  if (scope !== null && !caller.scopes.has(scope)) return null;
  if (hint.shopId === null) return caller.shopIds === null ? hint : { ...hint, ids: [] };
  return mayUseShop(caller, hint.shopId) ? hint : null;
}

type Outbox = { add(hint: ChangedHint): void; take(): ChangedHint | undefined; wake(): void; waiting(): Promise<void> };

function createOutbox(): Outbox {
  const pending = new Map<string, ChangedHint>();
  let wake = (): void => undefined;
  return {
    add: (hint) => {
      const key = `${hint.type} ${hint.shopId ?? ''}`;
      const earlier = pending.get(key);
      pending.set(key, earlier ? merge(earlier, hint) : hint);
      wake();
    },
    take: () => {
      const [first] = pending;
      if (!first) return undefined;
      pending.delete(first[0]);
      return first[1];
    },
    wake: () => wake(),
    waiting: () => (pending.size > 0 ? Promise.resolve() : new Promise((resolve) => (wake = resolve))),
  };
}

function merge(earlier: ChangedHint, later: ChangedHint): ChangedHint {
  const isAny = earlier.ids.length === 0 || later.ids.length === 0;
  const ids = isAny ? [] : [...new Set([...earlier.ids, ...later.ids])];
  return { ...later, ids: ids.length > IDS_MAX ? [] : ids };
}

type StreamParts = {
  outbox: Outbox;
  ended: AbortController;
  realClock: Pick<Clock, 'sleep'>;
  isStillAllowed: () => Promise<boolean>;
};

function streamOf({ outbox, ended, realClock, isStillAllowed }: StreamParts): ReadableStream<Uint8Array> {
  const text = new TextEncoder();
  let heartbeat: Promise<'beat'> | null = null;
  const nextBeat = (): Promise<'beat'> => {
    heartbeat ??= realClock.sleep(HEARTBEAT_MS, ended.signal).then(
      () => 'beat' as const,
      () => 'beat' as const,
    );
    return heartbeat;
  };
  /** The next piece to send, or null when the stream is over. */
  const next = async (): Promise<string | null> => {
    while (!ended.signal.aborted) {
      const hint = outbox.take();
      if (hint) return `event: changed\ndata: ${JSON.stringify(hint)}\n\n`;
      const woken = await Promise.race([outbox.waiting().then(() => 'hint' as const), nextBeat()]);
      if (woken === 'beat' && !ended.signal.aborted) {
        heartbeat = null;
        if (!(await isStillAllowed().catch(() => true))) return null;
        return ': still here\n\n';
      }
    }
    return null;
  };
  return new ReadableStream<Uint8Array>(
    {
      // Sent at once, so that the browser knows the line is open.
      start: (controller) => controller.enqueue(text.encode('retry: 2000\n: open\n\n')),
      pull: async (controller) => {
        const piece = await next();
        if (piece !== null) return controller.enqueue(text.encode(piece));
        ended.abort();
        controller.close();
      },
      cancel: () => ended.abort(),
    },
    { highWaterMark: 1 },
  );
}
