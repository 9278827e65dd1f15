import { call } from '../../shared/api/call.ts';
import type { Target } from './use-desk.ts';

/** As many as leave in one task. */
const IDS_MAX = 2_000;

/** The orders that are meant, by name; of a filter the most urgent ones first, page by page. */
export async function idsOf(target: Target): Promise<string[]> {
  if ('orderIds' in target) return [...target.orderIds];
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await call('desk-orders.list', { query: { ...target.filter, limit: 200, cursor } });
    ids.push(...items.map(({ id }) => id));
    cursor = nextCursor ?? undefined;
  } while (cursor && ids.length < IDS_MAX);
  return ids.slice(0, IDS_MAX);
}
