import { currencyExponent } from '@tradewind/rules/money';
import { sql } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type FileAnswer, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';
import { recipientOf } from '../../orders/index.ts';
import { packingSlipsPdf, type Slip } from '../documents/packing-slip-pdf.ts';
import { pickListPdf } from '../documents/pick-list-pdf.ts';
import { visibleWave, waveDetail } from './wave-views.ts';

const pdf = (name: string, bytes: Uint8Array): FileAnswer => ({ file: { name, mediaType: 'application/pdf', bytes } });

export async function pickListFile(
  services: Services,
  { caller, params, query }: Parameters<Handlers['pick-lists.file']>[0],
): Promise<FileAnswer | Refusal> {
  const detail = await services.database.withMerchant(caller.merchantId, async (tx) => {
    const wave = await visibleWave(tx, { caller, waveId: params.waveId });
    return wave && waveDetail(tx, { caller, wave });
  });
  if (!detail) return refuse('not-found');
  const orders = detail.orders.filter(({ state }) => state !== 'dropped' && state !== 'left').length;
  const list = { number: detail.number, warehouse: detail.warehouse.name, picks: detail.picks, orders };
  return pdf(`pick-list-${detail.number}.pdf`, await pickListPdf(list, query));
}

type OrderRow = {
  id: string;
  channelOrderId: string;
  shopName: string;
  market: string;
  timeZone: string;
  createdAt: Date;
  currency: string;
  shipping: number;
  total: number;
  buyer: Buffer;
  lines: { name: string; option: string; sku: string; quantity: number; price: number }[];
};

export async function packingSlipsFile(
  services: Services,
  { caller, requestId, params, query }: Parameters<Handlers['packing-slips.file']>[0],
): Promise<FileAnswer | Refusal> {
  const { merchantId } = caller;
  const secrets = await services.secrets.forMerchant(merchantId);
  const mayRead = caller.scopes.has('buyers:read');
  const now = services.clock.now();
  const found = await services.database.withMerchant(merchantId, async (tx) => {
    const wave = await visibleWave(tx, { caller, waveId: params.waveId });
    if (!wave) return null;
    const rows = await ordersOf(tx, { waveId: wave.id, orderId: query.orderId });
    const act = { objectKind: 'pick-wave', objectId: wave.id, action: 'packing-slips.printed' };
    await audit(tx, { ...act, facts: { orders: rows.length, withNames: mayRead }, id: services.newId(), at: now, caller, requestId });
    return { number: wave.number, slips: rows.map((row) => slipOf(row, mayRead ? secrets : null)) };
  });
  if (!found || found.slips.length === 0) return refuse('not-found');
  const bytes = await packingSlipsPdf(found.slips, {
    size: query.size,
    withPrices: query.prices === 'true',
    rest: () => services.pause(0),
  });
  return pdf(`packing-slips-${found.number}.pdf`, bytes);
}

async function ordersOf(tx: TenantTx, { waveId, orderId }: { waveId: string; orderId: string | undefined }): Promise<OrderRow[]> {
  const { rows } = await sql<OrderRow>`
    SELECT o.id, o.channel_order_id AS "channelOrderId", s.name AS "shopName", s.market, s.time_zone AS "timeZone",
      o.created_at AS "createdAt", o.currency, o.shipping_minor AS shipping, o.total_minor AS total, o.buyer,
      (SELECT jsonb_agg(jsonb_build_object('name', l.product_name, 'option', l.variant_name, 'sku', l.seller_sku, 'quantity', l.quantity,
        'price', l.sale_price_minor) ORDER BY l.line_no) FROM order_line l WHERE l.order_id = o.id) AS lines
    FROM pick_wave_order w JOIN orders o ON o.id = w.order_id JOIN shop s ON s.id = o.shop_id
    WHERE w.wave_id = ${waveId} AND w.state NOT IN ('dropped', 'left') ${orderId === undefined ? sql`` : sql`AND o.id = ${orderId}`}
    ORDER BY w.position`.execute(tx);
  return rows;
}

function slipOf(row: OrderRow, secrets: MerchantSecrets | null): Slip {
  const digits = currencyExponent(row.currency);
  // The amount and its code: a symbol may be one that a buyer's country shares with another.
  const money = (amount: number): string => `${(amount / 10 ** digits).toFixed(digits)} ${row.currency}`;
  return {
    ...{ channelOrderId: row.channelOrderId, shopName: row.shopName, market: row.market, timeZone: row.timeZone },
    createdAt: row.createdAt.getTime(),
    recipient: secrets ? recipientOf(secrets, row) : null,
    lines: row.lines.map((line) => ({ ...line, price: money(line.price) })),
    ...{ shipping: money(row.shipping), total: money(row.total) },
  };
}
