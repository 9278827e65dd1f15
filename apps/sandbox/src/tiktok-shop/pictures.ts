/** A picture for every product: drawn from its id and title, so that pages of clients have something to show. */
import { Hono } from 'hono';
import type { Simulation } from '../world/simulation-type.ts';

const SIZE = 800;

export type Picture = { height: number; width: number; uri: string; urls: string[]; thumb_urls: string[] };

export function pictureUrl(origin: string, productId: string): string {
  return `${origin}/pictures/${productId}.svg`;
}

export function picture(origin: string, productId: string): Picture {
  const url = pictureUrl(origin, productId);
  return { height: SIZE, width: SIZE, uri: `tos-sandbox/${productId}`, urls: [url], thumb_urls: [url] };
}

export function pictures(sim: () => Simulation): Hono {
  const hono = new Hono();
  hono.get('/pictures/:file{[0-9]+\\.svg}', (c) => {
    const product = sim().world.products.get(c.req.param('file').replace('.svg', ''));
    if (!product) return c.notFound();
    return c.body(drawing(product.id, product.title), 200, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=86400' });
  });
  return hono;
}

/** The hue comes from the id, so a product looks the same after every restart. */
function drawing(id: string, title: string): string {
  const hue = Number(BigInt(id) % 360n);
  const letters = [...title.replace(/[^\p{L}\p{N}]/gu, '')].slice(0, 2).join('').toUpperCase();
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}" role="img">` +
    `<rect width="${SIZE}" height="${SIZE}" fill="hsl(${hue} 45% 88%)"/><circle cx="400" cy="400" r="260" fill="hsl(${hue} 45% 72%)"/>` +
    `<text x="400" y="470" font-family="sans-serif" font-size="200" text-anchor="middle" fill="hsl(${hue} 50% 28%)">${letters}</text></svg>`
  );
}
