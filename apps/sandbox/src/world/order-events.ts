import { type Core, unixSeconds } from './core.ts';
import type { Cancellation, CaseRecord, Order, OrderStatus, Package, Return } from './types.ts';

/** Changes of state and what the platform says about them. Every change stamps updatedAt and is told, in this order. */
export function setStatus(core: Core, order: Order, status: OrderStatus): void {
  order.status = status;
  touch(core, order);
  core.emit(() => ({
    type: 1,
    eventType: 'ORDER_STATUS_CHANGE',
    shopId: order.shopId,
    at: core.at(),
    // The webhook says CANCEL where the order API says CANCELLED.
    data: {
      order_id: order.id,
      order_status: status === 'CANCELLED' ? 'CANCEL' : status,
      is_on_hold_order: status === 'ON_HOLD',
      update_time: unixSeconds(core.at()),
    },
  }));
}

export function touch(core: Core, order: Order): void {
  order.updatedAt = core.at();
  core.store.orders.changed(order.shopId);
}

export function touchPackage(core: Core, parcel: Package): void {
  parcel.updatedAt = core.at();
  core.store.packages.changed(parcel.shopId);
}

/** The platform tells of packages only when their cut changes, not when they move. */
export function tellPackages(core: Core, scType: string, packages: readonly Package[]): void {
  const [first] = packages;
  if (!first) return;
  const list = packages.map((parcel) => ({ package_id: parcel.id, order_id_list: parcel.orderIds }));
  core.emit(() => ({
    type: 4,
    eventType: 'PACKAGE_UPDATE',
    shopId: first.shopId,
    at: core.at(),
    data: {
      sc_type: scType,
      role_type: scType === 'SPLIT' ? 'ROLE_SELLER' : 'ROLE_SYSTEM',
      package_list: list,
      update_time: unixSeconds(core.at()),
    },
  }));
}

export function setCancellation(core: Core, item: Cancellation, status: string): void {
  item.status = status;
  item.updatedAt = core.at();
  core.store.cancellations.changed(item.shopId);
  core.emit(() => ({
    type: 11,
    eventType: 'CANCELLATION_STATUS_CHANGE',
    shopId: item.shopId,
    at: core.at(),
    data: {
      order_id: item.orderId,
      cancellations_role: item.role,
      cancel_status: status,
      cancel_id: item.id,
      create_time: unixSeconds(item.createdAt),
    },
  }));
}

/** Who did it and in which words: the seller in none, unless said. */
export type CaseStep = { status: string } & Partial<Pick<CaseRecord, 'role' | 'reason' | 'note' | 'imageUris'>>;

export function setReturn(core: Core, item: Return, { status, ...by }: CaseStep): void {
  item.status = status;
  item.records.push({ event: status, role: 'SELLER', at: core.at(), reason: '', note: '', imageUris: [], ...by });
  item.updatedAt = core.at();
  core.store.returns.changed(item.shopId);
  core.emit(() => ({
    type: 12,
    eventType: 'RETURN_STATUS_CHANGE',
    shopId: item.shopId,
    at: core.at(),
    data: {
      order_id: item.orderId,
      return_role: item.role,
      return_type: item.type,
      return_status: status,
      return_id: item.id,
      create_time: unixSeconds(item.createdAt),
      update_time: unixSeconds(core.at()),
    },
  }));
}
