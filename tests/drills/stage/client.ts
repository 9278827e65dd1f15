/** A caller of the workbench: a signed-in person or an API key, over the same interface as everybody. */
import { z } from 'zod';
import { sleep } from './program.ts';
import type { Sandbox } from './sandbox.ts';

export type Answer = { status: number; text: string; headers: Headers };
export type CallInput = { method?: string; body?: unknown; headers?: Record<string, string> };

export type Client = {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Any answer, as it came. `path` is below the workbench's address. */
  raw(path: string, input?: CallInput): Promise<Answer>;
  /** A good answer of /api/v1 in the shape expected; anything else throws. */
  call<T>(shape: z.ZodType<T>, path: string, input?: CallInput): Promise<T>;
  /** All pages of a list. */
  all<T>(item: z.ZodType<T>, path: string): Promise<T[]>;
};

export async function openClient(url: string, sign: { email: string; password: string }): Promise<Client> {
  const entered = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(sign),
  });
  if (!entered.ok) throw new Error(`${sign.email} cannot sign in: ${entered.status}`);
  const cookie = entered.headers.getSetCookie().map((line) => line.split(';')[0]);
  return clientWith(url, { cookie: cookie.join('; '), origin: url });
}

/** A text and bytes go as they are, all else as JSON. The cast: bytes of these programs lie in memory of their own. */
const bytesOf = (body: unknown): NonNullable<RequestInit['body']> =>
  typeof body === 'string' ? body : body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body);

export const keyClient = (url: string, key: string): Client => clientWith(url, { authorization: `Bearer ${key}` });

export function clientWith(url: string, headers: Readonly<Record<string, string>>): Client {
  const raw = async (path: string, input: CallInput = {}): Promise<Answer> => {
    const answer = await fetch(`${url}${path}`, {
      method: input.method ?? (input.body === undefined ? 'GET' : 'POST'),
      headers: { ...headers, ...(input.body === undefined ? {} : { 'content-type': 'application/json' }), ...input.headers },
      ...(input.body === undefined ? {} : { body: bytesOf(input.body) }),
      redirect: 'manual',
    });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  const call = async <T>(shape: z.ZodType<T>, path: string, input: CallInput = {}): Promise<T> => {
    const answer = await raw(`/api/v1${path}`, input);
    if (answer.status >= 300) throw new Error(`${input.method ?? ''} ${path} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    return shape.parse(JSON.parse(answer.text));
  };
  return {
    url,
    headers,
    raw,
    call,
    all: async (item, path) => {
      const pages = z.object({ items: z.array(item), nextCursor: z.string().nullable() });
      const items: z.output<typeof pages>['items'] = [];
      let cursor = '';
      do {
        const page: z.output<typeof pages> = await call(pages, `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor}`);
        items.push(...page.items);
        cursor = page.nextCursor === null ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`;
      } while (cursor !== '');
      return items;
    },
  };
}

const made = z.object({ id: z.string() });
const begun = z.object({ id: z.string(), state: z.string() });
const binding = z.object({ status: z.string(), failureCode: z.string().nullable(), shopIds: z.array(z.string()) });
const boundShop = z.object({
  id: z.string(),
  channelShopId: z.string(),
  market: z.string(),
  currency: z.string(),
  timeZone: z.string(),
  state: z.string(),
  backfill: z.object({ finishedAt: z.string().nullable() }),
});
export type BoundShop = z.output<typeof boundShop>;

export const shopsOf = (client: Client): Promise<BoundShop[]> => client.all(boundShop, '/shops');

type Seller = { id: string; name: string; shops: readonly { id: string; market: string }[] };

/** Binds a seller's shops the way a script does: the consent's code handed in instead of a browser sent away. */
export async function bindSeller(client: Client, sandbox: Sandbox, seller: Seller): Promise<void> {
  const { id: legalEntityId } = await client.call(made, '/legal-entities', { body: { name: seller.name, jurisdiction: 'CN' } });
  const market = seller.shops[0]?.market ?? 'GB';
  const request = await client.call(begun, '/shop-authorizations', { body: { channel: 'tiktok-shop', market, legalEntityId } });
  const code = await sandbox.grant(seller.id);
  let now = await client.call(binding, `/shop-authorizations/${request.id}/complete`, { body: { code, state: request.state } });
  for (let waits = 0; now.status === 'completing' && waits < 200; waits += 1) {
    await sleep(50);
    now = await client.call(binding, `/shop-authorizations/${request.id}`);
  }
  if (now.status !== 'completed') throw new Error(`binding ${seller.name} ended as ${now.status}: ${now.failureCode ?? ''}`);
}
