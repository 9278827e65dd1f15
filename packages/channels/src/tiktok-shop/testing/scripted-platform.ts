/**
 * A channel whose platform answers from a script, under a clock that only moves by sleeping.
 * The handler sees each request as the platform would: path, decoded query, parsed body.
 */
import type { Clock, HttpAnswer, HttpRequest, ShopAccess } from '../../port.ts';
import { createTikTokShop, type TikTokShopConfig, type TikTokShopPorts } from '../index.ts';

export const NOW = Date.UTC(2026, 0, 1);
export const SHOP: ShopAccess = {
  accessToken: 'TTP_token',
  cipher: 'GCP_demoCipher01',
  channelShopId: '7490000000000000001',
  currency: 'USD',
};
export const CONFIG: TikTokShopConfig = {
  apiUrl: 'https://api.example',
  authUrl: 'https://auth.example',
  consentUrl: 'https://consent.example/open/authorize',
  consentUrlByMarket: { US: 'https://us.consent.example/open/authorize' },
  appKey: 'tw6demo0key01',
  appSecret: 'tw_demo_secret_0123456789abcdef',
  serviceId: '700',
};

export type Seen = {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: unknown;
  raw: HttpRequest;
};
export type Script = (seen: Seen, index: number) => HttpAnswer | Promise<HttpAnswer>;

const utf8 = new TextEncoder();

function virtualClock(startAt = NOW): Clock & { set(now: number): void } {
  let now = startAt;
  return {
    now: () => now,
    async sleep(ms) {
      now += ms;
    },
    set(value) {
      now = value;
    },
  };
}

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers, body: utf8.encode(typeof body === 'string' ? body : JSON.stringify(body)) };
}

export function success(data: unknown): HttpAnswer {
  return answer(200, { code: 0, message: 'Success', request_id: '2026010100000000000000000000', data });
}

export function refusal(code: number, message = 'refused', status = 200): HttpAnswer {
  return answer(status, { code, message, request_id: '2026010100000000000000000001' });
}

export function scripted(script: Script, overrides: { config?: Partial<TikTokShopConfig>; ports?: Partial<TikTokShopPorts> } = {}) {
  const seen: Seen[] = [];
  const clock = virtualClock();
  const channel = createTikTokShop(
    { ...CONFIG, ...overrides.config },
    {
      clock,
      random: () => 0.5,
      async send(raw) {
        const url = new URL(raw.url);
        const text = raw.body ? new TextDecoder().decode(raw.body) : null;
        const body: unknown = text !== null && raw.headers['content-type'] === 'application/json' ? JSON.parse(text) : text;
        seen.push({ method: raw.method, path: url.pathname, query: Object.fromEntries(url.searchParams), headers: raw.headers, body, raw });
        return script(seen.at(-1) as Seen /* just pushed */, seen.length - 1);
      },
      ...overrides.ports,
    },
  );
  return { channel, seen, clock };
}

/** Hand-written after the documented shape; one call = one order. */
export function wireOrder(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: '576461413038785752',
    status: 'AWAITING_SHIPMENT',
    create_time: 1767225600,
    update_time: 1767229200,
    paid_time: 1767225660,
    rts_sla_time: 1767398400,
    shipping_due_time: 1767657600,
    rts_time: 0,
    payment_method_name: 'CCDC',
    shipping_type: 'TIKTOK',
    fulfillment_type: 'FULFILLMENT_BY_SELLER',
    user_id: '7495000000000000001',
    buyer_email: 'buyer@example.com',
    payment: { currency: 'USD', sub_total: '35.98', shipping_fee: '4.99', tax: '2.88', total_amount: '43.85' },
    packages: [{ id: '1152000000000000001' }],
    recipient_address: { name: 'A Buyer', phone_number: '(+1)5550100', full_address: '1 Example Street', region_code: 'US' },
    line_items: [wireLine('1'), wireLine('2')],
    a_key_of_next_year: { nested: true },
    ...overrides,
  };
}

export function wireLine(id: string, overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: `57646141303878575${id}`,
    sku_id: '1729382256910270001',
    product_id: '1729382256910200001',
    seller_sku: 'MUG-RED',
    product_name: 'Mug',
    sku_name: 'Red',
    sku_image: 'https://img.example/mug.png',
    currency: 'USD',
    original_price: '19.99',
    sale_price: '17.99',
    platform_discount: '0.50',
    seller_discount: '1.50',
    package_id: '1152000000000000001',
    ...overrides,
  };
}
