/** What a party picks and prints, and bodies of the routes for it that would be accepted if their ids were the caller's own. */
import { randomUUID } from 'node:crypto';
import { withClient } from '../../../apps/server/src/platform/database/roles.ts';
import type { Stage } from '../stage/stage.ts';

type Of = { name: string; merchantId: string; shopId: string; warehouseId: string; variantId: string };

/** A wave of one order with a scan, a task of labels with one that is missing, and a bin; written straight, as a small world has few orders to pack. */
export async function pickingOf({ ledger }: Stage, { name, merchantId, shopId, warehouseId, variantId }: Of) {
  const [waveId, labelRunId] = [randomUUID(), randomUUID()];
  await withClient(ledger.superuser(), async (client) => {
    await client.query(`INSERT INTO tenant.bin VALUES ($1, $2, $3, $4, $5, $6, 'epoch')`, [
      ...[merchantId, warehouseId, variantId],
      ...[`Zone of ${name}`, `Bin of ${name}`, `Placed by ${name}`],
    ]);
    await client.query(`INSERT INTO tenant.pick_wave VALUES ($1, $2, 1, $3, 'mixed', NULL, 'open', 1, $4, 'epoch', NULL, NULL)`, [
      merchantId,
      waveId,
      warehouseId,
      `Waved by ${name}`,
    ]);
    await client.query(
      `INSERT INTO tenant.pick_wave_order
       SELECT merchant_id, $2, id, 1, 'packing', true, $3, $4, NULL, NULL, NULL, NULL FROM tenant.orders
       WHERE merchant_id = $1 AND shop_id = $5 ORDER BY id LIMIT 1`,
      [merchantId, waveId, `packer-${name}`, `Packed by ${name}`, shopId],
    );
    await client.query(
      `INSERT INTO tenant.pick_wave_item
       SELECT merchant_id, wave_id, order_id, $2, NULL, $3, $4, 2, 1 FROM tenant.pick_wave_order WHERE merchant_id = $1`,
      [merchantId, `item-${name}`, `Picked SKU of ${name}`, `Picked goods of ${name}`],
    );
    await client.query(
      `INSERT INTO tenant.pick_scan
       SELECT merchant_id, $2, wave_id, 1, order_id, $3, $4, 'counted', $5, $6, 'epoch', NULL FROM tenant.pick_wave_order WHERE merchant_id = $1`,
      [merchantId, randomUUID(), `item-${name}`, `Code of ${name}`, `packer-${name}`, `Scanned by ${name}`],
    );
    await client.query(
      `INSERT INTO tenant.label_run VALUES ($1, $2, $3, 'label', 'a6', 'done', $4, 'epoch', 'epoch', 'epoch', NULL, 0, NULL, NULL, NULL)`,
      [merchantId, labelRunId, waveId, `Printed by ${name}`],
    );
    await client.query(
      `INSERT INTO tenant.label VALUES ($1, $2, $3, 1, NULL, $4, NULL, ARRAY[$5], 'missing', 'no-package', $6, 0, NULL, NULL, NULL)`,
      [merchantId, randomUUID(), labelRunId, shopId, `order-${name}`, `Label message of ${name}`],
    );
  });
  return { waveId, labelRunId };
}

export const pickingBodies = (ids: Readonly<Record<string, string>>, label: string): Record<string, unknown> => ({
  'bins.set': { zone: label, bin: 'A-1' },
  'bin-imports.create': 'sku,warehouse,zone,bin\nNONE,Nowhere,A,1\n',
  'pick-waves.create': { warehouseId: ids.warehouseId, kind: 'mixed', orderIds: [ids.orderId] },
  'pick-waves.change': { state: 'picking' },
  'pick-wave-orders.change': { do: 'release' },
  'pick-scans.create': { scanId: randomUUID(), code: label, orderId: null },
  'pick-scans.undo': { scanId: randomUUID() },
  'label-runs.create': { waveId: ids.waveId },
  'label-runs.cancel': {},
  'label-runs.retry': {},
});
