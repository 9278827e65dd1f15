import { describe, expect, test } from 'vitest';
import { answer, refusal, SHOP, scripted, success } from './testing/scripted-platform.ts';

/** Shapes of the documents, and what becomes of answers that are lost or odd. What a platform does with them: tests/channel. */
const capabilities = (...script: Parameters<typeof scripted>) => {
  const { channel, seen } = scripted(...script);
  const { fulfilment, returns } = channel;
  if (!fulfilment || !returns) throw new Error('the channel lacks a capability');
  return { fulfilment, returns, seen };
};
const LABEL = { channelPackageId: '11', kind: 'label', size: 'A6' } as const;
const PDF = answer(200, '%PDF-1.4 and so on');

describe('a document', () => {
  test('is fetched from where the answer says, without token and signature', async () => {
    const script = (url: string) =>
      capabilities(({ path }) => (path === '/label.pdf' ? PDF : success({ doc_url: url, tracking_number: 'T1' })));
    const { fulfilment, seen } = script('https://files.example/label.pdf?key=1');
    expect((await fulfilment.document(SHOP, LABEL)).trackingNumber).toBe('T1');
    expect(seen[0]?.query).toMatchObject({ document_type: 'SHIPPING_LABEL', document_size: 'A6', document_format: 'PDF' });
    expect([seen[1]?.headers, seen[1]?.query]).toEqual([{}, { key: '1' }]);
  });

  test.each(['http://files.example/label.pdf', 'file:///etc/passwd', 'https://me:secret@files.example/label.pdf', 'nowhere'])(
    'is not fetched from %s',
    async (url) => {
      const { fulfilment, seen } = capabilities(() => success({ doc_url: url }));
      await expect(fulfilment.document(SHOP, LABEL)).rejects.toMatchObject({ kind: 'rejected' });
      expect(seen).toHaveLength(1);
    },
  );

  test.each([
    ['is no PDF', answer(200, '<html>')],
    ['has ended', answer(403, 'over')],
  ])('that %s is asked for again, and its address is told to nobody', async (_, file) => {
    const { fulfilment } = capabilities(({ path }) => (path === '/x' ? file : success({ doc_url: 'https://files.example/x?secret=1' })));
    const failure = await fulfilment.document(SHOP, LABEL).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'retry-later' });
    expect(String(failure)).not.toContain('secret');
  });
});

const OWN = { channelCarrierId: '71', trackingNumber: 'DHL000000000001' };

test('shipments are sent in the words of the platform, and an error without a package is of all', async () => {
  const { fulfilment, seen } = capabilities(() => success({ errors: [{ code: 21011007, message: 'open' }] }));
  const slot = { from: 1_800_000_000_000, until: 1_800_010_000_000 };
  const results = await fulfilment.ship(SHOP, [
    { channelPackageId: '1', path: 'platform', handover: { method: 'pick-up', slot } },
    { channelPackageId: '2', path: 'platform', handover: { method: 'drop-off' } },
    { channelPackageId: '3', path: 'seller', ...OWN },
  ]);
  expect(seen[0]?.body).toEqual({
    packages: [
      { id: '1', handover_method: 'PICKUP', pickup_slot: { start_time: 1_800_000_000, end_time: 1_800_010_000 } },
      { id: '2', handover_method: 'DROP_OFF' },
      { id: '3', self_shipment: { tracking_number: 'DHL000000000001', shipping_provider_id: '71' } },
    ],
  });
  expect(results.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused']);
  expect(await fulfilment.ship(SHOP, [])).toEqual([]);
  expect(seen).toHaveLength(1);
});

describe('what is lost or refused', () => {
  type Calls = ReturnType<typeof capabilities>;
  const intent = { channelCaseId: '4', intentKey: 'k' };
  const refused = { ...intent, reasonCode: 'r', comment: null, channelImageIds: [] };
  const writes: [string, (calls: Calls) => Promise<unknown>][] = [
    ['ship', ({ fulfilment }) => fulfilment.ship(SHOP, [{ channelPackageId: '3', path: 'seller', ...OWN }])],
    [
      'buy a label',
      ({ fulfilment }) => fulfilment.buyLabel(SHOP, { channelOrderId: '5', channelLineIds: null, channelServiceId: null, package: null }),
    ],
    ['ship units', ({ fulfilment }) => fulfilment.shipUnits(SHOP, { channelOrderId: '5', channelLineIds: ['6'], ...OWN })],
    ['update tracking', ({ fulfilment }) => fulfilment.updateTracking(SHOP, { channelPackageId: '3', ...OWN })],
    ['split', ({ fulfilment }) => fulfilment.split(SHOP, { channelOrderId: '5', groups: [['6'], ['7']] })],
    ['combine', ({ fulfilment }) => fulfilment.combine(SHOP, { channelPackageId: '3', channelOrderIds: ['5'] })],
    ['uncombine', ({ fulfilment }) => fulfilment.uncombine(SHOP, { channelPackageId: '3', channelOrderIds: ['5'] })],
    ['cancel an order', ({ returns }) => returns.cancelOrder(SHOP, { channelOrderId: '5', reasonCode: 'r' })],
    ['approve a cancellation', ({ returns }) => returns.approveCancellation(SHOP, intent)],
    ['reject a cancellation', ({ returns }) => returns.rejectCancellation(SHOP, refused)],
    ['approve a return', ({ returns }) => returns.approveReturn(SHOP, { ...intent, decision: 'return' })],
    ['reject a return', ({ returns }) => returns.rejectReturn(SHOP, { ...refused, of: 'return' })],
    [
      'refund',
      ({ returns }) =>
        returns.refundOrder(SHOP, {
          channelOrderId: '5',
          channelLineIds: null,
          reasonCode: 'r',
          kind: 'refund',
          refund: null,
          intentKey: 'k',
        }),
    ],
  ];
  test.each(writes)('to %s is of unknown outcome without an answer, and rejected where the platform says no', async (_, write) => {
    const lost = capabilities(() => {
      throw new Error('timed out');
    });
    await expect(write(lost)).rejects.toMatchObject({ kind: 'unknown-outcome' });
    await expect(write(capabilities(() => refusal(36009003, 'internal', 500)))).rejects.toMatchObject({ kind: 'unknown-outcome' });
    await expect(write(capabilities(() => refusal(21011007)))).rejects.toMatchObject({ kind: 'rejected', channelCode: '21011007' });
  });

  test('a split whose answer leaves out a group is not taken for done', async () => {
    const { fulfilment } = capabilities(() => success({ packages: [{ splittable_group_id: '1', id: '9' }] }));
    await expect(fulfilment.split(SHOP, { channelOrderId: '5', groups: [['6'], ['7']] })).rejects.toMatchObject({ kind: 'rejected' });
  });
});

test('an offer is money of its currency, a refund says that the buyer keeps the goods, and keys travel along', async () => {
  const { returns, seen } = capabilities(() => success({}));
  const intent = { channelCaseId: '4', intentKey: 'k' };
  await returns.approveReturn(SHOP, { ...intent, decision: 'offer', amount: 1050, currency: 'USD' });
  await returns.approveReturn(SHOP, { ...intent, decision: 'offer', amount: 1050, currency: 'JPY' });
  await returns.approveReturn(SHOP, { ...intent, decision: 'refund' });
  expect(seen.map(({ body }) => body)).toEqual([
    { decision: 'OFFER_PARTIAL_REFUND', partial_refund: { currency: 'USD', amount: '10.50' } },
    { decision: 'OFFER_PARTIAL_REFUND', partial_refund: { currency: 'JPY', amount: '1050' } },
    { decision: 'APPROVE_REFUND', buyer_keep_item: true },
  ]);
  expect(seen.every(({ query }) => query.idempotency_key === 'k')).toBe(true);
});

test('cases read as they stand, words that we do not know included', async () => {
  const bare = {
    return_id: '4',
    order_id: '5',
    return_type: 'REPLACEMENT',
    return_status: 'SOMETHING_NEW',
    create_time: 1,
    update_time: 2,
  };
  const { returns, seen } = capabilities(() => success({ return_orders: [bare] }));
  const ids = Array.from({ length: 51 }, (_, index) => String(index));
  expect((await returns.readReturns(SHOP, ids))[0]).toEqual({
    ...{ channelCaseId: '4', channelOrderId: '5', kind: 'return', openedBy: 'platform', status: 'unknown', reason: '', refund: 0 },
    ...{
      currency: 'USD',
      channelLineIds: [],
      respondBy: null,
      dispute: null,
      offer: null,
      sentBack: null,
      createdAt: 1000,
      updatedAt: 2000,
    },
  });
  expect(seen.map(({ query }) => query.page_size)).toEqual(['50', '50']);
  const odd = capabilities(() => success({ return_orders: [{ ...bare, refund_amount: { currency: 'USD', refund_total: '1.005' } }] }));
  await expect(odd.returns.readReturns(SHOP, ['4'])).rejects.toMatchObject({ kind: 'rejected' });
});

test('a seller’s reasons are those of the market, apart for orders that are paid and not', () => {
  const { returns } = capabilities(() => success({}));
  const codes = (market: string, isPaid: boolean) => returns.cancelReasons(market, { isPaid }).map(({ code }) => code);
  expect(codes('GB', true)).toEqual([
    'seller_cancel_reason_wrong_price_uk',
    'seller_cancel_paid_reason_address_not_deliver_uk',
    'seller_cancel_reason_out_of_stock_uk',
  ]);
  expect(codes('DE', false)).toContain('seller_cancel_unpaid_reason_out_of_stock');
  expect(codes('DE', true)).toEqual(codes('IE', true));
  expect(returns.refundReasons('TH', 'refund')).toEqual([]);
  expect(returns.refundReasons('US', 'refund').every(({ text }) => /^[A-Z]/.test(text))).toBe(true);
});
