/** What other modules say of orders, in their own transactions. Each answers for every order what became of it. */
import type { TenantTx } from '../../../platform/database/database.ts';
import type { DeskOutcome } from '../actions.ts';
import { actOnOrders, type DeskAct } from './act-on-orders.ts';

type Orders = { orderIds: readonly string[] };
type ByRule = { ruleId?: string | null };

/** Keeps orders back until somebody releases them. A later hold replaces the reason of an earlier one. */
export const holdOrders = (tx: TenantTx, act: DeskAct, { orderIds, reason, ruleId = null }: Orders & ByRule & { reason: string }) =>
  actOnOrders(tx, act, { orderIds, action: { kind: 'hold', reason, ruleId } });

/** Ends the hold and passes open reviews. */
export const releaseOrders = (tx: TenantTx, act: DeskAct, { orderIds }: Orders) =>
  actOnOrders(tx, act, { orderIds, action: { kind: 'release' } });

export const tagOrders = (tx: TenantTx, act: DeskAct, { orderIds, tag }: Orders & { tag: string }): Promise<DeskOutcome[]> =>
  actOnOrders(tx, act, { orderIds, action: { kind: 'add-tag', tag } });

/** `cause` is why, once and for all: one that was passed is not raised again. Left out, the rule is the cause, or the reason itself. */
export const raiseReview = (
  tx: TenantTx,
  act: DeskAct,
  { orderIds, reason, ruleId = null, cause = ruleId ?? reason }: Orders & ByRule & { reason: string; cause?: string },
): Promise<DeskOutcome[]> => actOnOrders(tx, act, { orderIds, action: { kind: 'raise-review', cause, reason, ruleId } });

/** Something went wrong that needs a person. `code` is the caller's, and what it clears again; `dueAt` by when it must be settled. */
export const setTrouble = (
  tx: TenantTx,
  act: DeskAct,
  { orderIds, ...trouble }: Orders & { code: string; reason: string; dueAt?: number | null },
): Promise<DeskOutcome[]> => actOnOrders(tx, act, { orderIds, action: { kind: 'raise-exception', ...trouble } });

/** `code` null: whatever it is. */
export const clearTrouble = (tx: TenantTx, act: DeskAct, { orderIds, code }: Orders & { code: string | null }): Promise<DeskOutcome[]> =>
  actOnOrders(tx, act, { orderIds, action: { kind: 'resolve-exception', code } });

export const setPacked = (tx: TenantTx, act: DeskAct, { orderIds, isPacked }: Orders & { isPacked: boolean }): Promise<DeskOutcome[]> =>
  actOnOrders(tx, act, { orderIds, action: { kind: isPacked ? 'pack' : 'unpack' } });

/** From where it shall be sent; null: as the platform and the stock have it. */
export const setWarehouse = (
  tx: TenantTx,
  act: DeskAct,
  { orderIds, warehouseId }: Orders & { warehouseId: string | null },
): Promise<DeskOutcome[]> => actOnOrders(tx, act, { orderIds, action: { kind: 'choose-warehouse', warehouseId } });
