/** The workbench's own interface with the demo's key: to prepare what a journey needs, never in place of what it looks at. */
import { z } from 'zod';
import { picture } from '../../drills/stage/picture.ts';
import { demo } from './browser.ts';

const call = <T>(shape: z.ZodType<T>, path: string, body?: unknown): Promise<T> => send(shape, { method: 'POST', path, body });

type Sent = { method: 'POST' | 'PUT' | 'PATCH'; path: string; body: unknown };

/** Without a body it is asked for, whatever the method. */
async function send<T>(shape: z.ZodType<T>, { method, path, body }: Sent): Promise<T> {
  const answer = await fetch(`${demo().url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${demo().apiKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { method, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return shape.parse(await answer.json());
}

async function upload<T>(
  shape: z.ZodType<T>,
  path: string,
  { bytes, mediaType }: { bytes: Uint8Array<ArrayBuffer>; mediaType: string },
): Promise<T> {
  const headers = { authorization: `Bearer ${demo().apiKey}`, 'content-type': mediaType };
  const answer = await fetch(`${demo().url}/api/v1${path}`, { method: 'POST', headers, body: bytes });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return shape.parse(await answer.json());
}

/** With a picture that the platform takes. */
export async function makeProduct({ code, ...facts }: { code: string; title: string; category: string }): Promise<void> {
  const none = { brand: null, materials: [], optionNames: [], attributes: {}, status: 'active' };
  const size = { weightG: 300, lengthMm: 100, widthMm: 90, heightMm: 90 };
  const variant = { sku: code, optionValues: [], gtin: null, hsCode: null, ...size, status: 'active', parts: [] };
  const named = z.object({ id: z.string() });
  const { id } = await call(named, '/products', { code, description: 'As in the picture.', ...none, ...facts, variants: [variant] });
  await upload(named, `/products/${id}/media`, { bytes: picture(600), mediaType: 'image/png' });
}

const chosenShape = z.object({ items: z.array(z.object({ id: z.string(), product: z.object({ code: z.string() }) })) });

/** What one shop shall get, among the newest that were chosen for its market. */
export async function titleFor({ code, market }: { code: string; market: string }, title: string): Promise<void> {
  const { items } = await call(chosenShape, `/publications?market=${market}&limit=50`);
  const id = items.find(({ product }) => product.code === code)?.id;
  await send(z.object({}), { method: 'PATCH', path: `/publications/${id}`, body: { title } });
}

const shopsShape = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      channelShopId: z.string(),
      market: z.string(),
      state: z.string(),
      backfill: z.object({ finishedAt: z.string().nullable() }),
    }),
  ),
});
export const boundShops = async () => (await call(shopsShape, '/shops?limit=200')).items.filter((shop) => shop.state !== 'unbound');

export const hasOrder = async (channelOrderId: string): Promise<boolean> =>
  (await call(z.object({ items: z.array(z.unknown()) }), `/orders?channelOrderId=${channelOrderId}`)).items.length > 0;

const waitingShape = z.object({ items: z.array(z.object({ id: z.string(), units: z.number() })) });
const packedShape = z.object({
  channelOrderId: z.string(),
  units: z.number(),
  fulfilment: z.string(),
  packages: z.array(z.object({ status: z.string() })),
});

/** The newest order in a market that waits for the platform's carrier with several units in its one package. */
export async function orderToSplit(market: string): Promise<{ channelOrderId: string; units: number }> {
  const { items } = await call(waitingShape, `/orders?market=${market}&status=awaiting-shipment&limit=200`);
  for (const { id } of items.filter(({ units }) => units > 1)) {
    const order = await call(packedShape, `/orders/${id}`);
    if (order.fulfilment === 'platform' && order.packages.length === 1 && order.packages[0]?.status === 'processing') return order;
  }
  throw new Error(`no order in ${market} has more than one unit to ship`);
}

export const addMember = (member: { name: string; email: string; role: string }) =>
  call(z.object({ password: z.string() }), '/members', member);

export const addLegalEntity = (name: string) => call(z.object({ id: z.string() }), '/legal-entities', { name, jurisdiction: 'CN' });

/** A consent that comes back with a code the platform never gave: the binding fails, as it does for a person now and then. */
export async function failBinding(market: string): Promise<void> {
  const begun = await call(z.object({ id: z.string(), state: z.string() }), '/shop-authorizations', { channel: 'tiktok-shop', market });
  await call(z.object({ status: z.enum(['failed', 'completing']) }), `/shop-authorizations/${begun.id}/complete`, {
    code: 'a code of nobody',
    state: begun.state,
  });
}

/** A view that a colleague's script shares; what it holds may be older or newer than the page. */
export const shareView = (name: string, search: Record<string, string>) =>
  call(z.object({ id: z.string() }), '/saved-views', { page: 'orders', name, search, isShared: true });

const standingsShape = z.object({
  items: z.array(
    z.object({
      shop: z.object({ id: z.string() }),
      metrics: z.array(z.object({ forecast: z.object({ toShip: z.number() }).nullable() })),
    }),
  ),
});

/** How many parcels each shop must ship to stay where it is. */
export const shopStandings = async () =>
  (await call(standingsShape, '/performance')).items.map(({ shop, metrics }) => ({
    shopId: shop.id,
    toShip: metrics.reduce((sum, { forecast }) => sum + (forecast?.toShip ?? 0), 0),
  }));

const rescueShape = z.object({ rescue: z.array(z.object({ orders: z.array(z.object({ channelOrderId: z.string() })) })) });

/** The platform's ids of the parcels that a shop is to ship first. */
export const rescueOf = async (shopId: string) =>
  (await call(rescueShape, `/performance/${shopId}`)).rescue.flatMap(({ orders }) => orders.map(({ channelOrderId }) => channelOrderId));

const made = z.object({ id: z.string() });
export const addProduct = (product: { code: string; title: string; variants: { sku: string }[] }) => call(made, '/products', product);

/** Products that say this in their code, title or SKU. */
export const hasProduct = async (q: string): Promise<boolean> =>
  (await call(z.object({ items: z.array(z.unknown()) }), `/products?q=${encodeURIComponent(q)}`)).items.length > 0;

export const addWarehouse = (name: string, country = 'GB') =>
  call(z.object({ id: z.string(), name: z.string() }), '/warehouses', { name, kind: 'own', country });

export const tellStock = (shopId: string) =>
  send(z.object({}), { method: 'PUT', path: `/stock-shops/${shopId}`, body: { isPushing: true, warehouses: [] } });

const end = z.object({ shop: z.object({ id: z.string(), market: z.string() }), channelProductId: z.string(), title: z.string() });
const candidatesShape = z.object({ items: z.array(z.object({ source: end, target: end, basis: z.string() })) });
/** A product of one market with reviews that a shop of another market sells as well; shops by the platform's ids. */
export async function linkCandidate(from: string, to: string) {
  const { items } = await call(candidatesShape, `/review-link-candidates?market=${to}`);
  const found = items.find(({ source, basis }) => source.shop.market === from && basis === 'sku');
  if (!found) throw new Error(`no product of ${from} is sold in ${to} too`);
  const shops = new Map((await boundShops()).map(({ id, channelShopId }) => [id, channelShopId]));
  const ends = ({ shop, channelProductId, title }: z.output<typeof end>) => ({
    channelShopId: shops.get(shop.id) ?? '',
    channelProductId,
    title,
  });
  return { source: ends(found.source), target: ends(found.target) };
}
