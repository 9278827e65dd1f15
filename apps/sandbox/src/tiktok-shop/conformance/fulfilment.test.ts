import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { newFolder, truthDigest } from '../../testing.ts';
import { carriersOf } from '../../world/fulfilment/carriers.ts';
import { createSimulation } from '../../world/simulation.ts';
import type { Order, OrderStatus, Shop } from '../../world/types.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../world/zone.ts';
import { code128 } from '../code-128.ts';
import { type Answer, type Call, ENDS_AT, type Stage, shopsOf, stage } from './client.ts';

/** Parcels over the wire: both paths, labels, cutting, tracking, and what is refused with which number. */
let set: Stage;
let token: string;
const events: { type: number; data: Record<string, unknown> }[] = [];

beforeAll(() => {
  const sim = createSimulation({ seed: 7, merchants: 3, shops: 9, days: 3, ordersPerShopDay: 2, endsAt: ENDS_AT, clock: 'virtual' });
  sim.subscribe(({ type, data }) => void events.push({ type, data }));
  sim.acts.setStaff({ isPresent: false });
  set = stage({ sim });
});
beforeEach(async () => {
  token = await set.token();
  events.length = 0;
});
afterAll(() => set.close());

function shopIn(market: string): Shop {
  const shop = shopsOf(set.sim).find((one) => one.market === market);
  if (!shop) throw new Error(`no shop in ${market}`);
  return shop;
}
const ask = (call: Call, market: string): Promise<Answer> =>
  set.call({ token, ...call, query: { shop_cipher: shopIn(market).cipher, ...call.query } });
const get = (path: string, market: string, query: Record<string, string> = {}) => ask({ path, query }, market);
const post = (path: string, body: object, market: string) => ask({ method: 'POST', path, body: JSON.stringify(body) }, market);

type Wish = { path?: Order['fulfilment']; status?: OrderStatus; units?: number; buyerId?: string };
function ordered(market: string, { path = 'TIKTOK', status = 'AWAITING_SHIPMENT', units = 1, buyerId }: Wish = {}): Order {
  const shop = shopIn(market);
  const [order] = set.sim.acts.placeOrders({ shopId: shop.id, count: 1, quantity: units, status, buyerId });
  if (!order) throw new Error('sold out');
  // Which path an order takes is the market's and the dice's; a test says which it wants.
  order.fulfilment = path;
  return order;
}
const packageIdOf = (order: Order): string => order.packageIds[0] ?? '';
let serial = 0;
function own(market: string, overrides: object = {}) {
  const [carrier] = carriersOf(shopIn(market).market);
  serial += 1;
  return {
    tracking_number: `${carrier?.prefix}${String(serial).padStart(12, '0')}`,
    shipping_provider_id: carrier?.id,
    ...overrides,
  };
}
const shipPath = (id: string) => `/fulfillment/202309/packages/${id}/ship`;
const writes = (operation: string) => set.sim.world.writes.filter((write) => write.operation === operation).length;

describe('shipping is refused', () => {
  const rows: [string, number, () => Promise<Answer>][] = [
    ['while the order is on hold', 21011003, () => shipOf(ordered('GB', { status: 'ON_HOLD' }))],
    ['once it is cancelled', 21001003, () => shipOf(ordered('GB', { status: 'CANCELLED' }))],
    ['a second time', 21008099, () => shipOf(ordered('GB', { status: 'AWAITING_COLLECTION' }))],
    ['a package that does not exist', 10006402, () => post(shipPath('1'), {}, 'GB')],
    ['a package of another shop', 21011028, () => post(shipPath(packageIdOf(ordered('GB'))), {}, 'JP')],
    ['by the seller where the platform ships', 21011006, () => shipOf(ordered('GB'), { self_shipment: own('GB') })],
    ['by the platform where the seller ships', 21011006, () => shipOf(ordered('GB', { path: 'SELLER' }))],
    ['with a number that is not the carrier’s', 11028006, () => shipSelf({ tracking_number: 'X1' })],
    ['with a carrier of elsewhere', 21011022, () => shipSelf({ shipping_provider_id: carriersOf('JP')[0]?.id })],
    ['in a slot that is none', 21014009, () => shipOf(ordered('GB'), { pickup_slot: { start_time: 1, end_time: 2 } })],
    ['a package made by hand outside the US', 21008099, () => post('/fulfillment/202309/packages', { order_id: ordered('GB').id }, 'GB')],
    [
      'heavier than any carrier takes',
      11021009,
      () =>
        post(
          `/fulfillment/202309/orders/${ordered('US').id}/shipping_services/query`,
          { weight: { value: '70', unit: 'POUND' }, dimension: { length: '1', width: '1', height: '1', unit: 'INCH' } },
          'US',
        ),
    ],
  ];
  const shipOf = (order: Order, body: object = {}) => post(shipPath(packageIdOf(order)), body, 'GB');
  const shipSelf = (overrides: object) => shipOf(ordered('GB', { path: 'SELLER' }), { self_shipment: own('GB', overrides) });
  test.each(rows)('%s: %d', async (_, code, call) => {
    const before = set.sim.world.writes.length;
    expect([(await call()).code, set.sim.world.writes.length]).toEqual([code, before]);
  });
});

test('a parcel is picked up in its slot, its label is a PDF some seconds later, and the carrier tells of it until it is there', async () => {
  const order = ordered('GB');
  const id = packageIdOf(order);
  const documents = (query: object = {}) =>
    get(`/fulfillment/202309/packages/${id}/shipping_documents`, 'GB', { document_type: 'SHIPPING_LABEL', ...query });
  expect((await documents()).code).toBe(21023035);
  const Slots = z.object({ pickup_slots: z.array(z.object({ start_time: z.number(), end_time: z.number(), avaliable: z.boolean() })) });
  const { pickup_slots: slots } = Slots.parse((await get(`/fulfillment/202309/packages/${id}/handover_time_slots`, 'GB')).data);
  const slot = slots.filter(({ avaliable }) => avaliable)[1];
  const pickup = { start_time: slot?.start_time, end_time: slot?.end_time };
  expect((await post(shipPath(id), { handover_method: 'PICKUP', pickup_slot: pickup }, 'GB')).code).toBe(0);
  expect((await documents()).code).toBe(11034037);
  await set.sim.advance(12 * SECOND);
  const Document = z.object({ doc_url: z.string(), tracking_number: z.string() });
  const both = Document.parse((await documents({ document_type: 'SHIPPING_LABEL_AND_PACKING_SLIP' })).data);
  const file = await set.shop.app.request(both.doc_url);
  const pdf = Buffer.from(await file.arrayBuffer()).toString('latin1');
  expect([file.headers.get('content-type'), pdf.slice(0, 8), pdf.match(/\/Type \/Page /g)?.length]).toEqual([
    'application/pdf',
    '%PDF-1.4',
    2,
  ]);
  expect(pdf).toContain('/MediaBox [0 0 297.64 419.53]');
  expect(pdf).toContain(`(${both.tracking_number}) Tj`);
  expect(xrefIsRight(pdf)).toBe(true);
  expect((await set.shop.app.request(both.doc_url.replace('LABEL_AND', 'LABEL')))?.status).toBe(404);
  token = await set.token();
  expect((await get(`/fulfillment/202309/packages/${id}`, 'GB')).data).toMatchObject({ handover_method: 'PICKUP', pickup_slot: pickup });
  expect(order.status).toBe('AWAITING_COLLECTION');
  await set.sim.advance((slot?.end_time ?? 0) * 1000 - set.sim.now() + MINUTE);
  const [collected] = [order.collectedAt ?? 0];
  expect([collected >= (slot?.start_time ?? 0) * 1000, collected <= (slot?.end_time ?? 0) * 1000]).toEqual([true, true]);
  await set.sim.advance(12 * DAY);
  expect((await set.shop.app.request(both.doc_url)).status).toBe(403);
  token = await set.token();
  const told = z
    .object({ tracking: z.array(z.object({ description: z.string() })) })
    .parse((await get(`/fulfillment/202309/orders/${order.id}/tracking`, 'GB')).data);
  expect(told.tracking.map(({ description }) => description.split(': ')[1])).toEqual([
    ...['delivered', 'Arrived in the region of the buyer', 'Left the sorting centre', 'Arrived at the sorting centre'],
    ...['picked up', 'the sender has announced the parcel'],
  ]);
  expect((await get('/fulfillment/202508/tts_tracking_validation', 'GB', { tracking_number: both.tracking_number })).data).toMatchObject({
    is_tiktok_shipping: true,
  });
});

/** Every offset of the table names the object it says. */
function xrefIsRight(pdf: string): boolean {
  const table = pdf.slice(pdf.lastIndexOf('xref\n0')).split('\n');
  const start = Number(pdf.slice(pdf.indexOf('startxref') + 10).split('\n')[0]);
  const rows = table.filter((row) => row.endsWith('00000 n '));
  return pdf.startsWith('xref', start) && rows.every((row, index) => pdf.startsWith(`${index + 1} 0 obj`, Number(row.slice(0, 10))));
}

test('bars and gaps of a barcode make eleven modules a letter, thirteen for its end', () => {
  const every = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
  const widths = code128(every);
  const letters = Array.from({ length: 97 }, (_, index) => widths.slice(index * 6, index * 6 + 6));
  expect(letters.map((letter) => letter.reduce((sum, width) => sum + width, 0))).toEqual(Array.from({ length: 97 }, () => 11));
  expect(new Set(letters.slice(1, 96).map(String)).size).toBe(95);
  expect(widths.slice(97 * 6)).toEqual([2, 3, 3, 1, 1, 1, 2]);
});

test('in the US a label is bought for some units, the rest follows, and no unit leaves twice', async () => {
  const order = ordered('US', { units: 3 });
  expect(order.packageIds).toEqual([]);
  const Services = z.object({ shipping_services: z.array(z.object({ id: z.string(), price: z.string(), is_default: z.boolean() })) });
  const asked = await post(`/fulfillment/202309/orders/${order.id}/shipping_services/query`, {}, 'US');
  const { shipping_services: services } = Services.parse(asked.data);
  expect(services.map(({ is_default: isDefault }) => isDefault)).toEqual([true, false, false]);
  const [first = '', ...rest] = order.lines.map(({ id }) => id);
  const create = (lines?: string[]) =>
    post(
      '/fulfillment/202309/packages',
      { order_id: order.id, shipping_service_id: services[1]?.id, ...(lines ? { order_line_item_ids: lines } : {}) },
      'US',
    );
  expect((await create([first])).data).toMatchObject({
    order_line_item_ids: [first],
    shipping_service_info: { price: services[1]?.price },
  });
  expect(order.status).toBe('PARTIALLY_SHIPPING');
  expect((await create([first])).code).toBe(21011029);
  expect((await create()).data).toMatchObject({ order_line_item_ids: rest });
  expect([order.status, order.packageIds.length]).toEqual(['AWAITING_COLLECTION', 2]);
  expect((await create()).code).toBe(21008099);
  const seller = ordered('US', { path: 'SELLER' });
  const marked = await post(`/fulfillment/202309/orders/${seller.id}/packages`, own('US'), 'US');
  expect(marked.data).toMatchObject({ order_id: seller.id, order_line_item_ids: [seller.lines[0]?.id] });
});

test('a tracking number serves once, and may be mended while the parcel is on its way', async () => {
  const [one, other] = [ordered('GB', { path: 'SELLER' }), ordered('GB', { path: 'SELLER' })];
  const shipment = own('GB');
  const batch = await post(
    '/fulfillment/202309/packages/ship',
    { packages: [one, other].map((order) => ({ id: packageIdOf(order), self_shipment: shipment })) },
    'GB',
  );
  expect(batch.data).toMatchObject({ errors: [{ code: 21004006, detail: { package_id: packageIdOf(other) } }] });
  expect(other.status).toBe('AWAITING_SHIPMENT');
  const update = (body: object) => post(`/fulfillment/202309/packages/${packageIdOf(one)}/shipping_info/update`, body, 'GB');
  const mended = own('GB');
  expect((await update(mended)).code).toBe(0);
  expect((await get(`/fulfillment/202309/packages/${packageIdOf(one)}`, 'GB')).data).toMatchObject({
    tracking_number: mended.tracking_number,
  });
  // Given up is not free again.
  expect((await post(shipPath(packageIdOf(other)), { self_shipment: shipment }, 'GB')).code).toBe(21004006);
  expect((await post(`/fulfillment/202309/orders/${one.id}/shipping_info/update`, own('GB'), 'GB')).code).toBe(0);
  const label = { document_type: 'SHIPPING_LABEL' };
  expect((await get(`/fulfillment/202309/packages/${packageIdOf(one)}/shipping_documents`, 'GB', label)).code).toBe(11034002);
  await set.sim.advance(15 * DAY);
  token = await set.token();
  expect((await update(own('GB'))).code).toBe(21011042);
});

test('an order is split into groups that hold every unit once, shipped in part, or put together again', async () => {
  const order = ordered('GB', { units: 3 });
  const ids = order.lines.map(({ id }) => id);
  const split = (...groups: string[][]) =>
    post(
      `/fulfillment/202309/orders/${order.id}/split`,
      { splittable_groups: groups.map((lines, index) => ({ id: String(index), order_line_item_ids: lines })) },
      'GB',
    );
  const attributes = () => get('/fulfillment/202309/orders/split_attributes', 'GB', { order_ids: order.id });
  expect((await attributes()).data).toMatchObject({ split_attributes: [{ can_split: true }] });
  expect((await split(ids.slice(0, 1), ids.slice(0, 2))).code).toBe(21011005);
  const Packages = z.object({ packages: z.array(z.object({ id: z.string() })) });
  expect(Packages.parse((await split(ids.slice(0, 1), ids.slice(1))).data).packages.map(({ id }) => id)).toEqual(order.packageIds);
  expect((await split(ids.slice(0, 1), ids.slice(1))).code).toBe(21011035);
  const Found = z.object({ combinable_packages: z.array(z.object({ id: z.string(), order_ids: z.array(z.string()) })) });
  const combinable = async () =>
    Found.parse((await get('/fulfillment/202309/combinable_packages/search', 'GB', { page_size: '50' })).data).combinable_packages;
  expect((await combinable()).some(({ order_ids: orderIds }) => orderIds.includes(order.id))).toBe(true);
  const parts = { id: packageIdOf(order), order_ids: [order.id] };
  expect((await post('/fulfillment/202309/packages/combine', { combinable_packages: [parts] }, 'GB')).data).toMatchObject({
    packages: [{ order_ids: [order.id] }],
    errors: [],
  });
  expect([order.packageIds.length, order.lines.every(({ packageId }) => packageId === packageIdOf(order))]).toEqual([1, true]);
  await split(ids.slice(0, 1), ids.slice(1));
  expect((await post(shipPath(order.packageIds[1] ?? ''), { handover_method: 'DROP_OFF' }, 'GB')).code).toBe(0);
  expect(order).toMatchObject({ status: 'PARTIALLY_SHIPPING', dispatchedAt: null });
  const Lines = z.object({
    orders: z.array(z.object({ split_or_combine_tag: z.string(), line_items: z.array(z.object({ display_status: z.string() })) })),
  });
  const [shown] = Lines.parse((await get('/order/202507/orders', 'GB', { ids: order.id })).data).orders;
  expect(shown).toMatchObject({ split_or_combine_tag: 'SPLIT' });
  expect(shown?.line_items.map(({ display_status: status }) => status)).toEqual([
    'AWAITING_SHIPMENT',
    'AWAITING_COLLECTION',
    'AWAITING_COLLECTION',
  ]);
  expect((await post(shipPath(packageIdOf(order)), {}, 'GB')).code).toBe(0);
  expect(order.status).toBe('AWAITING_COLLECTION');
  expect(events.filter(({ type }) => type === 4).map(({ data }) => data.sc_type)).toEqual(['SPLIT', 'CANCEL_SPLIT', 'SPLIT']);
});

test('orders of one buyer go into one parcel and arrive together, unless they are taken apart or one is cancelled', async () => {
  const one = ordered('JP');
  const [other, third] = [ordered('JP', { buyerId: one.buyer.id }), ordered('JP', { buyerId: one.buyer.id })];
  const combine = () => post('/fulfillment/202309/packages/combine', { combinable_packages: [{ id: packageIdOf(one) }] }, 'JP');
  await combine();
  expect(set.sim.world.packages.get(packageIdOf(one))?.orderIds).toHaveLength(3);
  const uncombine = await post(`/fulfillment/202309/packages/${packageIdOf(one)}/uncombine`, { order_ids: [third.id] }, 'JP');
  expect(uncombine.data).toMatchObject({ packages: [{ order_ids: [one.id, other.id] }, { order_ids: [third.id] }] });
  expect((await post(shipPath(packageIdOf(other)), {}, 'JP')).code).toBe(0);
  expect([one, other, third].map(({ status }) => status)).toEqual(['AWAITING_COLLECTION', 'AWAITING_COLLECTION', 'AWAITING_SHIPMENT']);
  await set.sim.advance(9 * DAY);
  expect([one.deliveredAt === null, one.deliveredAt]).toEqual([false, other.deliveredAt]);
});

test('an answer lost after its effect has had it, once', async () => {
  const order = ordered('GB');
  const before = writes('POST packages/ship');
  set.faults.current = { ...set.faults.current, api: { ...set.faults.current.api, timeoutAfter: 1 } };
  await post(shipPath(packageIdOf(order)), {}, 'GB').catch(() => null);
  set.faults.current = { ...set.faults.current, api: { ...set.faults.current.api, timeoutAfter: 0 } };
  expect([order.status, writes('POST packages/ship')]).toEqual(['AWAITING_COLLECTION', before + 1]);
  expect((await post(shipPath(packageIdOf(order)), {}, 'GB')).code).toBe(21008099);
  expect(writes('POST packages/ship')).toBe(before + 1);
});

test('where nobody works an order waits for the app, and the platform gives up four days after its deadline', async () => {
  const order = ordered('MX');
  await set.sim.advance((order.shipBy ?? 0) + 4 * DAY - set.sim.now() - HOUR);
  expect(order.status).toBe('AWAITING_SHIPMENT');
  await set.sim.advance(2 * HOUR);
  expect(order).toMatchObject({ status: 'CANCELLED', cancelledBy: 'platform' });
});

test('a voucher is paid at a till or ends after two days, as the order says; a late carrier takes its days longer', async () => {
  const [paid, expired] = set.sim.acts.placeOrders({ shopId: shopIn('MX').id, count: 2, isVoucher: true });
  token = await set.token();
  const shown = await get('/order/202507/orders', 'MX', { ids: paid?.id ?? '' });
  const until = Math.floor(((paid?.createdAt ?? 0) + 2 * DAY) / 1000);
  expect(shown.data).toMatchObject({ orders: [{ status: 'UNPAID', payment_method_name: 'OXXO', cancel_order_sla_time: until }] });
  expect(set.sim.acts.pay({ orderIds: [paid?.id ?? '', 'nobody'] })).toEqual([paid?.id]);
  await set.sim.advance(2 * DAY + MINUTE);
  expect([paid?.status, expired?.status]).toEqual(['AWAITING_SHIPMENT', 'CANCELLED']);
  const [punctual, late] = carriersOf('US');
  set.sim.acts.setLateCarrier({ carrier: late?.name ?? '', share: 1, days: 20 });
  token = await set.token();
  const orders = [ordered('US', { path: 'SELLER' }), ordered('US', { path: 'SELLER' })];
  for (const [index, carrier] of [punctual, late].entries()) {
    const body = { tracking_number: `${carrier?.prefix}99999999999${index}`, shipping_provider_id: carrier?.id };
    await post(`/fulfillment/202309/orders/${orders[index]?.id}/packages`, body, 'US');
  }
  await set.sim.advance(16 * DAY);
  expect(orders.map(({ status }) => status === 'IN_TRANSIT')).toEqual([false, true]);
});

test('a restart makes parcels and cases again as they were', async () => {
  const args = {
    seed: 7,
    merchants: 1,
    shops: 2,
    days: 1,
    ordersPerShopDay: 2,
    endsAt: ENDS_AT,
    clock: 'virtual' as const,
    dataDir: newFolder(),
  };
  const first = createSimulation(args);
  const gb = [...first.world.shops.values()].find(({ market }) => market === 'GB');
  first.acts.setStaff({ isPresent: false });
  const place = (status: OrderStatus) => first.acts.placeOrders({ shopId: gb?.id, count: 1, quantity: 2, status })[0];
  const [open, delivered] = [place('AWAITING_SHIPMENT'), place('DELIVERED')];
  first.acts.splitOrder({ orderId: open?.id ?? '', groups: open?.lines.map(({ id }) => [id]) ?? [] });
  first.acts.ship({ packageId: open?.packageIds[1] ?? '', handover: { method: 'DROP_OFF', from: null, until: null }, own: null });
  const item = first.acts.askToReturn({ orderId: delivered?.id ?? '', type: 'REFUND' });
  await first.advance(DAY);
  first.acts.approveReturn({ returnId: item.id, decision: 'offer', offer: 1, key: 'one' });
  await first.advance(3 * DAY);
  const digest = truthDigest(first);
  first.close();
  const second = createSimulation(args);
  await second.advance(first.now() - second.now());
  expect(truthDigest(second)).toBe(digest);
  second.close();
});

/** Every unit lies in exactly one living parcel that says so, leaves at most once, and is counted on one shelf. */
function complaintsAbout(orders: readonly Order[]): string[] {
  const { packages, writes: written } = set.sim.world;
  return orders.flatMap((order) => {
    if (order.status === 'CANCELLED')
      return order.packageIds.some((id) => packages.get(id)?.status === 'FULFILLING') ? ['left though cancelled'] : [];
    const living = [...packages.values()].filter(({ orderIds, status }) => status !== 'CANCELLED' && orderIds.includes(order.id));
    const isKnown = living.length === order.packageIds.length && living.every(({ id }) => order.packageIds.includes(id));
    const units = order.lines.flatMap(({ id, packageId }) => {
      const holders = living.filter(({ lineIds }) => lineIds.includes(id));
      const left = written.filter(({ operation, data }) => operation === 'POST packages/ship' && JSON.stringify(data.lineIds).includes(id));
      return holders.length === 1 && holders[0]?.id === packageId && left.length <= 1
        ? []
        : [`${id}: ${holders.length}, left ${left.length}`];
    });
    const moved = living.filter(({ status }) => status !== 'PROCESSING').length;
    const expected = moved === 0 ? 'AWAITING_SHIPMENT' : moved < living.length ? 'PARTIALLY_SHIPPING' : 'AWAITING_COLLECTION';
    return [...(isKnown ? [] : ['the order does not know its packages']), ...units, ...(order.status === expected ? [] : [order.status])];
  });
}

test('whatever clerks do in whatever order, every unit is in one parcel and leaves once', async () => {
  const clerk = fc.record({ act: fc.constantFrom('ship', 'split', 'combine', 'uncombine', 'cancel'), order: fc.nat(2), at: fc.nat(3) });
  const paths = {
    ship: shipPath,
    combine: () => '/fulfillment/202309/packages/combine',
    uncombine: (id: string) => `/fulfillment/202309/packages/${id}/uncombine`,
  };
  await fc.assert(
    fc.asyncProperty(fc.array(clerk, { minLength: 3, maxLength: 12 }), async (acts) => {
      const one = ordered('JP', { units: 3 });
      const orders = [one, ordered('JP', { units: 2, buyerId: one.buyer.id }), ordered('JP', { buyerId: one.buyer.id })];
      for (const { act, order: which, at } of acts) {
        const order = orders[which] ?? one;
        const packageId = order.packageIds[at % Math.max(1, order.packageIds.length)] ?? '1';
        const ids = order.lines.map(({ id }) => id);
        const groups = [ids.slice(0, at), ids.slice(at)].map((lines, index) => ({ id: String(index), order_line_item_ids: lines }));
        if (act === 'split') await post(`/fulfillment/202309/orders/${order.id}/split`, { splittable_groups: groups }, 'JP');
        else if (act === 'cancel')
          await post(
            '/return_refund/202309/cancellations',
            { order_id: order.id, cancel_reason: 'seller_cancel_reason_out_of_stock' },
            'JP',
          );
        else {
          const together = [{ id: packageId, order_ids: orders.slice(0, 1 + at).map(({ id }) => id) }];
          const body =
            act === 'combine'
              ? { combinable_packages: together }
              : act === 'uncombine'
                ? { order_ids: [order.id] }
                : { handover_method: 'DROP_OFF' };
          await post(paths[act](packageId), body, 'JP');
        }
        expect(complaintsAbout(orders)).toEqual([]);
      }
    }),
    { numRuns: 20 },
  );
});
