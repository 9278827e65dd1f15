import type { ChannelFulfilment, ChannelOrder, ChannelReturns, ChannelShop, ShopAccess } from '@tradewind/channels';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { accessOf, DAY_MS, readAll, type Stage, startStage } from './client.ts';

/** Parcels and after-sales against the sandbox: from a paid order to a delivered or refunded one, over real HTTP. */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const CALM = { seed: 1, api: {} };

let stage: Stage;
let fulfilment: ChannelFulfilment;
let returns: ChannelReturns;
let shops: ChannelShop[];
let accessIn: (market: string) => ShopAccess;

beforeAll(async () => {
  stage = await startStage({ shops: 4, days: 2, ordersPerShopDay: 2 });
  await stage.control('/staff', { isPresent: false });
});
afterAll(() => stage.close());
// Anew for each: a token lives seven days.
beforeEach(async () => {
  const consent = await stage.consent();
  shops = consent.shops;
  accessIn = (market) => {
    const shop = shops.find((each) => each.market === market);
    if (!shop) throw new Error(`the consent covers no shop in ${market}`);
    return accessOf(consent.tokens, shop);
  };
  const { channel } = stage;
  if (!channel.fulfilment || !channel.returns) throw new Error('the channel lacks a capability');
  ({ fulfilment, returns } = channel);
  expect(consent.tokens.grantedScopes).toEqual(expect.arrayContaining([...fulfilment.scopes, returns.scope]));
});
afterEach(async () => void (await stage.control('/faults', CALM)));

const placed = z.object({ orders: z.array(z.object({ id: z.string() })) });
type Wish = { status?: string; quantity?: number; buyerId?: string; path?: ChannelOrder['fulfilment'] };

/** Which path an order takes is the platform's choice; a test says which it wants. */
async function ordered(shop: ShopAccess, { path = 'platform', ...wish }: Wish = {}): Promise<ChannelOrder> {
  const made = placed.parse(
    await stage.control('/orders', { shopId: shop.channelShopId, count: 1, quantity: 1, status: 'AWAITING_SHIPMENT', ...wish }),
  );
  const order = stage.sandbox.sim.world.orders.get(made.orders[0]?.id ?? '');
  if (order) order.fulfilment = path === 'platform' ? 'TIKTOK' : 'SELLER';
  return orderNow(shop, order?.id ?? '');
}

async function orderNow(shop: ShopAccess, id: string): Promise<ChannelOrder> {
  const [order] = await stage.channel.orders(shop, [id]);
  if (!order) throw new Error(`no order ${id}`);
  return order;
}
const packageOf = (order: ChannelOrder): string => order.channelPackageIds[0] ?? '';
const unitsOf = (order: ChannelOrder): string[] => order.lines.flatMap(({ channelLineIds }) => channelLineIds);
const writesOn = async (shop: ShopAccess, id: string) =>
  (await stage.truth('writes', shop.channelShopId)).filter(({ data }) => JSON.stringify(data).includes(id)).length;

async function ownNumber(shop: ShopAccess, serial: string) {
  const warehouse = (await stage.channel.stock?.warehouses(shop))?.find(({ purpose }) => purpose === 'sales');
  const [carrier] = await fulfilment.carriers(shop, warehouse?.channelWarehouseId ?? '');
  const prefix = carrier?.name.replace(/[^A-Z]/g, '').slice(0, 3) ?? '';
  return { channelCarrierId: carrier?.channelCarrierId ?? '', trackingNumber: `${prefix}${serial.padStart(12, '0')}` };
}

test('a package is picked up in a slot, its label is a PDF once it is ready, and it is followed to the door', async () => {
  const shop = accessIn('GB');
  expect(fulfilment.packageExists('GB')).toBe(true);
  const order = await ordered(shop);
  const id = packageOf(order);
  const { slots, canPickUp } = await fulfilment.handoverChoice(shop, id);
  const slot = slots.find(({ isOpen }) => isOpen) ?? null;
  expect(canPickUp && slot).toBeTruthy();
  const wish = { channelPackageId: id, kind: 'label-and-packing-slip', size: 'A6' } as const;
  await expect(fulfilment.document(shop, wish)).rejects.toMatchObject({ kind: 'rejected', channelCode: '21023035' });
  expect(await fulfilment.ship(shop, [{ channelPackageId: id, path: 'platform', handover: { method: 'pick-up', slot } }])).toEqual([
    { channelPackageId: id, outcome: 'ok' },
  ]);
  await expect(fulfilment.document(shop, wish)).rejects.toMatchObject({ kind: 'retry-later', channelCode: '11034037' });
  await stage.advance(MINUTE_MS);
  const { bytes, trackingNumber } = await fulfilment.document(shop, wish);
  expect(Buffer.from(bytes).toString('latin1')).toMatch(/^%PDF-1\.4[\s\S]*%%EOF\n$/);
  expect(await fulfilment.readPackage(shop, id)).toMatchObject({
    ...{ channelOrderIds: [order.channelOrderId], status: 'fulfilling', cut: 'whole', path: 'platform', handover: 'pick-up' },
    ...{ trackingNumber, pickupSlot: { from: slot?.from, until: slot?.until }, weightG: expect.any(Number) },
  });
  expect(await fulfilment.readPackage(shop, '1')).toBe(null);
  await stage.advance(6 * DAY_MS);
  const events = await fulfilment.tracking(shop, order.channelOrderId);
  expect(events.at(-1)?.description).toContain(trackingNumber ?? 'no number');
  expect(events.length).toBeGreaterThan(2);
});

test('a bulk ship tells of each package: shipped, cancelled a second ago, a number used before', async () => {
  const shop = accessIn('GB');
  const own = await ownNumber(shop, '1');
  const [one, gone, other] = [
    await ordered(shop, { path: 'seller' }),
    await ordered(shop, { path: 'seller' }),
    await ordered(shop, { path: 'seller' }),
  ];
  const [reason] = returns.cancelReasons('GB', { isPaid: true });
  const { channelCaseId } = await returns.cancelOrder(shop, { channelOrderId: gone.channelOrderId, reasonCode: reason?.code ?? '' });
  const shipments = [one, gone, other].map((order) => ({ channelPackageId: packageOf(order), path: 'seller' as const, ...own }));
  expect(await fulfilment.ship(shop, shipments)).toMatchObject([
    { outcome: 'ok' },
    { outcome: 'refused', code: '21001003' },
    { outcome: 'refused', code: '21004006' },
  ]);
  expect((await orderNow(shop, one.channelOrderId)).status).toBe('awaiting-collection');
  expect(await fulfilment.readPackage(shop, packageOf(one))).toMatchObject({ path: 'seller', handover: null, ...own });
  await fulfilment.updateTracking(shop, { channelPackageId: packageOf(one), ...(await ownNumber(shop, '2')) });
  await stage.advance(HOUR_MS);
  expect(await returns.readCancellations(shop, [channelCaseId])).toMatchObject([
    { kind: 'cancellation', openedBy: 'seller', status: 'completed', respondBy: null, refund: gone.total, channelLineIds: unitsOf(gone) },
  ]);
});

test('in the US a label is bought for a part of an order; what it costs is told before', async () => {
  const shop = accessIn('US');
  expect(fulfilment.packageExists('US')).toBe(false);
  const order = await ordered(shop, { quantity: 3 });
  const box = { weightG: 700, lengthMm: 201, widthMm: 150, heightMm: 80 };
  const services = await fulfilment.services(shop, { channelOrderId: order.channelOrderId, channelLineIds: null, package: box });
  const [first, ...rest] = unitsOf(order);
  expect(services[0]).toMatchObject({ price: expect.any(Number), currency: 'USD', isDefault: true });
  const purchase = { channelOrderId: order.channelOrderId, channelServiceId: services[1]?.channelServiceId ?? null, package: box };
  const made = await fulfilment.buyLabel(shop, { ...purchase, channelLineIds: [first ?? ''] });
  expect(made.channelLineIds).toEqual([first]);
  expect(await fulfilment.readPackage(shop, made.channelPackageId)).toMatchObject({ carrier: services[1]?.carrier, weightG: 700 });
  expect((await orderNow(shop, order.channelOrderId)).status).toBe('partially-shipped');
  expect((await fulfilment.buyLabel(shop, { ...purchase, channelLineIds: null })).channelLineIds).toEqual(rest);
  const seller = await ordered(shop, { path: 'seller' });
  const shipment = { channelOrderId: seller.channelOrderId, channelLineIds: null, ...(await ownNumber(shop, '3')) };
  expect((await fulfilment.shipUnits(shop, shipment)).channelLineIds).toEqual(unitsOf(seller));
});

test('an order is split once, its parts are put together again, and orders of one buyer share a parcel', async () => {
  const shop = accessIn('GB');
  const order = await ordered(shop, { quantity: 2 });
  const groups = unitsOf(order).map((line) => [line]);
  const cut = { channelOrderId: order.channelOrderId, groups };
  expect(await fulfilment.splitAttributes(shop, [order.channelOrderId])).toMatchObject([{ canSplit: true, mustSplit: false, reason: '' }]);
  const parts = await fulfilment.split(shop, cut);
  expect((await orderNow(shop, order.channelOrderId)).channelPackageIds).toEqual(parts);
  // Two clerks at once: the second is told, and nothing changes.
  await expect(fulfilment.split(shop, cut)).rejects.toMatchObject({ kind: 'rejected', channelCode: '21011035' });
  const whole = await fulfilment.combine(shop, { channelPackageId: parts[0] ?? '', channelOrderIds: [order.channelOrderId] });
  expect(await fulfilment.readPackage(shop, whole.channelPackageId)).toMatchObject({ cut: 'whole', channelLineIds: unitsOf(order) });
  const second = await ordered(shop, { buyerId: order.buyer.channelBuyerId });
  const offered = await readAll((token) => fulfilment.combinable(shop, token));
  const together = offered.find(({ channelOrderIds }) => channelOrderIds.includes(second.channelOrderId));
  const orderIds = [order.channelOrderId, second.channelOrderId];
  expect(together?.channelOrderIds).toEqual(expect.arrayContaining(orderIds));
  const combined = await fulfilment.combine(shop, { channelPackageId: packageOf(second), channelOrderIds: orderIds });
  expect(await fulfilment.readPackage(shop, combined.channelPackageId)).toMatchObject({ cut: 'combined' });
  const apart = await fulfilment.uncombine(shop, { ...combined, channelOrderIds: [second.channelOrderId] });
  expect(apart.map(({ channelOrderIds }) => channelOrderIds)).toEqual([[order.channelOrderId], [second.channelOrderId]]);
  await expect(fulfilment.combine(shop, { channelPackageId: packageOf(await ordered(shop)), channelOrderIds: [] })).rejects.toMatchObject({
    channelCode: '21011031',
  });
});

test('an answer lost after its effect is of unknown outcome, and the platform tells what came of it', async () => {
  const shop = accessIn('GB');
  const order = await ordered(shop);
  const shipment = { channelPackageId: packageOf(order), path: 'platform', handover: { method: 'drop-off' } } as const;
  await stage.control('/faults', { seed: 3, api: { timeoutAfter: 1 } });
  await expect(fulfilment.ship(shop, [shipment])).rejects.toMatchObject({ kind: 'unknown-outcome' });
  await stage.control('/faults', CALM);
  expect(await fulfilment.readPackage(shop, packageOf(order))).toMatchObject({ status: 'fulfilling', handover: 'drop-off' });
  expect(await fulfilment.ship(shop, [shipment])).toMatchObject([{ outcome: 'refused', code: '21008099' }]);
  expect(await writesOn(shop, packageOf(order))).toBe(1);
});

const made = z.object({ id: z.string() });
const buyerAsks = async (shop: ShopAccess, type: 'REFUND' | 'RETURN_AND_REFUND') => {
  const { channelOrderId } = await ordered(shop, { status: 'DELIVERED' });
  return made.parse(await stage.control('/ask-to-return', { orderId: channelOrderId, type })).id;
};
const caseNow = async (shop: ShopAccess, id: string) => {
  const [found] = await returns.readReturns(shop, [id]);
  if (!found) throw new Error(`no case ${id}`);
  return found;
};
const step = (returnId: string, what: string) => stage.control('/buyer-step', { returnId, step: what });

test('a buyer who asks to cancel is agreed with or refused, once for each intent', async () => {
  const shop = accessIn('GB');
  const order = await ordered(shop);
  const { id } = made.parse(await stage.control('/ask-to-cancel', { orderId: order.channelOrderId }));
  expect(await returns.readCancellations(shop, [id])).toMatchObject([
    { status: 'requested', openedBy: 'buyer', respondBy: stage.now() + 48 * HOUR_MS },
  ]);
  const drop = { channelPackageId: packageOf(order), path: 'platform', handover: { method: 'drop-off' } } as const;
  expect(await fulfilment.ship(shop, [drop])).toMatchObject([{ outcome: 'refused', code: '21011007' }]);
  const [reason] = await returns.rejectReasons(shop, id);
  const answer = { channelCaseId: id, intentKey: 'cancel-1' };
  const refusal = { ...answer, reasonCode: reason?.code ?? '', comment: 'Packed already', channelImageIds: [] };
  await returns.rejectCancellation(shop, refusal);
  await returns.rejectCancellation(shop, refusal);
  expect(await writesOn(shop, id)).toBe(1);
  await expect(returns.approveCancellation(shop, { ...answer, intentKey: 'cancel-2' })).rejects.toMatchObject({
    kind: 'rejected',
    channelCode: '25011012',
  });
  expect(await fulfilment.ship(shop, [drop])).toMatchObject([{ outcome: 'ok' }]);
});

test('a return is agreed with, refused with pictures when it comes back, disputed and decided', async () => {
  const shop = accessIn('GB');
  const id = await buyerAsks(shop, 'RETURN_AND_REFUND');
  await returns.approveReturn(shop, { channelCaseId: id, intentKey: 'r-1', decision: 'return' });
  await step(id, 'ship');
  const came = await caseNow(shop, id);
  expect(came).toMatchObject({ kind: 'return', status: 'shipped-by-buyer', sentBack: { trackingNumber: expect.any(String) } });
  expect(came.respondBy).toBeGreaterThan(stage.now());
  const [reason] = await returns.rejectReasons(shop, id);
  const rejection = { channelCaseId: id, of: 'received', reasonCode: reason?.code ?? '', comment: 'A brick', channelImageIds: [] } as const;
  await expect(returns.rejectReturn(shop, { ...rejection, channelImageIds: [], intentKey: 'r-2' })).rejects.toMatchObject({
    channelCode: '25001057',
  });
  const bytes = new Uint8Array(64);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 0, 0, 0, 2, 0]);
  const image = await stage.channel.publishing?.uploadImage(shop, { bytes, fileName: 'brick.png', use: 'main' });
  await returns.rejectReturn(shop, { ...rejection, channelImageIds: [image?.channelImageId ?? ''], intentKey: 'r-3' });
  await step(id, 'dispute');
  expect(await caseNow(shop, id)).toMatchObject({ status: 'parcel-rejected', dispute: 'open', respondBy: null });
  await stage.control('/decide-dispute', { returnId: id, winner: 'seller' });
  expect(await caseNow(shop, id)).toMatchObject({ status: 'rejected', dispute: 'for-seller' });
  const records = await returns.records(shop, id);
  expect(records.find(({ note }) => note === 'A brick')).toMatchObject({ by: 'seller', imageUrls: [image?.url] });
  expect(records.at(-1)?.by).toBe('platform');
});

test('a part is offered and refused, then the whole refunded at once; a seller refunds unasked but never too much', async () => {
  const shop = accessIn('GB');
  const id = await buyerAsks(shop, 'REFUND');
  const { refund, currency } = await caseNow(shop, id);
  await returns.approveReturn(shop, { channelCaseId: id, intentKey: 'o-1', decision: 'offer', amount: 150, currency });
  await step(id, 'refuse-offer');
  expect(await caseNow(shop, id)).toMatchObject({ status: 'requested', offer: { amount: 150, isRefused: true } });
  await returns.approveReturn(shop, { channelCaseId: id, intentKey: 'o-2', decision: 'refund' });
  await stage.advance(31 * HOUR_MS);
  expect(await caseNow(shop, id)).toMatchObject({ status: 'completed', refund });
  const order = await ordered(shop, { status: 'DELIVERED', quantity: 2 });
  const [reason] = returns.refundReasons('GB', 'refund');
  const { channelOrderId } = order;
  expect(await returns.eligibility(shop, channelOrderId)).toEqual([
    { kind: 'cancellation', isEligible: false, reason: expect.any(String) },
    { kind: 'refund', isEligible: true, reason: '' },
    { kind: 'return', isEligible: true, reason: '' },
  ]);
  const wish = { channelOrderId, channelLineIds: null, kind: 'refund', reasonCode: reason?.code ?? '' } as const;
  const whole = await returns.calculate(shop, wish);
  expect(whole).toEqual({ amount: order.total, currency: 'GBP' });
  const tooMuch = { ...wish, refund: { ...whole, amount: whole.amount + 1 }, intentKey: 'u-1' };
  await expect(returns.refundOrder(shop, tooMuch)).rejects.toMatchObject({ kind: 'rejected', channelCode: '25005005' });
  await stage.control('/faults', { seed: 3, api: { timeoutAfter: 1 } });
  await expect(returns.refundOrder(shop, { ...wish, refund: whole, intentKey: 'u-2' })).rejects.toMatchObject({ kind: 'unknown-outcome' });
  await stage.control('/faults', CALM);
  const again = await returns.refundOrder(shop, { ...wish, refund: whole, intentKey: 'u-2' });
  expect(await writesOn(shop, channelOrderId)).toBe(1);
  expect(await caseNow(shop, again.channelCaseId)).toMatchObject({ openedBy: 'seller', status: 'approved', refund: whole.amount });
});

test('an order to be paid at a till says until when, and is gone afterwards', async () => {
  const shop = accessIn('MX');
  const [paid, expired] = placed.parse(
    await stage.control('/orders', { shopId: shop.channelShopId, count: 2, quantity: 1, isVoucher: true }),
  ).orders;
  const order = await orderNow(shop, paid?.id ?? '');
  expect(order).toMatchObject({
    status: 'unpaid',
    paymentMethod: 'OXXO',
    payBy: order.createdAt + 2 * DAY_MS,
    channelWarehouseId: expect.any(String),
  });
  await stage.control('/pay', { orderIds: [paid?.id] });
  await stage.advance(2 * DAY_MS + MINUTE_MS);
  expect(await orderNow(shop, paid?.id ?? '')).toMatchObject({ status: 'awaiting-shipment', payBy: null });
  expect(await orderNow(shop, expired?.id ?? '')).toMatchObject({ status: 'cancelled', cancelledBy: 'platform', payBy: null });
});
