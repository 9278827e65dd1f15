/**
 * The list the reader came from, for as long as the page is open: the order page leads back to it with its filters, and
 * steps to the row before or after. A fresh load of an order page has no list, and then offers neither.
 */
type List = { search: Record<string, unknown>; ids: readonly string[] };
let last: List = { search: {}, ids: [] };

export const rememberList = (list: List): void => {
  last = list;
};

export function neighboursOf(orderId: string): { search: Record<string, unknown>; before: string | null; after: string | null } {
  const at = last.ids.indexOf(orderId);
  return { search: last.search, before: (at > 0 && last.ids[at - 1]) || null, after: (at >= 0 && last.ids[at + 1]) || null };
}
