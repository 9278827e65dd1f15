import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signRequest } from './signing.ts';
import { CONFIG, NOW, refusal, SHOP, scripted, success, wireLine, wireOrder } from './testing/scripted-platform.ts';

const RANGE = { updatedFrom: NOW + 500, updatedTo: NOW + 3_600_500, pageToken: null };

async function readOne(overrides: Record<string, unknown>) {
  const { channel, seen } = scripted(() => success({ orders: [wireOrder(overrides)] }));
  const [order] = await channel.orders(SHOP, ['576461413038785752']);
  if (!order) throw new Error('no order came back');
  return { order, seen };
}

describe('order list', () => {
  it('asks oldest update first in whole seconds that cover the range, signed over the body as sent', async () => {
    const { channel, seen } = scripted(() => success({ orders: [wireOrder()], next_page_token: 'aB+c/d9==', total_count: 101 }));
    const page = await channel.ordersUpdated(SHOP, RANGE);
    expect(page).toMatchObject({ nextToken: 'aB+c/d9==', total: 101, items: [{ channelOrderId: '576461413038785752' }] });
    const [call] = seen;
    expect(call).toMatchObject({ method: 'POST', path: '/order/202309/orders/search' });
    expect(call?.body).toEqual({ update_time_ge: NOW / 1000, update_time_lt: NOW / 1000 + 3_601 });
    expect(call?.query).toMatchObject({ page_size: '100', sort_field: 'update_time', sort_order: 'ASC', shop_cipher: SHOP.cipher });
    const parts = { path: call?.path ?? '', query: call?.query ?? {}, contentType: 'application/json', body: call?.raw.body };
    expect(call?.query.sign).toBe(signRequest(CONFIG.appSecret, parts));
  });

  it('sends the page token back unharmed and takes an empty one for the end', async () => {
    const { channel, seen } = scripted(() => success({ next_page_token: '', total_count: 0 }));
    expect(await channel.ordersUpdated(SHOP, { ...RANGE, pageToken: 'aB+c/d9==' })).toEqual({ items: [], nextToken: null, total: 0 });
    expect(seen[0]?.query.page_token).toBe('aB+c/d9==');
  });

  it('fails when the platform hands back the same page token', async () => {
    const { channel } = scripted(() => success({ orders: [], next_page_token: 'same' }));
    await expect(channel.ordersUpdated(SHOP, { ...RANGE, pageToken: 'same' })).rejects.toMatchObject({ kind: 'rejected' });
  });

  it('lists by creation as well', async () => {
    const { channel, seen } = scripted(() => success({}));
    await channel.ordersCreated(SHOP, { createdFrom: NOW, createdTo: NOW + 1_000, pageToken: null });
    expect(seen[0]?.body).toEqual({ create_time_ge: NOW / 1000, create_time_lt: NOW / 1000 + 1 });
    expect(seen[0]?.query.sort_field).toBe('create_time');
  });
});

describe('order detail', () => {
  it('reads an order in our words', async () => {
    const { order, seen } = await readOne({});
    expect(seen[0]).toMatchObject({ method: 'GET', path: '/order/202507/orders', query: { ids: '576461413038785752' } });
    expect(order).toEqual({
      channelOrderId: '576461413038785752',
      status: 'awaiting-shipment',
      currency: 'USD',
      createdAt: 1767225600_000,
      paidAt: 1767225660_000,
      updatedAt: 1767229200_000,
      payBy: null,
      shipBy: 1767398400_000,
      dispatchedAt: null,
      deliveredAt: null,
      cancelledAt: null,
      cancelReason: null,
      cancelledBy: null,
      lines: [
        {
          channelLineIds: ['576461413038785751', '576461413038785752'],
          channelSkuId: '1729382256910270001',
          channelProductId: '1729382256910200001',
          sellerSku: 'MUG-RED',
          productName: 'Mug',
          variantName: 'Red',
          imageUrl: 'https://img.example/mug.png',
          quantity: 2,
          originalPrice: 1999,
          salePrice: 1799,
          platformDiscount: 50,
          sellerDiscount: 150,
        },
      ],
      shipping: 499,
      tax: 288,
      total: 4385,
      paymentMethod: 'CCDC',
      fulfilment: 'platform',
      channelWarehouseId: null,
      channelPackageIds: ['1152000000000000001'],
      buyerMessage: '',
      buyer: {
        channelBuyerId: '7495000000000000001',
        name: 'A Buyer',
        phone: '(+1)5550100',
        email: 'buyer@example.com',
        address: '1 Example Street',
        region: 'US',
        state: '',
        postcode: '',
      },
    });
  });

  it.each([
    ['UNPAID', 'unpaid'],
    ['ON_HOLD', 'on-hold'],
    ['PARTIALLY_SHIPPING', 'partially-shipped'],
    ['AWAITING_COLLECTION', 'awaiting-collection'],
    ['IN_TRANSIT', 'in-transit'],
    ['DELIVERED', 'delivered'],
    ['COMPLETED', 'completed'],
    ['CANCELLED', 'cancelled'],
    ['CANCEL', 'cancelled'],
  ])('status %s is %s', async (status, ours) => {
    expect((await readOne({ status })).order.status).toBe(ours);
  });

  it.each([
    ['BUYER', 'buyer'],
    ['SELLER', 'seller'],
    ['SYSTEM', 'platform'],
    ['OPERATOR', 'platform'],
    ['SOMEBODY', null],
  ])('cancelled by %s is %s', async (role, ours) => {
    const cancelled = { status: 'CANCELLED', cancel_time: 1767230000, cancel_reason: 'out of stock', cancellation_initiator: role };
    expect((await readOne(cancelled)).order).toMatchObject({
      cancelledBy: ours,
      cancelReason: 'out of stock',
      cancelledAt: 1767230000_000,
    });
  });

  it('reads cancel fields off the units where the order has none, and never off an order that lives', async () => {
    const lines = [wireLine('1', { cancel_user: 'OPERATOR', cancel_reason: 'risk' }), wireLine('2')];
    expect((await readOne({ status: 'CANCELLED', line_items: lines })).order).toMatchObject({
      cancelledBy: 'platform',
      cancelReason: 'risk',
    });
    const pending = { cancellation_initiator: 'BUYER', cancel_reason: 'changed my mind' };
    expect((await readOne(pending)).order).toMatchObject({ cancelledBy: null, cancelReason: null, cancelledAt: null });
  });

  it('takes a half-shipped order for not dispatched, and a wholly shipped one by its last unit', async () => {
    const half = [wireLine('1', { rts_time: 1767300000 }), wireLine('2')];
    expect((await readOne({ line_items: half })).order.dispatchedAt).toBeNull();
    const whole = [wireLine('1', { rts_time: 1767300000 }), wireLine('2', { rts_time: 1767310000 })];
    expect((await readOne({ line_items: whole })).order.dispatchedAt).toBe(1767310000_000);
    expect((await readOne({ rts_time: 1767290000, line_items: whole })).order.dispatchedAt).toBe(1767290000_000);
  });

  it('falls back to the instant of automatic cancellation for the deadline', async () => {
    expect((await readOne({ rts_sla_time: 0 })).order.shipBy).toBe(1767657600_000);
  });

  it('reads currencies without decimals exactly', async () => {
    const line = wireLine('1', {
      currency: 'JPY',
      original_price: '1980',
      sale_price: '1780',
      platform_discount: '0',
      seller_discount: '200',
    });
    const payment = { currency: 'JPY', sub_total: '1780', shipping_fee: '0', tax: '', total_amount: '1780' };
    expect((await readOne({ payment, line_items: [line] })).order).toMatchObject({
      total: 1780,
      tax: 0,
      lines: [{ salePrice: 1780, originalPrice: 1980 }],
    });
  });

  it('keeps units of one variant at two prices apart', async () => {
    const lines = [wireLine('1'), wireLine('2', { sale_price: '0.00', platform_discount: '19.99', seller_discount: '0' }), wireLine('3')];
    const payment = { currency: 'USD', sub_total: '35.98', total_amount: '35.98' };
    const { order } = await readOne({ payment, line_items: lines });
    expect(order.lines.map(({ quantity, salePrice }) => ({ quantity, salePrice }))).toEqual([
      { quantity: 2, salePrice: 1799 },
      { quantity: 1, salePrice: 0 },
    ]);
  });

  it('ids sent as numbers past 2^53 stay whole', async () => {
    const text = JSON.stringify({ code: 0, data: { orders: [wireOrder()] } }).replaceAll('"576461413038785752"', '576461413038785752');
    const { channel } = scripted(() => ({ status: 200, headers: {}, body: new TextEncoder().encode(text) }));
    expect((await channel.orders(SHOP, ['1']))[0]?.channelOrderId).toBe('576461413038785752');
  });

  it.each([
    ['a status of tomorrow', { status: 'TELEPORTED' }, '.status'],
    ['a half cent', { payment: { currency: 'USD', total_amount: '1.005' } }, '.payment.total_amount'],
    [
      'an unknown currency',
      { payment: { currency: 'XXX', total_amount: '1' }, line_items: [wireLine('1', { currency: 'XXX' })] },
      '.line_items.0',
    ],
    ['two currencies', { line_items: [wireLine('1', { currency: 'EUR' })] }, '.line_items.0.currency'],
    ['no lines', { line_items: [] }, 'orders.0.line_items'],
    ['no update time', { update_time: undefined }, 'orders.0.update_time'],
  ])('refuses %s, naming the place and nobody', async (_, overrides, place) => {
    const failure = await readOne(overrides).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'rejected', message: expect.stringContaining(place) });
    expect(String(failure)).not.toMatch(/A Buyer|Example Street|buyer@example/);
  });

  it('asks for at most 50, and for none not at all', async () => {
    const { channel, seen } = scripted(() => success({}));
    expect(await channel.orders(SHOP, [])).toEqual([]);
    await expect(
      channel.orders(
        SHOP,
        Array.from({ length: 51 }, (_, index) => String(index)),
      ),
    ).rejects.toThrow(RangeError);
    expect(seen).toEqual([]);
  });

  it('leaves out an id of another seller without losing the others', async () => {
    const { channel, seen } = scripted(({ query }) => {
      const ids = query.ids?.split(',') ?? [];
      return ids.includes('9') ? refusal(21008111) : success({ orders: ids.map((id) => wireOrder({ id })) });
    });
    const orders = await channel.orders(SHOP, ['1', '2', '9', '4', '5']);
    expect(orders.map((order) => order.channelOrderId)).toEqual(['1', '2', '4', '5']);
    expect(seen.length).toBeLessThanOrEqual(7);
  });

  it('tells an expired token apart', async () => {
    const { channel } = scripted(() => refusal(105002, 'expired', 401));
    await expect(channel.orders(SHOP, ['1'])).rejects.toMatchObject({ kind: 're-authorise', channelCode: '105002' });
  });
});

describe('orders whose units do not add up', () => {
  const odd = { payment: { currency: 'USD', sub_total: '30.00', total_amount: '30.00' } };
  const detailLine = (id: string, price: string) => ({
    id: `57646141303878575${id}`,
    sku_list_price: '19.99',
    sku_sale_price: price,
    subtotal_deduction_platform: '3.49',
    subtotal_deduction_seller: '1.50',
  });
  const read = async (detail: ReturnType<typeof success>) => {
    const oddities: unknown[] = [];
    const script = ({ path }: { path: string }) => (path.endsWith('/price_detail') ? detail : success({ orders: [wireOrder(odd)] }));
    const { channel, seen } = scripted(script, { ports: { onOddity: (oddity) => oddities.push(oddity) } });
    return { orders: await channel.orders(SHOP, ['576461413038785752']), seen, oddities };
  };

  it('take their prices from the price detail', async () => {
    const { orders, seen, oddities } = await read(success({ line_items: [detailLine('1', '15.00'), detailLine('2', '15.00')] }));
    expect(seen[1]).toMatchObject({ method: 'GET', path: '/order/202407/orders/576461413038785752/price_detail' });
    expect(orders[0]?.lines).toMatchObject([
      { quantity: 2, salePrice: 1500, platformDiscount: 349, sellerDiscount: 150, originalPrice: 1999 },
    ]);
    expect(oddities).toEqual([]);
  });

  it('that still do not are taken as the detail says, and reported', async () => {
    const { orders, oddities } = await read(success({ line_items: [detailLine('1', '16.00'), detailLine('2', '15.00')] }));
    expect(orders[0]?.lines.map((line) => line.salePrice)).toEqual([1600, 1500]);
    expect(oddities).toEqual([{ what: 'lines-do-not-add-up', channelShopId: SHOP.channelShopId, channelOrderId: '576461413038785752' }]);
  });

  it('are taken as listed when the detail is refused, and reported', async () => {
    const { orders, oddities } = await read(refusal(21001001));
    expect(orders[0]?.lines).toMatchObject([{ quantity: 2, salePrice: 1799 }]);
    expect(oddities).toMatchObject([{ what: 'price-detail-refused' }]);
  });

  it('wait for the detail when it is only late', async () => {
    await expect(read(refusal(36009003, 'oops', 500))).rejects.toMatchObject({ kind: 'retry-later' });
  });

  it('are the only ones that cost the extra call', async () => {
    const { channel, seen } = scripted(() => success({ orders: [wireOrder()] }));
    await channel.orders(SHOP, ['576461413038785752']);
    expect(seen).toHaveLength(1);
  });
});

describe('grouping units into lines', () => {
  const unit = fc.record({
    sku_id: fc.constantFrom('1', '2', '3'),
    sale_price: fc.constantFrom('1.00', '2.50', '0.00'),
    platform_discount: fc.constantFrom('0', '0.01'),
  });

  it('keeps every unit once and every cent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(unit, { minLength: 1, maxLength: 30 }), async (units) => {
        const lineItems = units.map((fields, index) => ({
          ...wireLine('0', fields),
          id: String(index),
          original_price: undefined,
          seller_discount: undefined,
        }));
        const { order } = await readOne({ line_items: lineItems, payment: { currency: 'USD', total_amount: '0' } });
        expect(order.lines.flatMap((line) => line.channelLineIds).toSorted()).toEqual(lineItems.map((item) => item.id).toSorted());
        for (const line of order.lines) expect(line.quantity).toBe(line.channelLineIds.length);
        const cents = units.reduce((sum, fields) => sum + Math.round(Number(fields.sale_price) * 100), 0);
        expect(order.lines.reduce((sum, line) => sum + line.quantity * line.salePrice, 0)).toBe(cents);
        const kinds = new Set(units.map((fields) => JSON.stringify([fields.sku_id, fields.sale_price, fields.platform_discount])));
        expect(order.lines).toHaveLength(kinds.size);
      }),
      { numRuns: 60 },
    );
  });
});
