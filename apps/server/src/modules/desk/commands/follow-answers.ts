/** What platforms say of answers to buyers: one that was refused is a trouble of its order until another one is taken, or the case ended. */
import type { TenantTx } from '../../../platform/database/database.ts';
import type { DeskAct } from './act-on-orders.ts';
import { clearTrouble, setTrouble } from './for-others.ts';

const CODE = 'answer-rejected';
const BY = { kind: 'system', id: 'returns', name: 'returns' } as const;

type ToldAnswer = { orderId: string; isRejected: boolean; reason: string };

export async function followAnswer(tx: TenantTx, act: Omit<DeskAct, 'actor'>, { orderId, isRejected, reason }: ToldAnswer): Promise<void> {
  const [bySystem, orderIds] = [{ ...act, actor: BY }, [orderId]];
  await (isRejected ? setTrouble(tx, bySystem, { orderIds, code: CODE, reason }) : clearTrouble(tx, bySystem, { orderIds, code: CODE }));
}
