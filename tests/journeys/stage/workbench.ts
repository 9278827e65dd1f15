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
      channelShopId: z.string(),
      market: z.string(),
      state: z.string(),
      backfill: z.object({ finishedAt: z.string().nullable() }),
    }),
  ),
});
export const boundShops = async () => (await call(shopsShape, '/shops?limit=200')).items.filter((shop) => shop.state !== 'unbound');

export const addMember = (member: { name: string; email: string; role: string }) =>
  call(z.object({ password: z.string() }), '/members', member);

export const addLegalEntity = (name: string) => call(z.object({ id: z.string() }), '/legal-entities', { name, jurisdiction: 'CN' });
