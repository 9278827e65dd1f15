import type { AnswerOf, CaseDetail, Routes } from '@tradewind/contract';
import { openActs, splitByLines } from '@tradewind/rules/after-sales';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, mayUseShop, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { type CaseRow, findCase, stateOf } from './case-row.ts';
import { type LeftOfOrder, moneyOf } from './order-money.ts';
import { answerView, caseView } from './views.ts';

type Asked = { caller: Caller; caseId: string };

/** Undefined answers alike for an absent and a foreign case. */
export async function readCase(tx: TenantTx, { caller, caseId }: Asked): Promise<CaseDetail | undefined> {
  const row = await findCase(tx, caseId, caller.shopIds);
  const [shop] = row ? await shopsInScope(tx, { caller, shopIds: [row.shop_id] }) : [];
  if (!row || !shop) return undefined;
  const isUnderWay = row.answer_intent !== null && ['planned', 'sent', 'unknown'].includes(row.answer_intent);
  const answers = await tx.selectFrom('after_sale_answer').selectAll().where('after_sale_id', '=', caseId).orderBy('planned_at').execute();
  const evidence = await tx
    .selectFrom('after_sale_evidence')
    .selectAll()
    .where('after_sale_id', '=', caseId)
    .orderBy('uploaded_at')
    .execute();
  return {
    ...caseView(row, shop),
    acts: isUnderWay ? [] : [...openActs(stateOf(row))],
    lines: await linesOf(tx, row),
    money: row.order_id === null ? null : moneyView(await moneyOf(tx, row.order_id)),
    answers: answers.map(answerView),
    evidence: evidence.map(({ id, media_type, bytes, uploaded_at }) => ({
      ...{ id, mediaType: media_type, bytes, uploadedAt: uploaded_at.toISOString() },
    })),
    look: await lookOf(tx, row),
  };
}

const moneyView = ({ currency, ...sums }: LeftOfOrder) => ({
  paid: { amount: sums.paid, currency },
  refunded: { amount: sums.refunded, currency },
  promised: { amount: sums.promised, currency },
  left: { amount: sums.left, currency },
});

type LineRow = {
  line_no: number;
  product_name: string;
  variant_name: string;
  seller_sku: string;
  quantity: number;
  sale_price_minor: number;
} & {
  channel_line_ids: string[];
  good: number | null;
  damaged: number | null;
  missing: number | null;
};

async function linesOf(tx: TenantTx, row: CaseRow): Promise<CaseDetail['lines']> {
  if (row.order_id === null) return [];
  const { rows } = await sql<LineRow>`
    SELECT l.line_no, l.product_name, l.variant_name, l.seller_sku, l.quantity, l.sale_price_minor, l.channel_line_ids, r.good, r.damaged, r.missing
    FROM order_line l LEFT JOIN after_sale_receipt r ON r.after_sale_id = ${row.id}::uuid AND r.line_no = l.line_no
    WHERE l.order_id = ${row.order_id}::uuid ORDER BY l.line_no`.execute(tx);
  // A case that names none is about all of them.
  const named = new Set(row.channel_line_ids);
  const unitsOf = (line: LineRow) => (named.size === 0 ? line.quantity : line.channel_line_ids.filter((id) => named.has(id)).length);
  const own = rows.filter((line) => unitsOf(line) > 0);
  const shares = splitByLines(
    row.refund_minor,
    own.map((line) => line.sale_price_minor * unitsOf(line)),
  );
  const { currency } = row;
  return own.map((line, at) => ({
    ...{ lineNo: line.line_no, productName: line.product_name, variantName: line.variant_name, sellerSku: line.seller_sku },
    ...{ units: unitsOf(line), quantity: line.quantity },
    salePrice: { amount: line.sale_price_minor, currency },
    share: { amount: shares[at] ?? 0, currency },
    received: line.good === null ? null : { good: line.good, damaged: line.damaged ?? 0, missing: line.missing ?? 0 },
  }));
}

async function lookOf(tx: TenantTx, { id, currency }: CaseRow): Promise<CaseDetail['look']> {
  const look = await tx.selectFrom('after_sale_look').selectAll().where('after_sale_id', '=', id).executeTakeFirst();
  if (!look) return null;
  return {
    readAt: look.read_at.toISOString(),
    rejectReasons: look.reject_reasons,
    calculated: look.calculated_minor === null ? null : { amount: look.calculated_minor, currency },
    records: look.records.map((record) => ({ ...record, at: new Date(record.at).toISOString() })),
  };
}

/** What may be done with an order unasked. */
export async function readOrderAfterSales(
  services: Services,
  { caller, orderId }: { caller: Caller; orderId: string },
): Promise<AnswerOf<Routes['order-after-sales.get']> | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const order = await tx
      .selectFrom('orders')
      .innerJoin('shop', 'shop.id', 'orders.shop_id')
      .select(['orders.shop_id', 'orders.paid_at', 'shop.market', 'shop.channel'])
      .where('orders.id', '=', orderId)
      .executeTakeFirst();
    if (!order || !mayUseShop(caller, order.shop_id)) return refuse('not-found');
    const returns = services.channels[order.channel as keyof Services['channels']]?.returns;
    const answers = await tx
      .selectFrom('after_sale_answer')
      .selectAll()
      .where('order_id', '=', orderId)
      .where('after_sale_id', 'is', null)
      .orderBy('planned_at')
      .execute();
    return {
      money: moneyView(await moneyOf(tx, orderId)),
      refundReasons: returns?.refundReasons(order.market, 'refund') ?? [],
      cancelReasons: returns?.cancelReasons(order.market, { isPaid: order.paid_at !== null }) ?? [],
      lines: await linesToRefund(tx, orderId),
      answers: answers.map(answerView),
    };
  });
}

async function linesToRefund(tx: TenantTx, orderId: string): Promise<AnswerOf<Routes['order-after-sales.get']>['lines']> {
  const rows = await tx
    .selectFrom('order_line')
    .innerJoin('orders', 'orders.id', 'order_line.order_id')
    .select(['line_no', 'channel_line_ids', 'product_name', 'seller_sku', 'quantity', 'sale_price_minor', 'orders.currency'])
    .where('order_id', '=', orderId)
    .orderBy('line_no')
    .execute();
  return rows.map((row) => ({
    ...{ lineNo: row.line_no, channelLineIds: row.channel_line_ids, productName: row.product_name, sellerSku: row.seller_sku },
    ...{ quantity: row.quantity, salePrice: { amount: row.sale_price_minor, currency: row.currency } },
  }));
}
