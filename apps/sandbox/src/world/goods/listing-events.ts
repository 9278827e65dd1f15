import { type Core, unixSeconds } from '../core.ts';
import type { Product } from '../types.ts';

/** What the platform says about a listing when it changes. */
function tell(core: Core, product: Product, event: { type: number; eventType: string; data: Record<string, unknown> }): void {
  core.emit(() => ({
    ...event,
    shopId: product.shopId,
    at: core.at(),
    data: { product_id: product.id, ...event.data, update_time: unixSeconds(core.at()) },
  }));
}

export const tellCreation = (core: Core, product: Product): void =>
  tell(core, product, { type: 16, eventType: 'PRODUCT_CREATION', data: { product_types: [] } });

export const tellChange = (core: Core, product: Product, { source, fields }: { source: string; fields: string[] }): void =>
  tell(core, product, {
    type: 15,
    eventType: 'PRODUCT_INFORMATION_CHANGE',
    data: { change_source: source, changed_fields: fields },
  });

export const tellAudit = (core: Core, product: Product): void =>
  tell(core, product, { type: 37, eventType: 'PRODUCT_AUDIT_STATUS_CHANGE', data: { audit: { status: product.audit.status } } });

/** The first time a listing goes live has a word of its own, and so has an audit that it failed. */
export function tellStatus(core: Core, product: Product, { reason }: { reason: string }): void {
  const isFirst = product.status === 'ACTIVATE' && product.edition === 0;
  const isFailed = product.audit.status === 'FAILED' && (product.status === 'FAILED' || product.status === 'ACTIVATE');
  const status = isFailed ? 'PRODUCT_AUDIT_FAILURE' : isFirst ? 'PRODUCT_FIRST_PASS_REVIEW' : 'PRODUCT_STATUS_CHANGED';
  tell(core, product, { type: 5, eventType: 'PRODUCT_STATUS_CHANGE', data: { status, suspended_reason: reason } });
}
