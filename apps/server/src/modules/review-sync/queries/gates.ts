import type { AnswerOf, Routes } from '@tradewind/contract';
import { gateConditions } from '@tradewind/rules/review-gates';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import { shopsInScope } from '../../accounts/index.ts';

type Gate = AnswerOf<Routes['review-gates.set']>;
type Row = { is_open: boolean; changed_by: string; changed_at: Date };

export const gateView = (market: string, row: Row | undefined): Gate => ({
  market,
  isOpen: row?.is_open ?? false,
  conditions: gateConditions(market),
  changedBy: row?.changed_by ?? null,
  changedAt: row?.changed_at.toISOString() ?? null,
});

/** Of the markets in which the caller has shops. */
export async function readGates(tx: TenantTx, caller: Caller): Promise<{ items: Gate[] }> {
  const markets = [...new Set((await shopsInScope(tx, { caller })).map(({ market }) => market))].sort();
  const rows = await tx.selectFrom('review_gate').selectAll().execute();
  const held = new Map(rows.map((row) => [row.market, row]));
  return { items: markets.map((market) => gateView(market, held.get(market))) };
}
