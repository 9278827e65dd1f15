/**
 * The seller's consent: choose an account, tick shops, agree or cancel. The way back is the app's
 * registered address, never one from the request. Each agreement hands out a fresh code, also when
 * the seller comes back to the page and agrees again.
 */
import { Hono } from 'hono';
import type { Simulation } from '../world/simulation-type.ts';
import type { Seller, Shop } from '../world/types.ts';
import { type ConsentRequest, refusalPage, sellerPage, shopsPage } from './consent-page.ts';
import type { RegisteredApp } from './registered-app.ts';

export type ConsentOptions = {
  sim(): Simulation;
  app(): RegisteredApp;
  redirectUrl: string;
  issueCode(sellerId: string, shopIds: string[]): string | null;
};
/** The two consent hosts and the older address made from the app key. */
const PATHS = ['/services/authorize', '/open/authorize', '/oauth/authorize'];
const HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
};

export function consentPages(options: ConsentOptions): Hono {
  const hono = new Hono();
  for (const path of PATHS) {
    hono.get(path, async (c) => {
      const request = read(path, new URL(c.req.url).searchParams);
      if (!request) return c.html(refusalPage('The app that sent you here is not known to the platform.'), 400, HEADERS);
      const wanted = c.req.query('seller_id');
      const sellers = [...options.sim().world.sellers.values()];
      if (wanted === undefined) return c.html(sellerPage(request, options.app().name, sellers), 200, HEADERS);
      const seller = sellers.find(({ id }) => id === wanted);
      if (!seller) return c.html(refusalPage('This seller account does not exist.'), 400, HEADERS);
      return c.html(shopsPage({ request, appName: options.app().name, seller, shops: shopsOf(seller) }), 200, HEADERS);
    });
    hono.post(path, async (c) => {
      const form = new URLSearchParams(await c.req.text());
      const request = read(path, form);
      if (!request) return c.html(refusalPage('The app that sent you here is not known to the platform.'), 400, HEADERS);
      if (form.get('decision') !== 'agree') return c.redirect(wayBack({ code: 'null', error: 'auth_denied' }, request.state));
      const shopIds = form.getAll('shop_id');
      const code = shopIds.length > 0 ? options.issueCode(form.get('seller_id') ?? '', shopIds) : null;
      if (!code) return c.html(refusalPage('Tick at least one shop of this seller account, then agree.'), 400, HEADERS);
      return c.redirect(wayBack({ code }, request.state));
    });
  }
  return hono;

  /** Null when the request names another app. */
  function read(path: string, fields: URLSearchParams): ConsentRequest | null {
    const { serviceId, appKey } = options.app();
    const named = fields.get('service_id') ?? fields.get('app_key');
    if (named !== serviceId && named !== appKey) return null;
    return { path, serviceId: named, state: fields.get('state') ?? undefined };
  }

  function shopsOf(seller: Seller): Shop[] {
    return seller.shopIds.flatMap((id) => options.sim().world.shops.get(id) ?? []);
  }

  function wayBack(answer: Record<string, string>, state: string | undefined): string {
    const url = new URL(options.redirectUrl);
    for (const [key, value] of Object.entries(answer)) url.searchParams.set(key, value);
    if (state !== undefined) url.searchParams.set('state', state);
    return url.href;
  }
}
