/**
 * The bytes of order-search answers as the platform sends them: 100 orders a page, two units in one or two lines each. Every order
 * has its own id, buyer and instant, so that rows, search terms and roll-up slots are as many as in life.
 */
import type { HttpSend } from '../packages/channels/src/port.ts';
import type { BenchShop } from './place.ts';

export const PAGE_ORDERS = 100;
const FAMILY = ['Garcia', 'Müller', 'Tanaka', 'Nguyen', 'Rossi', 'Smith', 'Somchai', 'Dubois', 'Santoso', 'Lim'];
const GIVEN = ['Maria', 'Jonas', 'Yui', 'Linh', 'Giulia', 'Emma', 'Arthit', 'Chloé', 'Dewi', 'Wei'];

/** Answers each call with the next page; the request is signed and thrown away. */
export function answering(pages: readonly Uint8Array[]): HttpSend {
  let next = 0;
  return async () => {
    const body = pages[next];
    next += 1;
    if (!body) throw new Error('the bench asked for more pages than it made');
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  };
}

export function orderPages(shop: BenchShop, { count, endsAt }: { count: number; endsAt: number }): Uint8Array[] {
  const utf8 = new TextEncoder();
  return Array.from({ length: count }, (_, page) => {
    const orders = Array.from({ length: PAGE_ORDERS }, (_order, index) => wireOrder(shop, { serial: page * PAGE_ORDERS + index, endsAt }));
    return utf8.encode(
      JSON.stringify({ code: 0, message: 'Success', request_id: `bench${page}`, data: { orders, total_count: count * PAGE_ORDERS } }),
    );
  });
}

/** The answer to a question for one order. */
export function orderDetail(shop: BenchShop, given: { serial: number; endsAt: number }): Uint8Array {
  return new TextEncoder().encode(
    JSON.stringify({ code: 0, message: 'Success', request_id: 'bench', data: { orders: [wireOrder(shop, given)] } }),
  );
}

/** The platform's number of the order of that serial. */
export const orderIdOf = (serial: number): string => String(576_000_000_000_000_000n + BigInt(serial) * 7_919n);

/** About 90 s apart, going back from `endsAt`. */
function wireOrder(shop: BenchShop, { serial, endsAt }: { serial: number; endsAt: number }): Record<string, unknown> {
  const id = orderIdOf(serial);
  const paidTime = Math.floor(endsAt / 1000) - serial * 90;
  const name = `${GIVEN[serial % 10]} ${FAMILY[Math.floor(serial / 10) % 10]}`;
  const lines = [
    wireLine(shop, { id: `${id}1`, serial }),
    wireLine(shop, { id: `${id}2`, serial: serial % 3 === 0 ? serial + 1 : serial }),
  ];
  return {
    id,
    status: 'AWAITING_SHIPMENT',
    create_time: paidTime - 60,
    update_time: paidTime + 30,
    paid_time: paidTime,
    rts_sla_time: paidTime + 172_800,
    rts_time: 0,
    payment_method_name: 'CCDC',
    shipping_type: 'TIKTOK',
    fulfillment_type: 'FULFILLMENT_BY_SELLER',
    user_id: String(7_495_000_000_000_000_000n + BigInt(serial)),
    buyer_email: `buyer${serial}@example.com`,
    buyer_message: '',
    payment: { currency: shop.currency, sub_total: '35.98', shipping_fee: '4.99', tax: '2.88', total_amount: '43.85' },
    packages: [{ id: `${id}9` }],
    recipient_address: {
      name,
      phone_number: `(+1)555${String(serial).padStart(7, '0')}`,
      full_address: `${serial} Example Street, 90001 Anytown`,
      region_code: shop.market,
    },
    line_items: lines,
  };
}

function wireLine(shop: BenchShop, { id, serial }: { id: string; serial: number }): Record<string, unknown> {
  const sku = serial % 1_500;
  return {
    id,
    sku_id: String(1_729_382_256_910_270_000n + BigInt(sku)),
    product_id: String(1_729_382_256_910_200_000n + BigInt(Math.floor(sku / 4))),
    seller_sku: `BENCH-${sku}`,
    product_name: `Double-walled travel mug ${Math.floor(sku / 4)}`,
    sku_name: `Colour ${sku % 4}`,
    sku_image: `https://img.example/${sku}.png`,
    currency: shop.currency,
    original_price: '19.99',
    sale_price: '17.99',
    platform_discount: '0.50',
    seller_discount: '1.50',
    package_id: `${id}9`,
  };
}
