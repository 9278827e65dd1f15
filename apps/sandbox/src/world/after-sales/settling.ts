import { type Core, later } from '../core.ts';
import { type Life, refund } from '../life.ts';
import { type CaseStep, setReturn } from '../order-events.ts';
import { between } from '../random.ts';
import type { CaseRecord, Return } from '../types.ts';
import { HOUR, MINUTE } from '../zone.ts';

/** How a case ends. Money goes back within thirty hours of the approval. */
export type Case = { life: Life; item: Return };

export function resolve(core: Core, item: Return, to: CaseStep): void {
  item.resolvedAt = core.at();
  item.respondBy = null;
  setReturn(core, item, to);
}

export function approve(core: Core, { life, item }: Case, role: CaseRecord['role'] = 'SELLER'): void {
  item.respondBy = null;
  setReturn(core, item, { status: 'RETURN_OR_REFUND_REQUEST_SUCCESS', role });
  later(core, between(10 * MINUTE, 30 * HOUR, life.rng), () => {
    refund(core, life.order, item.refund);
    resolve(core, item, { status: 'RETURN_OR_REFUND_REQUEST_COMPLETE', role: 'SYSTEM' });
  });
}
