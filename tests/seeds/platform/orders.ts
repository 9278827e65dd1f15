/** The platform's orders: each with every version it ever had, so that a replica that lags behind can be asked what it would have said. */
export type OrderLine = { sku: string; priceMinor: number; platformDiscountMinor: number };
export type Version = {
  /** On whole seconds, as the platform counts. */
  at: number;
  status: string;
  paidAt: number | null;
  dispatchedAt: number | null;
  deliveredAt: number | null;
  cancelledAt: number | null;
  lines: OrderLine[];
};
export type Order = { id: string; shopId: string; createdAt: number; versions: Version[] };

export type OrderBook = {
  place(order: Order): void;
  orders(): readonly Order[];
  of(shopId: string): readonly Order[];
};

export function createOrderBook(): OrderBook {
  const orders: Order[] = [];
  return {
    place: (order) => void orders.push(order),
    orders: () => orders,
    of: (shopId) => orders.filter((order) => order.shopId === shopId),
  };
}

/** The order as it stood at that instant; null before it was placed. */
export function versionAt(order: Order, at: number): Version | null {
  return order.versions.findLast((version) => version.at <= at) ?? null;
}

export function latestOf(order: Order): Version {
  const latest = order.versions.at(-1);
  if (!latest) throw new Error(`order ${order.id} has no version`);
  return latest;
}

type Listing = { updatedFrom: number; updatedTo: number; size: number; token: string | null; asOf: number };
type Listed = { order: Order; version: Version };

/** By update time, oldest first; the token is the place after which to go on. */
export function pageOf(orders: readonly Order[], { updatedFrom, updatedTo, size, token, asOf }: Listing) {
  const place = ({ order, version }: Listed): string => `${String(version.at).padStart(15, '0')}.${order.id}`;
  const all = orders
    .flatMap((order): Listed[] => {
      const version = versionAt(order, asOf);
      return version && version.at >= updatedFrom && version.at < updatedTo ? [{ order, version }] : [];
    })
    .sort((a, b) => (place(a) < place(b) ? -1 : 1));
  const rest = token === null ? all : all.filter((listed) => place(listed) > token);
  const items = rest.slice(0, size);
  const last = items.at(-1);
  return { items, next: last && rest.length > size ? place(last) : null, total: all.length };
}
