/** The platform's side of a drill: its control calls and its ground truth, read as what they are on the wire. */
import path from 'node:path';
import { z } from 'zod';
import { type Program, startProgram } from './program.ts';

const stateShape = z.object({
  now: z.number(),
  appKey: z.string(),
  appSecret: z.string(),
  merchants: z.array(
    z.object({ id: z.string(), name: z.string(), shops: z.array(z.object({ id: z.string(), market: z.string(), name: z.string() })) }),
  ),
  counters: z.record(z.string(), z.number()),
});
export type PlatformState = z.output<typeof stateShape>;

const instant = z.number();
export const truthOrder = z.object({
  id: z.string(),
  shopId: z.string(),
  status: z.string(),
  createdAt: instant,
  paidAt: instant.nullable(),
  updatedAt: instant,
  currency: z.string(),
  lines: z.array(
    z.object({
      skuId: z.string(),
      quantity: z.number(),
      salePrice: z.number(),
      platformDiscount: z.number(),
      sellerDiscount: z.number(),
    }),
  ),
  shipping: z.number(),
  tax: z.number(),
  refunds: z.array(z.object({ amount: z.number(), at: instant })),
  shipBy: instant.nullable(),
  dispatchedAt: instant.nullable(),
  cancelledAt: instant.nullable(),
  cancelReason: z.string().nullable(),
  cancelledBy: z.string().nullable(),
});
export const truthPackage = z.object({
  id: z.string(),
  shopId: z.string(),
  orderIds: z.array(z.string()),
  status: z.string(),
  trackingNumber: z.string().nullable(),
  createdAt: instant,
  updatedAt: instant,
});
export const truthListing = z.object({
  id: z.string(),
  shopId: z.string(),
  title: z.string(),
  status: z.string(),
  createdAt: instant,
  updatedAt: instant,
  skus: z.array(z.object({ id: z.string(), sellerSku: z.string(), salePrice: z.number() })),
});
export const truthSpend = z.object({ id: z.string(), shopId: z.string(), day: z.string(), amount: z.number(), currency: z.string() });
/** A webhook that was answered 200, by the platform's own record. */
export const truthDelivery = z.object({ id: z.string(), shopId: z.string(), eventType: z.string(), at: instant, forged: z.boolean() });
const saidMessage = z.object({ id: z.string(), conversationId: z.string() });
type SaidMessage = z.output<typeof saidMessage>;
export const truthMessage = z.object({
  shopId: z.string(),
  conversationId: z.string(),
  at: instant,
  from: z.enum(['buyer', 'seller', 'auto']),
});
export const truthReview = z.object({
  id: z.string(),
  shopId: z.string(),
  stars: z.number(),
  at: instant,
  withdrawnAt: instant.nullable(),
});
export const truthReturn = z.object({
  id: z.string(),
  shopId: z.string(),
  orderId: z.string(),
  cause: z.string(),
  sellerFault: z.boolean(),
  createdAt: instant,
  resolvedAt: instant.nullable(),
  dispute: z.object({ openedAt: instant, responsible: z.string().nullable() }).nullable(),
});
export type TruthMessage = z.output<typeof truthMessage>;
export type TruthReturn = z.output<typeof truthReturn>;
export type TruthDelivery = z.output<typeof truthDelivery>;
export type TruthOrder = z.output<typeof truthOrder>;
export type TruthSpend = z.output<typeof truthSpend>;

export type FaultMix = {
  seed: number;
  webhooks?: Partial<Record<'drop' | 'duplicate' | 'reorder' | 'delayMs' | 'wrongSignature', number>>;
  api?: Partial<Record<'throttle' | 'serverError' | 'timeoutBefore' | 'timeoutAfter' | 'staleRead', number>>;
  auth?: Partial<Record<'expireToken' | 'loseRefreshAnswer', number>>;
};
export type World = {
  seed: number;
  merchants: number;
  shops: number;
  days: number;
  ordersPerShopDay: number;
  endsAt: string;
  troubled?: boolean;
};

export type Sandbox = {
  url: string;
  program: Program;
  state(): Promise<PlatformState>;
  reset(world: World): Promise<PlatformState>;
  grant(merchantId: string, shopIds?: readonly string[]): Promise<string>;
  advance(ms: number): Promise<number>;
  /** The drill acknowledges in a follower's name, up to an instant: until then no step waits for it. */
  excuseFollower(name: string, until: number): Promise<void>;
  /** Nobody waits for a follower that was killed, for all time to come. */
  forgetFollower(name: string): Promise<void>;
  orders(input: { shopId?: string; count: number; status?: string; skuId?: string }): Promise<string[]>;
  askToCancel(orderId: string): Promise<void>;
  messages(input: { shopId: string; count: number; conversationId?: string; kind?: string; text?: string }): Promise<SaidMessage[]>;
  takeBack(messageId: string): Promise<void>;
  buyers(ordersPerMinute: number, messagesPerMinute?: number): Promise<void>;
  faults(mix: FaultMix | null): Promise<void>;
  /** Whether somebody in the seller centre ships and answers; otherwise only the workbench does. */
  staff(isPresent: boolean): Promise<void>;
  /** Ends every access token; answers how many there were. */
  expireTokens(): Promise<number>;
  truth<T>(kind: string, shape: z.ZodType<T>): Promise<T[]>;
  rates(): Promise<Map<string, Map<string, string>>>;
};

export async function startSandbox({ dataDir, logFolder }: { dataDir: string; logFolder: string }): Promise<Sandbox> {
  const program = await startProgram({
    name: 'the sandbox',
    args: ['apps/sandbox/dist/main.js', '--control', '--virtual-clock', '--until-stdin-ends'],
    env: { SANDBOX_PORT: '0', DATA_DIR: dataDir },
    logFile: path.join(logFolder, 'sandbox.log'),
    holdInput: true,
    ready: (line) => readyShape.safeParse(JSON.parse(line)).data?.url ?? null,
  });
  return controlOf(program.said, program);
}

const readyShape = z.object({ ready: z.literal(true), url: z.string() });
const clockShape = z.object({ now: z.number() });
const END_OF_TIME = 8e15;

function controlOf(url: string, program: Program): Sandbox {
  const call = async <T>(shape: z.ZodType<T>, target: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${url}/_control${target}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`the sandbox answered ${answer.status} to ${target}: ${(await answer.text()).slice(0, 200)}`);
    return shape.parse(await answer.json());
  };
  const excuseFollower = async (follower: string, until: number): Promise<void> => {
    await call(clockShape, '/clock/ack', { now: until, follower });
  };
  return {
    url,
    program,
    state: () => call(stateShape, '/state'),
    reset: (world) => call(stateShape, '/reset', world),
    grant: async (merchantId, shopIds) =>
      (await call(z.object({ code: z.string() }), '/grant', { merchantId, ...(shopIds ? { shopIds } : {}) })).code,
    advance: async (advanceMs) => (await call(clockShape, '/clock', { advanceMs })).now,
    excuseFollower,
    forgetFollower: (follower) => excuseFollower(follower, END_OF_TIME),
    orders: async (input) => {
      const { orders } = await call(z.object({ orders: z.array(z.object({ id: z.string() })) }), '/orders', input);
      return orders.map((order) => order.id);
    },
    messages: async (input) => (await call(z.object({ messages: z.array(saidMessage) }), '/messages', input)).messages,
    takeBack: async (messageId) => {
      await call(z.object({}), '/take-back', { messageId });
    },
    askToCancel: async (orderId) => {
      await call(z.object({}), '/ask-to-cancel', { orderId });
    },
    buyers: async (ordersPerMinute, messagesPerMinute = 0) => {
      await call(z.object({}), '/buyers', { ordersPerMinute, messagesPerMinute });
    },
    staff: async (isPresent) => {
      await call(z.object({}), '/staff', { isPresent });
    },
    faults: async (mix) => {
      await call(z.object({}), '/faults', mix ?? {});
    },
    expireTokens: async () => (await call(z.object({ expired: z.number() }), '/tokens/expire', {})).expired,
    truth: async (kind, shape) => {
      const pages = z.object({ items: z.array(shape), nextCursor: z.string().nullable() });
      const items: z.output<typeof pages>['items'] = [];
      let cursor: string | null = null;
      do {
        const page: z.output<typeof pages> = await call(pages, `/truth/${kind}${cursor === null ? '' : `?cursor=${cursor}`}`);
        items.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return items;
    },
    rates: async () => readRates(await (await fetch(`${url}/fx/eurofxref-hist.xml`)).text()),
  };
}

/** day → currency → units per euro, as text. */
function readRates(xml: string): Map<string, Map<string, string>> {
  const days = new Map<string, Map<string, string>>();
  for (const [, day = '', cubes = ''] of xml.matchAll(/<Cube time=["']([\d-]+)["']>(.*?)<\/Cube>(?=\s*(?:<Cube time|<\/Cube>))/gs))
    days.set(
      day,
      new Map([...cubes.matchAll(/currency=["'](\w+)["'] rate=["']([\d.]+)["']/g)].map(([, currency = '', rate = '']) => [currency, rate])),
    );
  return days;
}
