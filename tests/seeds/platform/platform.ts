/**
 * A platform small enough to be made anew for every seed: TikTok Shop's protocol for orders, tokens and webhooks, as the product's own
 * connector speaks it. The sandbox speaks all of it and takes a second to make; what both say about orders and tokens is the same.
 */
import { createHmac } from 'node:crypto';
import type { HttpAnswer, HttpRequest } from '@tradewind/channels';
import { z } from 'zod';
import { createOrderBook, type Order, type OrderBook, pageOf, type Version, versionAt } from './orders.ts';
import { createTokens, type Tokens } from './tokens.ts';

export const APP = { appKey: 'seed-key', appSecret: 'seed-secret' };
export type PlatformShop = { id: string; cipher: string; account: string; market: string; currency: string };

export type Platform = {
  book: OrderBook;
  shops: PlatformShop[];
  tokensOf(account: string): Tokens;
  accounts(): Tokens[];
  /** `asOf`: the answer of a replica that had got as far as this instant. */
  answer(request: HttpRequest, facts: { program: string; asOf: number; pageSize: number }): HttpAnswer;
  notification(order: Order, version: Version): Notification;
};
export type Notification = { id: string; body: Uint8Array; headers: Record<string, string> };

const range = z.object({ update_time_ge: z.number(), update_time_lt: z.number() });

export function createPlatform(clock: { now(): number }, shops: PlatformShop[]): Platform {
  const book = createOrderBook();
  const tokens = new Map(shops.map((shop) => [shop.account, createTokens(shop.account, clock)]));
  let notifications = 0;
  const tokensOf = (account: string): Tokens => {
    const found = tokens.get(account);
    if (!found) throw new Error(`no account ${account}`);
    return found;
  };
  const shopOf = (request: HttpRequest, url: URL): PlatformShop | HttpAnswer => {
    const shop = shops.find((each) => each.cipher === url.searchParams.get('shop_cipher'));
    if (!shop) return refusal(106_013, 'shop_cipher is missing');
    return tokensOf(shop.account).accepts(request.headers['x-tts-access-token'] ?? '') ? shop : refusal(105_002, 'Expired credentials');
  };

  return {
    book,
    shops,
    tokensOf,
    accounts: () => [...tokens.values()],
    answer: (request, { program, asOf, pageSize }) => {
      const url = new URL(request.url);
      const path = url.pathname;
      if (path === '/api/v2/token/refresh') return refreshed(url.searchParams.get('refresh_token') ?? '', tokens, program);
      if (path === '/authorization/202309/shops') return authorisedShops(request, { shops, tokensOf });
      const shop = shopOf(request, url);
      if ('status' in shop) return shop;
      if (path === '/order/202309/orders/search') {
        const body = range.parse(JSON.parse(Buffer.from(request.body ?? []).toString('utf8')));
        const page = pageOf(book.of(shop.id), {
          updatedFrom: body.update_time_ge * 1000,
          updatedTo: body.update_time_lt * 1000,
          size: pageSize,
          token: url.searchParams.get('page_token'),
          asOf,
        });
        const orders = page.items.map(({ order, version }) => wireOrder(shop, order, version));
        return success({ orders, next_page_token: page.next ?? '', total_count: page.total });
      }
      if (path === '/order/202507/orders') {
        const ids = (url.searchParams.get('ids') ?? '').split(',');
        const orders = book.of(shop.id).flatMap((order) => {
          const version = ids.includes(order.id) ? versionAt(order, asOf) : null;
          return version ? [wireOrder(shop, order, version)] : [];
        });
        return success({ orders });
      }
      return refusal(36_009_009, 'no such path');
    },
    notification: (order, version) => {
      notifications += 1;
      const id = `n${notifications}`;
      const data = { order_id: order.id, order_status: version.status, update_time: version.at / 1000 };
      const body = Buffer.from(
        JSON.stringify({ type: 1, tts_notification_id: id, shop_id: order.shopId, timestamp: version.at / 1000, data }),
        'utf8',
      );
      const signature = createHmac('sha256', APP.appSecret).update(APP.appKey).update(body).digest('hex');
      return { id, body, headers: { authorization: signature, 'content-type': 'application/json' } };
    },
  };
}

function refreshed(token: string, accounts: Map<string, Tokens>, program: string): HttpAnswer {
  for (const [account, tokens] of accounts) {
    const pair = tokens.refresh(token, program);
    if (!pair) continue;
    return success({
      access_token: pair.access,
      access_token_expire_in: Math.floor(pair.accessEndsAt / 1000),
      refresh_token: pair.refresh,
      refresh_token_expire_in: Math.floor(pair.refreshEndsAt / 1000),
      open_id: account,
      seller_name: account,
      granted_scopes: [],
    });
  }
  return refusal(36_004_004, 'Refresh token is invalid or expired');
}

type Known = { shops: PlatformShop[]; tokensOf(account: string): Tokens };

function authorisedShops(request: HttpRequest, { shops, tokensOf }: Known): HttpAnswer {
  const covered = shops.filter((shop) => tokensOf(shop.account).accepts(request.headers['x-tts-access-token'] ?? ''));
  if (covered.length === 0) return refusal(105_002, 'Expired credentials');
  const wire = covered.map((shop) => ({
    id: shop.id,
    name: shop.id,
    region: shop.market,
    seller_type: 'CROSS_BORDER',
    cipher: shop.cipher,
  }));
  return success({ shops: wire });
}

function wireOrder(shop: PlatformShop, order: Order, version: Version) {
  const seconds = (at: number | null): number | undefined => (at === null ? undefined : at / 1000);
  const money = (minor: number): string => (minor / 100).toFixed(2);
  const subTotal = version.lines.reduce((sum, line) => sum + line.priceMinor, 0);
  const isCancelled = version.cancelledAt !== null;
  return {
    id: order.id,
    status: version.status,
    create_time: seconds(order.createdAt),
    update_time: seconds(version.at),
    paid_time: seconds(version.paidAt),
    rts_time: seconds(version.dispatchedAt),
    delivery_time: seconds(version.deliveredAt),
    cancel_time: seconds(version.cancelledAt),
    ...(isCancelled ? { cancel_reason: 'Changed my mind', cancellation_initiator: 'BUYER' } : {}),
    payment_method_name: 'Card',
    shipping_type: 'TIKTOK',
    user_id: `buyer-${order.id}`,
    buyer_email: `${order.id}@buyers.example`,
    payment: {
      currency: shop.currency,
      sub_total: money(subTotal),
      shipping_fee: '1.00',
      tax: '0.00',
      total_amount: money(subTotal + 100),
    },
    recipient_address: { name: 'Robin Reed', phone_number: '+440000000', full_address: 'Quay 1', region_code: shop.market },
    line_items: version.lines.map((line, index) => ({
      id: `${order.id}-${index}`,
      sku_id: line.sku,
      product_id: `p-${line.sku}`,
      seller_sku: line.sku,
      product_name: `Lamp ${line.sku}`,
      currency: shop.currency,
      sale_price: money(line.priceMinor),
      platform_discount: money(line.platformDiscountMinor),
      original_price: money(line.priceMinor + line.platformDiscountMinor),
      seller_discount: '0.00',
    })),
  };
}

function success(data: unknown): HttpAnswer {
  return answer(200, { code: 0, message: 'Success', request_id: 'seed', data });
}

export function refusal(code: number, message: string, { status = 200, headers = {} }: Partial<Omit<HttpAnswer, 'body'>> = {}): HttpAnswer {
  return { ...answer(status, { code, message, request_id: 'seed' }), headers };
}

function answer(status: number, envelope: unknown): HttpAnswer {
  return { status, headers: {}, body: Buffer.from(JSON.stringify(envelope), 'utf8') };
}
