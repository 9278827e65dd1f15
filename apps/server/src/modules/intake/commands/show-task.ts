import type { TenantTx } from '../../../platform/database/database.ts';

export type ShownTask = {
  merchantId: string;
  id: string;
  kind: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  done: number;
  total: number | null;
  createdBy: string;
  now: number;
};

/** Long work of another module, of no shop in particular, as the tray shows it: it begins with the first call and moves with each. */
export async function showTask(tx: TenantTx, { merchantId, id, now, createdBy, kind, ...progress }: ShownTask): Promise<void> {
  const moving = { ...progress, kind, updated_at: new Date(now), finished_at: progress.state === 'running' ? null : new Date(now) };
  await tx
    .insertInto('task')
    .values({ ...moving, merchant_id: merchantId, id, shop_id: null, created_by: createdBy, created_at: new Date(now) })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'id']).doUpdateSet(moving))
    .execute();
}
