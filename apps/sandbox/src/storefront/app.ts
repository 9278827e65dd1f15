import { Hono } from 'hono';
import { html } from 'hono/html';
import { hashText } from '../world/random.ts';
import type { Simulation } from '../world/simulation-type.ts';
import type { Product, Shop } from '../world/types.ts';
import { productPage } from './product-page.ts';

/** The platform as a buyer sees it: one page per product. Paused, unaudited and deleted listings are not there. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

export function createStorefrontApp(current: () => Simulation): Hono {
  const app = new Hono();
  app.get('/:shop/:product', async (c) => {
    const sim = current();
    sim.now();
    const shop = findShop(sim, c.req.param('shop'));
    const product = sim.world.products.get(c.req.param('product'));
    if (!shop || product?.shopId !== shop.id || product.status !== 'ACTIVATE') {
      return c.html(html`<!doctype html><title>Not available</title><p>This product is not available.</p>`, 404, HEADERS);
    }
    const reviews = sim.lists(shop.id).reviews.filter(({ productId }) => productId === product.id);
    const display = sim.world.reviewDisplays.get(product.id);
    const page = { shop, product, sold: soldOf(sim, product), hue: hashText(product.id) % 360, reviews, display };
    return c.html(await productPage(page), 200, HEADERS);
  });
  return app;
}

/** By id or by the code that the address of a shop shows. */
function findShop(sim: Simulation, key: string): Shop | undefined {
  return sim.world.shops.get(key) ?? [...sim.world.shops.values()].find((shop) => shop.code === key);
}

/** Units paid for and not cancelled, counted when somebody looks: a few thousand orders. */
function soldOf(sim: Simulation, product: Product): number {
  let sold = 0;
  for (const order of sim.lists(product.shopId).orders) {
    if (order.paidAt === null || order.status === 'CANCELLED') continue;
    for (const line of order.lines) if (line.productId === product.id) sold++;
  }
  return sold;
}
