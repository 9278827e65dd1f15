/** A picture for every product, uploaded image and specimen of a certificate: drawn from its id, so that pages of clients have something to show. */
import { Hono } from 'hono';
import { certificateName, sizeOfImage } from '../world/goods/category-demands.ts';
import type { Simulation } from '../world/simulation-type.ts';
import type { World } from '../world/types.ts';

const SIZE = 800;

export function pictureUrl(origin: string, id: string): string {
  return `${origin}/pictures/${id}.svg`;
}

export function imageShape(origin: string, world: World, uri: string) {
  const size = sizeOfImage(world, uri) ?? { height: SIZE, width: SIZE };
  const url = pictureUrl(origin, uri.split('/').at(-1) ?? '');
  return { ...size, uri, urls: [url], thumb_urls: [url] };
}

export function pictures(sim: () => Simulation): Hono {
  const hono = new Hono();
  hono.get('/pictures/:file{[0-9]+\\.svg}', (c) => {
    const id = c.req.param('file').replace('.svg', '');
    const { products, images } = sim().world;
    const title = products.get(id)?.title ?? (images.has(`tos-sandbox/${id}`) ? '▲' : certificateName(id) || null);
    if (title === null) return c.notFound();
    return c.body(drawing(id, title), 200, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=86400' });
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
