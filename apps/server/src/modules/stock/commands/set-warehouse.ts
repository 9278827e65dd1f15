import type { AnswerOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { readWarehouses } from '../queries/warehouses.ts';
import { announcePlans } from './set-shop.ts';

type Warehouse = AnswerOf<Routes['warehouses.update']>;
type Values = Pick<Warehouse, 'name' | 'kind' | 'country'> & { region?: string | undefined; postcode?: string | undefined };

export async function createWarehouse(
  services: Services,
  { caller, requestId, body }: Parameters<Handlers['warehouses.create']>[0],
): Promise<Warehouse | Refusal> {
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (await isTaken(tx, body.name, null)) return refuse('name-taken');
    const id = services.newId();
    const row = { merchant_id: caller.merchantId, id, ...valuesOf(body), is_active: true, created_at: new Date(now) };
    await tx.insertInto('warehouse').values(row).execute();
    await audit(tx, {
      id: services.newId(),
      at: now,
      caller,
      requestId,
      action: 'warehouse.created',
      objectKind: 'warehouse',
      objectId: id,
      facts: { kind: body.kind, country: body.country },
    });
    return { id, region: '', postcode: '', ...valuesOf(body), isActive: true, shops: [] };
  });
}

export async function updateWarehouse(
  services: Services,
  { caller, requestId, params, body }: Parameters<Handlers['warehouses.update']>[0],
): Promise<Warehouse | Refusal> {
  const now = services.clock.now();
  const id = params.warehouseId;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const held = await tx.selectFrom('warehouse').select('id').where('id', '=', id).forUpdate().executeTakeFirst();
    if (!held) return refuse('not-found');
    if (await isTaken(tx, body.name, id)) return refuse('name-taken');
    await tx
      .updateTable('warehouse')
      .set({ ...valuesOf(body), is_active: body.isActive })
      .where('id', '=', id)
      .execute();
    await audit(tx, {
      id: services.newId(),
      at: now,
      caller,
      requestId,
      action: 'warehouse.changed',
      objectKind: 'warehouse',
      objectId: id,
      facts: { kind: body.kind, country: body.country, isActive: body.isActive },
    });
    await announcePlans(tx, { services, merchantId: caller.merchantId, now, shopId: null });
    return (await readWarehouses(tx)).find((warehouse) => warehouse.id === id) ?? refuse('not-found');
  });
}

const valuesOf = ({ name, kind, country, region, postcode }: Values) => ({
  ...{ name, kind, country },
  ...(region === undefined ? {} : { region }),
  ...(postcode === undefined ? {} : { postcode }),
});

async function isTaken(tx: TenantTx, name: string, exceptId: string | null): Promise<boolean> {
  // Two at once: the second waits for the first and then reads its name.
  await tx.selectFrom('warehouse').select('id').orderBy('id').forUpdate().execute();
  const row = await tx.selectFrom('warehouse').select('id').where('name', '=', name).executeTakeFirst();
  return row !== undefined && row.id !== exceptId;
}

/** What a warehouse calls a variant. */
export async function setWarehouseSku(
  services: Services,
  { caller, requestId, params, body }: Parameters<Handlers['warehouse-skus.set']>[0],
): Promise<AnswerOf<Routes['warehouse-skus.set']> | Refusal> {
  const { warehouseId, code } = params;
  const { variantId } = body;
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const warehouse = await tx.selectFrom('warehouse').select('id').where('id', '=', warehouseId).executeTakeFirst();
    if (!warehouse) return refuse('not-found');
    if (variantId === null) {
      await tx.deleteFrom('warehouse_sku').where('warehouse_id', '=', warehouseId).where('code', '=', code).execute();
    } else {
      const variant = await tx.selectFrom('variant').select('id').where('id', '=', variantId).executeTakeFirst();
      if (!variant)
        return { refused: 'invalid-input', errors: [{ path: '/variantId', code: 'unknown-variant', message: 'No variant has this id' }] };
      await tx
        .insertInto('warehouse_sku')
        .values({ merchant_id: caller.merchantId, warehouse_id: warehouseId, code, variant_id: variantId })
        .onConflict((conflict) => conflict.columns(['merchant_id', 'warehouse_id', 'code']).doUpdateSet({ variant_id: variantId }))
        .execute();
    }
    await audit(tx, {
      id: services.newId(),
      at: services.clock.now(),
      caller,
      requestId,
      action: 'warehouse.sku-set',
      objectKind: 'warehouse',
      objectId: warehouseId,
      facts: { variant: variantId },
    });
    return { code, variantId };
  });
}
