import { z } from 'zod';

/** The demo as a user of the workbench: signed in with a cookie, over the same interface as everybody. */
export type WorkbenchClient = Awaited<ReturnType<typeof openClient>>;

const shopShape = z.object({
  channelShopId: z.string(),
  state: z.string(),
  backfill: z.object({ done: z.int(), total: z.int().nullable(), finishedAt: z.string().nullable() }),
});
const BINDING_WITHIN_MS = 30_000;
const STEP_MS = 100;

export async function openClient(url: string, sign: { email: string; password: string }) {
  const entered = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(sign),
  });
  if (!entered.ok) throw new Error(`the demo user cannot sign in: ${entered.status}`);
  const cookie = entered.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

  async function call<T>(answer: z.ZodType<T>, request: string, body?: unknown): Promise<T> {
    const [method = 'GET', path = ''] = request.split(' ');
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { cookie, origin: url, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${request} answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
    return answer.parse(await response.json());
  }
  const shops = async () => (await call(z.object({ items: z.array(shopShape) }), 'GET /shops?limit=200')).items;

  return {
    cookie,
    shops,
    legalEntity: async (name: string): Promise<string> => {
      const { items } = await call(
        z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) }),
        'GET /legal-entities?limit=200',
      );
      return (
        items.find((entity) => entity.name === name)?.id ??
        (await call(z.object({ id: z.string() }), 'POST /legal-entities', { name, jurisdiction: 'CN' })).id
      );
    },
    hasDocuments: async (): Promise<boolean> =>
      (await call(z.object({ items: z.array(z.unknown()) }), 'GET /documents?limit=1')).items.length > 0,
    fileDocument: (query: URLSearchParams, bytes: Uint8Array) => fileDocument({ url, cookie, query, bytes }),
    authorize: (input: { market: string; legalEntityId: string }) =>
      call(z.object({ id: z.string(), authorizeUrl: z.string() }), 'POST /shop-authorizations', { channel: 'tiktok-shop', ...input }),
    bindingDone: async (id: string): Promise<void> => {
      for (let waitedMs = 0; waitedMs < BINDING_WITHIN_MS; waitedMs += STEP_MS) {
        const { status, failureCode } = await call(
          z.object({ status: z.string(), failureCode: z.string().nullable() }),
          `GET /shop-authorizations/${id}`,
        );
        if (status === 'completed') return;
        if (status !== 'completing') throw new Error(`the binding ended as ${status}: ${failureCode ?? ''}`);
        await new Promise((resolve) => setTimeout(resolve, STEP_MS));
      }
      throw new Error('the binding did not end in time');
    },
    backfill: async (): Promise<{ done: number; total: number; finishedAt: string | null }> => {
      const live = (await shops()).filter((shop) => shop.state === 'active');
      const done = live.reduce((sum, shop) => sum + shop.backfill.done, 0);
      const ends = live.map((shop) => shop.backfill.finishedAt);
      return {
        done,
        total: live.reduce((sum, shop) => sum + Math.max(shop.backfill.total ?? 0, shop.backfill.done), 0),
        finishedAt: ends.every((end) => end !== null) ? (ends.sort().at(-1) ?? null) : null,
      };
    },
  };
}

async function fileDocument(filed: { url: string; cookie: string; query: URLSearchParams; bytes: Uint8Array }): Promise<void> {
  const { url, cookie, query, bytes } = filed;
  const response = await fetch(`${url}/api/v1/documents?${query}`, {
    method: 'POST',
    headers: { cookie, origin: url, 'content-type': 'application/pdf' },
    // The cast: made in this process, never shared memory.
    body: bytes as Uint8Array<ArrayBuffer>,
  });
  if (!response.ok) throw new Error(`filing a document answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
}
