import { describe, expect, it } from 'vitest';
import { signRequest } from './signing.ts';
import { CONFIG, NOW, refusal, SHOP, scripted, success } from './testing/scripted-platform.ts';

const RANGE = { updatedFrom: NOW, updatedTo: NOW + 3_600_000, pageToken: null };
const SECONDS = NOW / 1000;

describe('returns', () => {
  const wire = {
    return_id: '4035',
    order_id: '5764',
    return_type: 'RETURN_AND_REFUND',
    return_status: 'RETURN_OR_REFUND_REQUEST_COMPLETE',
    return_reason: 'ecom_code',
    return_reason_text: 'Wrong size',
    create_time: SECONDS,
    update_time: SECONDS + 60,
    refund_amount: { currency: 'USD', refund_total: '12.34' },
  };
  const read = async (overrides: Record<string, unknown>) =>
    (await scripted(() => success({ return_orders: [{ ...wire, ...overrides }] })).channel.returnsUpdated(SHOP, RANGE)).items[0];

  it('count as paid back at their last update once complete', async () => {
    expect(await read({})).toEqual({
      channelAfterSaleId: '4035',
      channelOrderId: '5764',
      kind: 'return',
      status: 'completed',
      reason: 'Wrong size',
      cause: null,
      resolvedAt: NOW + 60_000,
      refundAmount: 1234,
      currency: 'USD',
      createdAt: NOW,
      updatedAt: NOW + 60_000,
      refundedAt: NOW + 60_000,
      standing: {
        ...{ reasonCode: wire.return_reason, openedBy: 'platform', channelLineIds: [] },
        ...{ respondBy: null, dispute: null, offer: null, sentBack: null },
      },
    });
  });

  it.each([
    ['REFUND_OR_RETURN_REQUEST_REJECT', undefined, true],
    ['REFUND_OR_RETURN_REQUEST_REJECT', 'IN_PROGRESS', false],
    ['REFUND_OR_RETURN_REQUEST_REJECT', 'SUPPORT_SELLER', true],
    ['RETURN_OR_REFUND_REQUEST_CANCEL', undefined, true],
    ['RETURN_OR_REFUND_REQUEST_SUCCESS', 'SUPPORT_BUYER', false],
  ])('in %s with the platform saying %s are at their end: %s', async (return_status, arbitration_status, isResolved) => {
    expect((await read({ return_status, arbitration_status }))?.resolvedAt).toBe(isResolved ? NOW + 60_000 : null);
  });

  it.each([
    ['RETURN_OR_REFUND_REQUEST_PENDING', 'requested'],
    ['RETURN_OR_REFUND_REQUEST_SUCCESS', 'approved'],
    ['RETURN_OR_REFUND_REQUEST_CANCEL', 'withdrawn'],
    ['REPLACEMENT_REQUEST_COMPLETE', 'completed'],
    ['SOMETHING_NEW', 'unknown'],
  ])('in %s are %s and not paid back', async (return_status, status) => {
    expect(await read({ return_status })).toMatchObject({ status, refundedAt: null });
  });

  it('complete without an amount are not paid back', async () => {
    expect(await read({ refund_amount: null })).toMatchObject({ refundAmount: 0, refundedAt: null, currency: 'USD' });
  });

  it('without a parcel are refunds', async () => {
    expect(await read({ return_type: 'REFUND' })).toMatchObject({ kind: 'refund' });
  });

  it('are asked for oldest update first in pages of 50', async () => {
    const { channel, seen } = scripted(() => success({}));
    await channel.returnsUpdated(SHOP, RANGE);
    expect(seen[0]).toMatchObject({
      path: '/return_refund/202309/returns/search',
      query: { page_size: '50', sort_field: 'update_time', sort_order: 'ASC' },
    });
  });
});

describe('cancellations', () => {
  const wire = { cancel_id: '4036', order_id: '5764', cancel_reason: 'code', create_time: SECONDS, update_time: SECONDS + 60 };
  const read = async (overrides: Record<string, unknown>) =>
    (await scripted(() => success({ cancellations: [{ ...wire, ...overrides }] })).channel.cancellationsUpdated(SHOP, RANGE)).items[0];

  it.each([
    ['CANCELLATION_REQUEST_COMPLETE', '5.00', NOW + 60_000],
    ['CANCELLATION_REQUEST_COMPLETE', '0.00', null],
    ['CANCELLATION_REQUEST_SUCCESS', '5.00', null],
    ['CANCELLATION_REQUEST_CANCEL', '5.00', null],
    ['CANCELLATION_REQUEST_CANCELLED', '5.00', null],
  ])('%s with %s back', async (cancel_status, refund_total, refundedAt) => {
    expect(await read({ cancel_status, refund_amount: { currency: 'USD', refund_total } })).toMatchObject({
      kind: 'cancellation',
      reason: 'code',
      refundedAt,
    });
  });

  it('spell a withdrawn request in two ways', async () => {
    const [one, other] = [
      await read({ cancel_status: 'CANCELLATION_REQUEST_CANCEL' }),
      await read({ cancel_status: 'CANCELLATION_REQUEST_CANCELLED' }),
    ];
    expect([one?.status, other?.status]).toEqual(['withdrawn', 'withdrawn']);
  });
});

describe('packages', () => {
  it('read in our words', async () => {
    const wire = {
      id: '1152',
      orders: [{ id: '5764' }, { id: '5765' }],
      status: 'FULFILLING',
      tracking_number: 'T1',
      shipping_provider_name: '',
      create_time: SECONDS,
      update_time: SECONDS,
    };
    const { channel, seen } = scripted(() => success({ packages: [wire], total_count: 1 }));
    expect((await channel.packagesUpdated(SHOP, RANGE)).items).toEqual([
      {
        channelPackageId: '1152',
        channelOrderIds: ['5764', '5765'],
        status: 'fulfilling',
        trackingNumber: 'T1',
        carrier: null,
        createdAt: NOW,
        updatedAt: NOW,
      },
    ]);
    expect(seen[0]?.query.page_size).toBe('50');
  });
});

describe('listings', () => {
  const sku = {
    id: '172',
    seller_sku: 'MUG',
    price: { currency: 'USD', sale_price: '19.99' },
    inventory: [{ warehouse_id: '1', quantity: 3 }, { quantity: 4 }],
  };
  const wire = { id: '171', title: 'Mug', status: 'ACTIVATE', create_time: SECONDS, update_time: SECONDS, skus: [sku, { id: '173' }] };

  it('sum stock over warehouses and leave out what has no price yet', async () => {
    const { channel } = scripted(() => success({ products: [wire], total_count: 1 }));
    expect((await channel.listingsUpdated(SHOP, RANGE)).items).toEqual([
      {
        channelProductId: '171',
        title: 'Mug',
        status: 'live',
        createdAt: NOW,
        updatedAt: NOW,
        variants: [{ channelSkuId: '172', sellerSku: 'MUG', price: 1999, currency: 'USD', quantity: 7 }],
      },
    ]);
  });

  it('are asked for with an inclusive end, which must not reach into the next range', async () => {
    const { channel, seen } = scripted(() => success({}));
    await channel.listingsUpdated(SHOP, RANGE);
    expect(seen[0]?.body).toEqual({ status: 'ALL', update_time_ge: SECONDS, update_time_le: SECONDS + 3_599 });
  });

  it('are refused where the search would end silently', async () => {
    const { channel } = scripted(() => success({ products: [wire], total_count: 10_001 }));
    await expect(channel.listingsUpdated(SHOP, RANGE)).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining('10000'),
    });
  });
});

describe('ad spend', () => {
  it('is absent where no source is configured', () => {
    expect(scripted(() => success({})).channel.adSpend).toBeUndefined();
  });

  it('is read by day from the operator’s source, signed over its whole path', async () => {
    const items = [{ id: 'a1', day: '2026-02-28', amount: '120.50', currency: 'USD' }];
    const { channel, seen } = scripted(() => success({ items, next_page_token: 'n' }), {
      config: { extensionUrl: 'https://ext.example/sandbox-extension/' },
    });
    const page = await channel.adSpend?.(SHOP, { from: '2026-02-01', to: '2026-02-28', pageToken: null });
    expect(page).toEqual({
      items: [{ channelAdSpendId: 'a1', day: '2026-02-28', amount: 12050, currency: 'USD' }],
      nextToken: 'n',
      total: null,
    });
    const query = seen[0]?.query ?? {};
    expect(query).toMatchObject({ start_date_ge: '2026-02-01', end_date_lt: '2026-03-01', shop_cipher: SHOP.cipher });
    const path = '/sandbox-extension/ad-spend';
    expect(seen[0]?.path).toBe(path);
    expect(query.sign).toBe(signRequest(CONFIG.appSecret, { path, query, contentType: 'application/json' }));
  });
});

describe('webhook subscriptions', () => {
  const TOPIC_COUNT = 13;

  it('are set and removed for every topic', async () => {
    const { channel, seen } = scripted(() => success({}));
    await channel.subscribe(SHOP, 'https://hooks.example/hooks/tiktok-shop');
    expect(seen).toHaveLength(TOPIC_COUNT);
    expect(seen[0]).toMatchObject({
      method: 'PUT',
      path: '/event/202309/webhooks',
      body: { address: 'https://hooks.example/hooks/tiktok-shop', event_type: 'ORDER_STATUS_CHANGE' },
    });
    await channel.unsubscribe(SHOP);
    const removed = seen.slice(TOPIC_COUNT);
    expect(removed.every((call) => call.method === 'DELETE')).toBe(true);
    expect(removed.map((call) => (call.body as { event_type: string }).event_type).toSorted()).toEqual(
      // written by this test's own channel two lines up
      seen
        .slice(0, TOPIC_COUNT)
        .map((call) => (call.body as { event_type: string }).event_type)
        .toSorted(),
    );
  });

  it('do without messages where the app may not read them', async () => {
    const { channel } = scripted(({ body }) => (JSON.stringify(body).includes('NEW_') ? refusal(105005) : success({})));
    await expect(channel.subscribe(SHOP, 'https://hooks.example/')).resolves.toBeUndefined();
  });

  it('try the other topics before they fail over one', async () => {
    const { channel, seen } = scripted(({ body }) =>
      JSON.stringify(body).includes('PACKAGE_UPDATE') ? refusal(36009004, 'bad event_type') : success({}),
    );
    await expect(channel.subscribe(SHOP, 'https://hooks.example/')).rejects.toMatchObject({ kind: 'rejected' });
    expect(seen).toHaveLength(TOPIC_COUNT);
  });

  it('stop at once when the grant is gone', async () => {
    const { channel, seen } = scripted(() => refusal(105002));
    await expect(channel.subscribe(SHOP, 'https://hooks.example/')).rejects.toMatchObject({ kind: 're-authorise' });
    expect(seen).toHaveLength(1);
  });
});
