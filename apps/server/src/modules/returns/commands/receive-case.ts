/**
 * What came back, said once for each line: good units go on the shelf, damaged ones go on it and are written off in the same breath, so that
 * the ledger tells both; missing ones move nothing. A variant that nobody counts moves nothing either.
 */
import type { CaseDetail } from '@tradewind/contract';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import { Refused } from '../../../platform/http/problem.ts';
import type { Services } from '../../../platform/services.ts';
import { applyChange } from '../../stock/index.ts';
import { readCase } from '../queries/case-detail.ts';
import { type CaseRow, findCase } from '../queries/case-row.ts';
import { lockOrder } from '../queries/order-money.ts';

type Input = Parameters<Handlers['return-receipts.create']>[0];
type Line = Input['body']['lines'][number];
const fault = (path: string, code: string, message: string): Refusal => ({ refused: 'invalid-input', errors: [{ path, code, message }] });

export async function receiveCase(services: Services, input: Input): Promise<CaseDetail | Refusal> {
  const { caller, requestId, params, body } = input;
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await findCase(tx, params.caseId, caller.shopIds);
    if (!found?.order_id) return refuse('not-found');
    await lockOrder(tx, found.order_id);
    const detail = await readCase(tx, { caller, caseId: params.caseId });
    if (!detail) return refuse('not-found');
    const refusal = found.kind === 'return' ? refuseLines(detail, body.lines) : refuse('answer-not-open', found.kind);
    if (refusal) return refusal;
    const warehouse = await tx
      .selectFrom('warehouse')
      .select('id')
      .where('id', '=', body.warehouseId)
      .where('is_active', '=', true)
      .executeTakeFirst();
    if (!warehouse) return fault('/warehouseId', 'unknown-warehouse', 'No warehouse in use has this id');
    const variants = await countedVariants(tx, found);
    for (const line of body.lines) {
      const { lineNo, ...units } = line;
      const variantId = variants.get(lineNo) ?? null;
      await tx
        .insertInto('after_sale_receipt')
        .values({
          ...{ merchant_id: caller.merchantId, after_sale_id: params.caseId, line_no: lineNo, ...units },
          ...{ variant_id: variantId, warehouse_id: variantId && warehouse.id, received_by: caller.name, received_at: new Date(now) },
        })
        .execute();
    }
    await moveStock(services, tx, { caller, requestId, found, lines: body.lines, variants, warehouseId: warehouse.id });
    const units = body.lines.reduce((sum, { good, damaged }) => sum + good + damaged, 0);
    const act = { action: 'return.received', objectKind: 'return', objectId: params.caseId, facts: { lines: body.lines.length, units } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'return.changed', ids: [params.caseId], shopId: found.shop_id }]);
    return (await readCase(tx, { caller, caseId: params.caseId })) ?? refuse('not-found');
  });
}

/** Each line of the case at most once, and all of its units spoken for. */
function refuseLines({ lines: own }: CaseDetail, lines: readonly Line[]): Refusal | null {
  const seen = new Set<number>();
  for (const [at, { lineNo, good, damaged, missing }] of lines.entries()) {
    const line = own.find((each) => each.lineNo === lineNo);
    if (!line || seen.has(lineNo)) return fault(`/lines/${at}/lineNo`, 'unknown-line', 'The case has no such line, or it is named twice');
    if (line.received) return refuse('answer-not-open', `line ${lineNo} was received already`);
    if (good + damaged + missing !== line.units)
      return fault(`/lines/${at}`, 'units-differ', `good, damaged and missing are ${line.units} together`);
    seen.add(lineNo);
  }
  return null;
}

/** By line of the order. A bundle has no shelf of its own: its parts are moved by hand. */
async function countedVariants(tx: TenantTx, { order_id, shop_id }: CaseRow): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ line_no: number; variant_id: string }>`
    SELECT o.line_no, v.variant_id FROM order_line o
    JOIN listing l ON l.shop_id = ${shop_id}::uuid AND l.channel_product_id = o.channel_product_id
    JOIN variant_link v ON v.listing_id = l.id AND v.channel_sku_id = o.channel_sku_id
    JOIN stock_item i ON i.variant_id = v.variant_id
    WHERE o.order_id = ${order_id}::uuid`.execute(tx);
  return new Map(rows.map(({ line_no, variant_id }) => [line_no, variant_id]));
}

type Moving = {
  caller: Caller;
  requestId: string;
  found: CaseRow;
  lines: readonly Line[];
  variants: ReadonlyMap<number, string>;
  warehouseId: string;
};

async function moveStock(
  services: Services,
  tx: TenantTx,
  { caller, requestId, found, lines, variants, warehouseId }: Moving,
): Promise<void> {
  const rowsOf = (unitsOf: (line: Line) => number) => {
    const units = new Map<string, number>();
    for (const line of lines) {
      const variantId = variants.get(line.lineNo);
      if (variantId) units.set(variantId, (units.get(variantId) ?? 0) + unitsOf(line));
    }
    return [...units].flatMap(([variantId, count]) => (count > 0 ? [{ variantId, warehouseId, units: count }] : []));
  };
  const change = { reference: found.channel_after_sale_id, note: '' };
  for (const [kind, rows] of [
    ['return', rowsOf(({ good, damaged }) => good + damaged)],
    ['write-off', rowsOf(({ damaged }) => damaged)],
  ] as const) {
    if (rows.length === 0) continue;
    const done = await applyChange(services, tx, { caller, requestId, change: { ...change, kind, rows } });
    if ('errors' in done) throw new Refused({ refused: 'stock-not-there', errors: done.errors });
  }
}
