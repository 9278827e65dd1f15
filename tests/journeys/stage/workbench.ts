/** The workbench's own interface with the demo's key: to prepare what a journey needs, never in place of what it looks at. */
import { z } from 'zod';
import { demo } from './browser.ts';

async function call<T>(shape: z.ZodType<T>, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${demo().url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${demo().apiKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return shape.parse(await answer.json());
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
