import type { AnswerOf, Routes } from '@tradewind/contract';
import { afterMovement } from '@tradewind/rules/stock';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { announce } from '../jobs.ts';
import { actorOf, levelKey, lockLevels, type Movement, moveLevels, openLevels } from '../ledger.ts';
import { transferViews } from '../queries/transfers.ts';
import { unknownAmong } from './change-stock.ts';

type Answer = AnswerOf<Routes['stock-transfers.create']>;

/** Units leave a warehouse for another; until they arrive they are in neither, and sold from neither. */
export async function sendTransfer(
  services: Services,
  { caller, requestId, body }: Parameters<Handlers['stock-transfers.create']>[0],
): Promise<Answer | Refusal> {
  const { variantId, fromWarehouseId, toWarehouseId, units, note } = body;
  const base = { services, merchantId: caller.merchantId, now: services.clock.now() };
  if (fromWarehouseId === toWarehouseId)
    return {
      refused: 'invalid-input',
      errors: [{ path: '/toWarehouseId', code: 'same-warehouse', message: 'Another warehouse than the first' }],
    };
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const [from, to] = [
      { variantId, warehouseId: fromWarehouseId },
      { variantId, warehouseId: toWarehouseId },
    ];
    const errors = await unknownAmong(tx, [from, to]);
    if (errors.length > 0)
      return { refused: 'invalid-input', errors: errors.map(({ path, ...rest }) => ({ ...rest, path: pathOf(path) })) };
    const level = (await lockLevels(tx, [from])).get(levelKey(from));
    if (!level || !afterMovement(level, { kind: 'transfer-out', units })) return refuse('stock-not-there');
    const id = services.newId();
    await moveLevels(tx, {
      ...base,
      actor: actorOf(caller),
      movements: [{ ...from, kind: 'transfer-out', units, reason: 'transfer', reference: id, note }],
    });
    await tx
      .insertInto('stock_transfer')
      .values({
        ...{
          merchant_id: caller.merchantId,
          id,
          variant_id: variantId,
          from_warehouse_id: fromWarehouseId,
          to_warehouse_id: toWarehouseId,
        },
        ...{ units, arrived: 0, lost: 0, returned: 0, note, sent_by: caller.name, sent_at: new Date(base.now), ended_at: null },
      })
      .execute();
    await audit(tx, {
      id: services.newId(),
      at: base.now,
      caller,
      requestId,
      action: 'stock.transfer-sent',
      objectKind: 'stock-transfer',
      objectId: id,
      facts: { variant: variantId, units },
    });
    await announce(tx, { ...base, variantIds: [variantId] });
    const [view] = await transferViews(tx, [id]);
    return view ?? refuse('not-found');
  });
}

const pathOf = (path: string): string =>
  path.endsWith('/variantId') ? '/variantId' : path.startsWith('/rows/0') ? '/fromWarehouseId' : '/toWarehouseId';

/** What became of them, in one step or several; never more than are on the road. */
export async function settleTransfer(
  services: Services,
  { caller, requestId, params, body }: Parameters<Handlers['stock-transfers.settle']>[0],
): Promise<Answer | Refusal> {
  const { arrived, lost, returned } = body;
  const base = { services, merchantId: caller.merchantId, now: services.clock.now() };
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const held = await tx.selectFrom('stock_transfer').selectAll().where('id', '=', params.transferId).forUpdate().executeTakeFirst();
    if (!held) return refuse('not-found');
    const left = held.units - held.arrived - held.lost - held.returned - arrived - lost - returned;
    if (arrived + lost + returned === 0)
      return { refused: 'invalid-input', errors: [{ path: '/arrived', code: 'out-of-range', message: 'At least one unit' }] };
    if (left < 0) return refuse('stock-not-there');
    const [from, to] = [
      { variantId: held.variant_id, warehouseId: held.from_warehouse_id },
      { variantId: held.variant_id, warehouseId: held.to_warehouse_id },
    ];
    if (arrived > 0) await openLevels(tx, { ...base, keys: [to] });
    const of = { reason: 'transfer', reference: held.id };
    const movements: Movement[] = [
      { ...from, ...of, kind: 'transfer-away' as const, units: arrived },
      { ...to, ...of, kind: 'transfer-here' as const, units: arrived },
      { ...from, ...of, kind: 'transfer-lost' as const, units: lost },
      { ...from, ...of, kind: 'transfer-back' as const, units: returned },
    ].filter(({ units }) => units > 0);
    await moveLevels(tx, { ...base, actor: actorOf(caller), movements });
    await tx
      .updateTable('stock_transfer')
      .set({
        arrived: held.arrived + arrived,
        lost: held.lost + lost,
        returned: held.returned + returned,
        ended_at: left === 0 ? new Date(base.now) : null,
      })
      .where('id', '=', held.id)
      .execute();
    await audit(tx, {
      id: services.newId(),
      at: base.now,
      caller,
      requestId,
      action: 'stock.transfer-settled',
      objectKind: 'stock-transfer',
      objectId: held.id,
      facts: { arrived, lost, returned },
    });
    await announce(tx, { ...base, variantIds: [held.variant_id] });
    const [view] = await transferViews(tx, [held.id]);
    return view ?? refuse('not-found');
  });
}
