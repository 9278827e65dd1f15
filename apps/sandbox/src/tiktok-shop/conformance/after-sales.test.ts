import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createSimulation } from '../../world/simulation.ts';
import type { Order, OrderStatus, Return, Shop } from '../../world/types.ts';
import { DAY, HOUR, MINUTE } from '../../world/zone.ts';
import { reasonsOf } from '../reason-codes.ts';
import { type Answer, type Call, ENDS_AT, type Stage, shopsOf, stage } from './client.ts';

/** Cancellations, returns, refunds and disputes over the wire: what may be answered when, and what deadlines do by themselves. */
let set: Stage;
let token: string;

beforeAll(() => {
  const sim = createSimulation({ seed: 7, merchants: 3, shops: 9, days: 3, ordersPerShopDay: 2, endsAt: ENDS_AT, clock: 'virtual' });
  sim.acts.setStaff({ isPresent: false });
  set = stage({ sim });
});
beforeEach(async () => {
  token = await set.token();
});
afterAll(() => set.close());

function shopIn(market: string): Shop {
  const shop = shopsOf(set.sim).find((one) => one.market === market);
  if (!shop) throw new Error(`no shop in ${market}`);
  return shop;
}
const ask = (call: Call, market: string): Promise<Answer> =>
  set.call({ token, ...call, query: { shop_cipher: shopIn(market).cipher, ...call.query } });
const get = (path: string, query: Record<string, string> = {}, market = 'GB') => ask({ path, query }, market);
const post = (path: string, body: object, query: Record<string, string> = {}) =>
  ask({ method: 'POST', path, body: JSON.stringify(body), query }, 'GB');

function ordered(status: OrderStatus, market = 'GB', quantity = 1): Order {
  const [order] = set.sim.acts.placeOrders({ shopId: shopIn(market).id, count: 1, quantity, status });
  if (!order) throw new Error('sold out');
  return order;
}
const asked = (type: Return['type'], market = 'GB'): Return => set.sim.acts.askToReturn({ orderId: ordered('DELIVERED', market).id, type });
const answer = (item: { id: string }, what: 'approve' | 'reject', body: object) =>
  post(`/return_refund/202309/returns/${item.id}/${what}`, body);
const reason = (kind: Parameters<typeof reasonsOf>[0], market: 'GB' | 'US' | 'MX' = 'GB') => reasonsOf(kind, market)[0]?.name ?? '';
const refunded = (item: { orderId: string }) => set.sim.world.orders.get(item.orderId)?.refunds.map(({ amount }) => amount);
const Image = z.object({ uri: z.string() });
const photo = () =>
  Image.parse(set.sim.acts.uploadImage({ sellerId: shopIn('GB').sellerId, width: 400, height: 400, format: 'PNG', useCase: 'MAIN_IMAGE' }))
    .uri;

type Row = [string, number, () => Promise<Answer>];
const cancel = (order: Order, name: string) => post('/return_refund/202309/cancellations', { order_id: order.id, cancel_reason: name });
const refund = (order: Order, body: object = {}) =>
  post('/return_refund/202309/returns', { order_id: order.id, return_type: 'REFUND', return_reason: reason('refundBySeller'), ...body });
const PAID = 'seller_cancel_reason_out_of_stock_uk';
test.each<Row>([
  ['cancelling what has left', 25001045, () => cancel(ordered('IN_TRANSIT'), PAID)],
  ['cancelling twice', 25001011, () => cancel(ordered('CANCELLED'), PAID)],
  [
    'cancelling for a reason of the unpaid',
    25001021,
    () => cancel(ordered('AWAITING_SHIPMENT'), 'seller_cancel_unpaid_reason_out_of_stock_uk'),
  ],
  ['cancelling for a reason of another market', 25001014, () => cancel(ordered('AWAITING_SHIPMENT'), 'seller_cancel_reason_out_of_stock')],
  ['cancelling for a reason to refuse', 25001015, () => cancel(ordered('AWAITING_SHIPMENT'), reason('rejectCancel'))],
  [
    'cancelling an order that does not exist',
    25007006,
    () => post('/return_refund/202309/cancellations', { order_id: '1', cancel_reason: PAID }),
  ],
  ['cancelling an order of another shop', 25020005, () => cancel(ordered('AWAITING_SHIPMENT', 'US'), PAID)],
  ['refunding what has not left', 25001021, () => refund(ordered('AWAITING_SHIPMENT'))],
  ['refunding what is over', 25001011, () => refund(ordered('COMPLETED'))],
  ['refunding more than was paid', 25005005, () => refund(ordered('DELIVERED'), { refund_total: '99999.00', currency: 'GBP' })],
  ['refunding other money', 25005005, () => refund(ordered('DELIVERED'), { refund_total: '1.00', currency: 'USD' })],
  ['refunding a unit of another order', 25001020, () => refund(ordered('DELIVERED'), { order_line_item_ids: ['1'] })],
  [
    'taking back what was not sent',
    25011010,
    () => answer(asked('RETURN_AND_REFUND'), 'approve', { decision: 'APPROVE_RECEIVED_PACKAGE' }),
  ],
  [
    'refunding a return without saying that the buyer keeps it',
    25011010,
    () => answer(asked('RETURN_AND_REFUND'), 'approve', { decision: 'APPROVE_REFUND' }),
  ],
  ['offering all of it', 25011023, () => offer(asked('REFUND'), '99999.00')],
  ['offering other money', 25011023, () => offer(asked('REFUND'), '0.01', 'USD')],
  [
    'refusing a refund as a return',
    25011010,
    () => answer(asked('REFUND'), 'reject', { decision: 'REJECT_RETURN', reject_reason: reason('rejectReturn') }),
  ],
  [
    'refusing with pictures of nobody',
    25001057,
    () =>
      answer(asked('REFUND'), 'reject', { decision: 'REJECT_REFUND', reject_reason: reason('rejectRefund'), images: [{ image_id: 'x' }] }),
  ],
])('%s is refused: %d', async (_, code, call) => {
  const before = set.sim.world.writes.length;
  expect([(await call()).code, set.sim.world.writes.length]).toEqual([code, before]);
});

const offer = (item: Return, amount: string, currency = 'GBP') =>
  answer(item, 'approve', { decision: 'OFFER_PARTIAL_REFUND', partial_refund: { amount, currency } });

test('a seller cancels, the money goes back once, and its parcel is gone', async () => {
  const order = ordered('AWAITING_SHIPMENT');
  expect((await cancel(order, PAID)).data).toMatchObject({ cancel_status: 'CANCELLATION_REQUEST_SUCCESS' });
  expect((await post(`/fulfillment/202309/packages/${order.packageIds[0]}/ship`, {})).code).toBe(21001003);
  await set.sim.advance(HOUR);
  expect([order.status, order.cancelledBy, order.refunds.length]).toEqual(['CANCELLED', 'seller', 1]);
});

test('a buyer who asks to cancel stops the parcel until somebody answers; the platform does after two days', async () => {
  const [agreed, refused, silent] = [ordered('AWAITING_SHIPMENT'), ordered('AWAITING_SHIPMENT'), ordered('AWAITING_SHIPMENT')];
  const [one, two] = [agreed, refused, silent].map(({ id }) => set.sim.acts.askToCancel({ orderId: id })?.id ?? '');
  const shipped = (order: Order) => post(`/fulfillment/202309/packages/${order.packageIds[0]}/ship`, {});
  expect((await shipped(agreed)).code).toBe(21011007);
  const found = await post('/return_refund/202309/cancellations/search', { order_ids: [agreed.id] });
  const deadline = Math.floor((set.sim.now() + 48 * HOUR) / 1000);
  expect(found.data).toMatchObject({ cancellations: [{ seller_next_action_response: [{ action: 'SELLER_RESPOND_CANCEL', deadline }] }] });
  const respond = (what: string, body: object = {}, query = {}) => post(`/return_refund/202309/cancellations/${what}`, body, query);
  const key = { idempotency_key: 'intent-1' };
  expect((await respond(`${one}/approve`, {}, key)).code).toBe(0);
  expect((await respond(`${one}/approve`, {}, key)).code).toBe(0);
  expect((await respond(`${one}/approve`)).code).toBe(25011012);
  expect(set.sim.world.writes.filter(({ data }) => data.cancellationId === one)).toHaveLength(1);
  expect((await respond(`${two}/reject`, { reject_reason: 'no such reason' })).code).toBe(25001014);
  expect((await respond(`${two}/reject`, { reject_reason: reason('rejectCancel') })).code).toBe(0);
  expect((await respond(`${two}/reject`, { reject_reason: reason('rejectCancel') })).code).toBe(25011011);
  expect((await shipped(refused)).code).toBe(0);
  expect(silent.status).toBe('AWAITING_SHIPMENT');
  await set.sim.advance(48 * HOUR + MINUTE);
  expect([agreed.status, silent.status, silent.cancelledBy]).toEqual(['CANCELLED', 'CANCELLED', 'buyer']);
});

test('a return goes from the request over the parcel to the refund, and what comes back may be refused with pictures', async () => {
  const [kept, returned, refused] = [asked('RETURN_AND_REFUND'), asked('RETURN_AND_REFUND'), asked('RETURN_AND_REFUND')];
  expect((await answer(kept, 'approve', { decision: 'APPROVE_REFUND', buyer_keep_item: true })).code).toBe(0);
  for (const item of [returned, refused]) {
    expect((await answer(item, 'approve', { decision: 'APPROVE_RETURN' })).code).toBe(0);
    set.sim.acts.buyerStep({ returnId: item.id, step: 'ship' });
  }
  const shown = await post('/return_refund/202309/returns/search', { return_ids: [returned.id] }, { page_size: '10' });
  expect(shown.data).toMatchObject({
    return_orders: [
      {
        return_status: 'BUYER_SHIPPED_ITEM',
        seller_next_action_response: [{ action: 'SELLER_RESPOND_RECEIVE_PACKAGE' }],
        return_tracking_number: expect.any(String),
      },
    ],
  });
  expect((await answer(returned, 'approve', { decision: 'APPROVE_RECEIVED_PACKAGE' })).code).toBe(0);
  const rejection = { decision: 'REJECT_RECEIVED_PACKAGE', reject_reason: reason('rejectReturn'), comment: 'A brick' };
  expect((await answer(refused, 'reject', rejection)).code).toBe(25001057);
  const imageId = photo();
  expect((await answer(refused, 'reject', { ...rejection, images: [{ image_id: imageId }] })).code).toBe(0);
  expect(refused.status).toBe('REJECT_RECEIVE_PACKAGE');
  const records = await get(`/return_refund/202309/returns/${refused.id}/records`);
  expect(records.data).toMatchObject({
    records: [{ role: 'BUYER' }, { role: 'SELLER' }, { role: 'BUYER' }, { role: 'SELLER', note: 'A brick', images: [{ width: 400 }] }],
  });
  set.sim.acts.buyerStep({ returnId: refused.id, step: 'dispute' });
  expect(refused).toMatchObject({ arbitration: 'IN_PROGRESS', resolvedAt: null, dispute: { dueAt: set.sim.now() + 3 * DAY } });
  set.sim.acts.decideDispute({ returnId: refused.id, winner: 'seller' });
  await set.sim.advance(2 * DAY);
  expect([kept, returned, refused].map(({ status }) => status)).toEqual([
    ...['RETURN_OR_REFUND_REQUEST_COMPLETE', 'RETURN_OR_REFUND_REQUEST_COMPLETE', 'REFUND_OR_RETURN_REQUEST_REJECT'],
  ]);
  expect([refunded(kept), refunded(refused)]).toEqual([[kept.refund], []]);
});

test('a part is offered once: taken it is all that goes back, refused the whole is asked for again', async () => {
  const [taken, refused] = [asked('REFUND'), asked('REFUND')];
  for (const item of [taken, refused]) expect((await offer(item, '1.00')).code).toBe(0);
  expect((await answer(taken, 'approve', { decision: 'APPROVE_REFUND' })).code).toBe(25011012);
  set.sim.acts.buyerStep({ returnId: taken.id, step: 'accept-offer' });
  set.sim.acts.buyerStep({ returnId: refused.id, step: 'refuse-offer' });
  expect((await offer(refused, '2.00')).code).toBe(25011013);
  const shown = await post(
    '/return_refund/202309/returns/search',
    { seller_proposed_return_type: ['PARTIAL_REFUND'], return_ids: [refused.id] },
    { page_size: '10' },
  );
  expect(shown.data).toMatchObject({
    return_orders: [
      { buyer_rejected_partial_refund: true, partial_refund: { amount: '1.00' }, return_status: 'RETURN_OR_REFUND_REQUEST_PENDING' },
    ],
  });
  await set.sim.advance(2 * DAY);
  expect(refunded(taken)).toEqual([100]);
});

test('who says nothing has agreed: refunds at the deadline, returns when the parcel came back and two days went by', async () => {
  const [refundCase, returnCase] = [asked('REFUND'), asked('RETURN_AND_REFUND')];
  await set.sim.advance(48 * HOUR - MINUTE);
  expect([refundCase.status, returnCase.status]).toEqual(['RETURN_OR_REFUND_REQUEST_PENDING', 'RETURN_OR_REFUND_REQUEST_PENDING']);
  await set.sim.advance(16 * DAY);
  expect(refundCase.status).toBe('RETURN_OR_REFUND_REQUEST_COMPLETE');
  expect(['RETURN_OR_REFUND_REQUEST_COMPLETE', 'RETURN_OR_REFUND_REQUEST_CANCEL']).toContain(returnCase.status);
  expect(refunded(refundCase)).toEqual([refundCase.refund]);
});

test('a seller refunds unasked, never twice for one intent and never more than is left', async () => {
  const order = ordered('DELIVERED', 'GB', 2);
  const calculated = await post('/return_refund/202309/refunds/calculate', {
    order_id: order.id,
    request_type: 'REFUND',
    reason_name: 'any',
  });
  const { order_refund_amount: whole } = z.object({ order_refund_amount: z.object({ refund_total: z.string() }) }).parse(calculated.data);
  const unit = {
    order_line_item_ids: [order.lines[0]?.id],
    return_reason: reason('refundBySeller'),
    return_type: 'REFUND',
    order_id: order.id,
  };
  const make = (key: string) => post('/return_refund/202309/returns', unit, { idempotency_key: key });
  const Made = z.object({ return_id: z.string() });
  const first = Made.parse((await make('a')).data);
  expect(Made.parse((await make('a')).data)).toEqual(first);
  expect((await make('b')).code).toBe(25001046);
  await set.sim.advance(2 * DAY);
  token = await set.token();
  expect((await refund(order, { refund_total: whole.refund_total, currency: 'GBP' })).code).toBe(25005005);
  const eligibility = await get(`/return_refund/202309/orders/${order.id}/aftersale_eligibility`);
  expect(eligibility.data).toMatchObject({
    sku_eligibility: [{ line_item_eligibility: [{ request_type: 'CANCEL', eligible: false }, { eligible: true }, { eligible: true }] }],
  });
  expect(refunded({ orderId: order.id })).toEqual([set.sim.world.returns.get(first.return_id)?.refund]);
});

test('reasons to refuse are those of the market and the kind of request', async () => {
  const reasons = async (id: string) =>
    z
      .object({ reasons: z.array(z.object({ name: z.string(), text: z.string().min(3) })) })
      .parse((await get('/return_refund/202309/reject_reasons', { return_or_cancel_id: id })).data)
      .reasons.map(({ name }) => name);
  const order = ordered('AWAITING_SHIPMENT');
  const cancellation = set.sim.acts.askToCancel({ orderId: order.id });
  expect(await reasons(cancellation?.id ?? '')).toEqual(reasonsOf('rejectCancel', 'GB').map(({ name }) => name));
  expect(await reasons(asked('REFUND').id)).toContain('reverse_reject_request_reason_1_uk');
  expect((await get('/return_refund/202309/reject_reasons', { return_or_cancel_id: '1' })).code).toBe(25007006);
});

test('people at the shop leave alone what an app has answered', async () => {
  set.sim.acts.setStaff({ isPresent: true });
  const item = asked('REFUND');
  expect((await offer(item, '1.00')).code).toBe(0);
  set.sim.acts.buyerStep({ returnId: item.id, step: 'accept-offer' });
  await set.sim.advance(3 * DAY);
  expect(item.records.map(({ event }) => event.replace(/^RETURN_OR_REFUND_REQUEST_/, ''))).toEqual([
    'PENDING',
    'AWAITING_BUYER_RESPONSE',
    'SUCCESS',
    'COMPLETE',
  ]);
});
