/**
 * Lists of the sandbox's extension: what the real platform shows in its seller centre and offers by no API. All are
 * signed and checked like the rest, come oldest change first, and are paged alike. Codes are upper case on the wire.
 */
import { z } from 'zod';
import type { Instant } from '../../world/types.ts';
import { intText, pageToken, unixSecondsText } from '../fields.ts';
import { page } from '../paging.ts';

export const HEALTH_SCOPE = 'sandbox.shop_health';

export const listQuery = z.strictObject({
  page_size: intText(1, 100).default(20),
  page_token: pageToken,
  update_time_ge: unixSecondsText.optional(),
  update_time_lt: unixSecondsText.optional(),
});
type Row = { id: string; updatedAt: Instant };
type Listing<T> = { rows: readonly T[]; show(item: T): Record<string, unknown>; owner: string };

export function listAnswer<T extends Row>(
  call: { query: z.output<typeof listQuery>; visibleUntil: Instant },
  { rows, show, owner }: Listing<T>,
) {
  const { page_size: size, page_token: token, update_time_ge: from = 0, update_time_lt: until = Number.POSITIVE_INFINITY } = call.query;
  const wanted = rows.filter(({ updatedAt }) => updatedAt <= call.visibleUntil && updatedAt >= from * 1000 && updatedAt < until * 1000);
  const request = { size, token, order: 'ASC' as const };
  const found = page(wanted, request, {
    key: ({ updatedAt, id }) => [updatedAt, id],
    filters: [owner, from, until === Number.POSITIVE_INFINITY ? null : until],
  });
  return { items: found.items.map(show), next_page_token: found.nextToken, total_count: found.total };
}

/** `order-limit` is ORDER_LIMIT on the wire. */
export const wireCode = (code: string): string => code.replaceAll('-', '_').toUpperCase();
