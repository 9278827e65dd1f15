import type { DeskOrder } from '@tradewind/contract/types';
import type { Request } from '../../shared/api/call.ts';
import type { OwnSearch } from '../../shared/own-search.ts';
import type { ViewedTable } from '../../shared/views/view-search.ts';

export const buckets = [
  'late',
  'to-review',
  'to-pack',
  'to-ship',
  'waiting-pickup',
  'exception',
  'held',
  'platform-hold',
  'unpaid',
] as const satisfies readonly (DeskOrder['bucket'] | 'late')[];
export type BucketChoice = (typeof buckets)[number];

export type DeskFilter = Omit<NonNullable<Request<'desk-orders.list'>['query']>, 'limit' | 'cursor' | 'shopIds' | 'market'>;

/** Names in the address; a filter that is not understood is left out. */
const texts = ['tag', 'warehouseId', 'carrier', 'assigneeId', 'sku', 'q'] as const;
const isUuid = (text: string): boolean => /^[0-9a-f-]{36}$/.test(text);

export function parseFilter(search: OwnSearch): DeskFilter {
  const bucket = buckets.find((known) => known === search.bucket);
  const named = Object.fromEntries(
    texts.flatMap((name) => {
      const text = search[name]?.trim().slice(0, 100);
      return !text || (name === 'warehouseId' && !isUuid(text)) ? [] : [[name, text]];
    }),
  );
  const currency = /^[A-Z]{3}$/.test(search.currency ?? '') ? search.currency : undefined;
  const amount = (text: string | undefined) => (currency !== undefined && /^\d{1,15}$/.test(text ?? '') ? Number(text) : undefined);
  const [amountFrom, amountTo] = [amount(search.amountFrom), amount(search.amountTo)];
  return {
    ...(bucket ? { bucket } : {}),
    ...named,
    ...(currency ? { currency } : {}),
    ...(amountFrom === undefined ? {} : { amountFrom }),
    ...(amountTo === undefined ? {} : { amountTo }),
  };
}

export const noFilter: Record<string, undefined> = Object.fromEntries(
  ['bucket', ...texts, 'currency', 'amountFrom', 'amountTo'].map((name) => [name, undefined]),
);

/** What the desk keeps in a view. */
export const deskViews: ViewedTable = {
  page: 'order-desk',
  names: Object.keys(noFilter),
  understood: (search) => Object.fromEntries(Object.entries(parseFilter(search)).map(([name, value]) => [name, String(value)])),
};
