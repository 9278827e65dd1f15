import type { ChannelCarrier } from '@tradewind/channels';
import type { AnswerOf, Routes } from '@tradewind/contract';
import type { Caller, Handlers } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { readTable } from '../../../platform/sheets/read-sheet.ts';
import { firstErrors, type RowError, rowForm } from '../../../platform/sheets/table-form.ts';
import { ShopNotActive, shopsInScope, withShopAccess } from '../../accounts/index.ts';
import type { HoldsOf } from '../queries/parcel-facts.ts';
import { consents } from '../shipping-call.ts';
import { type JudgedParcel, judgeParcels, type ShipmentWish } from './judge-parcels.ts';
import { planShipments } from './plan-shipments.ts';

type Answer = AnswerOf<Routes['shipment-number-imports.create']>;
type Input = Parameters<Handlers['shipment-number-imports.create']>[0];
type Row = { line: number; channelOrderId: string; carrier: string; trackingNumber: string };
type Found = Row & { orderId: string; shopId: string };
type Parcel = ShipmentWish['parcels'][number];

const titles = ['order_id', 'carrier', 'tracking_number'] as const;
/** As many as one task ships. */
const ROWS_MAX = 2_000;

/** Ships by a file of carriers and numbers, or says what that would do: all rows or none. */
export async function importNumbers(services: Services, input: Input, holdsOf: HoldsOf): Promise<Answer> {
  const { caller, requestId, query, body } = input;
  const { rows: table, errors: unread } = await readTable(body.bytes, titles);
  const errors = unread.length > 0 ? unread : formOf(table);
  if (errors.length > 0) return faulty(table.length, errors);
  const rows = table.map(({ line, cells }): Row => {
    const [channelOrderId = '', carrier = '', trackingNumber = ''] = cells.map((cell) => cell.trim());
    return { line, channelOrderId, carrier, trackingNumber };
  });
  const found = await findOrders(services, caller, rows);
  const { parcels, troubles } = await withCarriers(services, caller, found.rows);
  const judged = await judge(services, { caller, parcels: parcels.map(({ parcel }) => parcel), holdsOf });
  const wrong = judged.flatMap(({ reason }, at) => (reason === null ? [] : [errorOf(parcels[at]?.row, reason)]));
  const all = [...found.errors, ...troubles, ...wrong];
  if (all.length > 0) return faulty(rows.length, all);
  const warned = judged.flatMap(({ warnings }, at) => {
    const row = parcels[at]?.row;
    return row && warnings.length > 0 ? [{ line: row.line, channelOrderId: row.channelOrderId, warnings }] : [];
  });
  const told = { rows: rows.length, warned, errors: [] };
  const confirmsWarnings = query.confirmsWarnings === 'true';
  if (query.isPreview === 'true' || parcels.length === 0 || (warned.length > 0 && !confirmsWarnings))
    return { ...told, isApplied: false, run: null };
  const wish = { parcels: parcels.map(({ parcel }) => parcel), confirmsWarnings };
  const run = await planShipments(services, { caller, requestId, body: wish, holdsOf });
  return { ...told, isApplied: true, run };
}

const faulty = (rows: number, errors: RowError[]): Answer => ({
  ...{ isApplied: false, rows, warned: [], run: null },
  errors: firstErrors(errors),
});

function formOf(table: Parameters<typeof rowForm>[0][]): RowError[] {
  if (table.length > ROWS_MAX) {
    const message = `at most ${ROWS_MAX} orders are shipped at once`;
    return [{ line: null, column: null, code: 'too-large', message }];
  }
  return table.flatMap((row) => rowForm(row, titles));
}

/** What a row is told when its parcel would be kept back; the reader's page has the words for the code. */
const COLUMN_OF: Readonly<Record<string, (typeof titles)[number]>> = {
  'number-form': 'tracking_number',
  'number-used': 'tracking_number',
  'unknown-carrier': 'carrier',
};
const errorOf = (row: Row | undefined, code: string): RowError => ({
  line: row?.line ?? null,
  column: COLUMN_OF[code] ?? 'order_id',
  code,
  message: `would not be shipped: ${code}`,
});

/** Only orders of the caller's shops; an order of others reads like one that never was. */
async function findOrders(services: Services, caller: Caller, rows: readonly Row[]): Promise<{ rows: Found[]; errors: RowError[] }> {
  const known = await services.database.withMerchant(caller.merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    if (shopIds.length === 0 || rows.length === 0) return [];
    return tx
      .selectFrom('orders')
      .select(['id', 'shop_id', 'channel_order_id'])
      .where('shop_id', 'in', shopIds)
      .where(
        'channel_order_id',
        'in',
        rows.map(({ channelOrderId }) => channelOrderId),
      )
      .execute();
  });
  const orderOf = new Map(known.map((order) => [order.channel_order_id, order]));
  const errors: RowError[] = [];
  const seen = new Set<string>();
  const found = rows.flatMap((row): Found[] => {
    const order = orderOf.get(row.channelOrderId);
    const isRepeated = seen.has(row.channelOrderId);
    seen.add(row.channelOrderId);
    if (order && !isRepeated) return [{ ...row, orderId: order.id, shopId: order.shop_id }];
    errors.push(errorOf(row, isRepeated ? 'repeated' : 'order-missing'));
    return [];
  });
  return { rows: found, errors };
}

type Carried = { parcels: { row: Found; parcel: Parcel }[]; troubles: RowError[] };

/** A carrier is named as the platform names it, or by the platform's id; each shop is asked once. */
async function withCarriers(services: Services, caller: Caller, rows: readonly Found[]): Promise<Carried> {
  const parcels: Carried['parcels'] = [];
  const troubles: RowError[] = [];
  const carriers = new Map<string, ChannelCarrier[] | string>();
  for (const shopId of new Set(rows.map((row) => row.shopId))) carriers.set(shopId, await carriersOf(services, caller, shopId));
  for (const row of rows) {
    const ofShop = carriers.get(row.shopId) ?? 'shop-not-active';
    const name = row.carrier.toLowerCase();
    const carrier =
      typeof ofShop === 'string' ? null : ofShop.find((one) => one.name.toLowerCase() === name || one.channelCarrierId === row.carrier);
    if (!carrier) {
      troubles.push(errorOf(row, typeof ofShop === 'string' ? ofShop : 'unknown-carrier'));
      continue;
    }
    const own = { channelCarrierId: carrier.channelCarrierId, trackingNumber: row.trackingNumber };
    parcels.push({ row, parcel: { orderId: row.orderId, own } });
  }
  return { parcels, troubles };
}

/** Of the warehouse that a shop sells from; or why it cannot be asked. */
async function carriersOf(services: Services, { merchantId }: Caller, shopId: string): Promise<ChannelCarrier[] | string> {
  try {
    return await withShopAccess(services, { merchantId, shopId }, async (_shop, { fulfilment, stock }, access) => {
      const mayCall = fulfilment && (await services.database.withMerchant(merchantId, (tx) => consents(tx, shopId, fulfilment)));
      if (!mayCall) return 'no-consent';
      const warehouses = (await stock?.warehouses(access))?.filter(({ purpose }) => purpose === 'sales') ?? [];
      const warehouse = warehouses.find(({ isDefault }) => isDefault) ?? warehouses[0];
      return warehouse ? fulfilment.carriers(access, warehouse.channelWarehouseId) : [];
    });
  } catch (error) {
    if (error instanceof ShopNotActive) return 'shop-not-active';
    throw error;
  }
}

type Judging = { caller: Caller; parcels: Parcel[]; holdsOf: HoldsOf };

/** Warnings are told beside the reasons: whether they keep a row back, the person decides. */
const judge = (services: Services, { caller, parcels, holdsOf }: Judging): Promise<JudgedParcel[]> =>
  services.database.withMerchant(caller.merchantId, async (tx) => {
    const shopIds = (await shopsInScope(tx, { caller })).map(({ id }) => id);
    return judgeParcels(tx, services, { wish: { parcels, confirmsWarnings: true }, shopIds, holdsOf });
  });
