import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import {
  buyersSchema,
  changeReviewSchema,
  decideAppealSchema,
  dispatchSchema,
  listProductsSchema,
  placeOrdersSchema,
  sendMessagesSchema,
  takeBackSchema,
  writeReviewSchema,
} from '../world/act-schemas.ts';
import {
  askToCancelSchema,
  askToReturnSchema,
  type BuyerStepInput,
  buyerStepSchema,
  decideDisputeSchema,
} from '../world/after-sales/after-sale-inputs.ts';
import { isOpen } from '../world/after-sales/returns.ts';
import { lateCarrierSchema, payOrdersSchema, staffSchema } from '../world/fulfilment/fulfilment-inputs.ts';
import { flashSaleSchema, sellerCentreEditSchema, takeDownSchema } from '../world/goods/listing-inputs.ts';
import { MARKETS } from '../world/markets.ts';
import type { Simulation } from '../world/simulation-type.ts';
import type { Faults, Product, Return } from '../world/types.ts';
import { check, loopbackOnly, readBody, refusal } from './guard.ts';
import { pageOf, TRUTH_KINDS, type TruthItem, type TruthPage, truthPage } from './truth.ts';

/** The sandbox's own calls, under /_control: move time, send buyers, break things, look at the truth. */
type ControlOptions = {
  current(): Simulation;
  reset(world: ResetInput): Promise<void>;
  issueCode(sellerId: string, shopIds?: readonly string[]): string | null;
  appCredentials(): { appKey: string; appSecret: string };
  counters(): Record<string, number>;
  /** What came of the notifications that were answered, in order. */
  deliveries(): readonly TruthItem[];
  /** Ends every access token before its time; answers how many there were. */
  expireTokens(): number;
  setFaults(faults: Faults): void;
};

const share = z.number().min(0).max(1).default(0);
const faultsSchema = z.strictObject({
  seed: z.int().default(0),
  webhooks: z
    .strictObject({
      drop: share,
      duplicate: share,
      reorder: share,
      delayMs: z
        .number()
        .min(0)
        .max(2 * 86_400_000)
        .default(0),
      wrongSignature: share,
    })
    .prefault({}),
  api: z.strictObject({ throttle: share, serverError: share, timeoutBefore: share, timeoutAfter: share, staleRead: share }).prefault({}),
  auth: z.strictObject({ expireToken: share, loseRefreshAnswer: share }).prefault({}),
});
export const NO_FAULTS: Faults = faultsSchema.parse({});

/** Epoch milliseconds, or an ISO instant for people. */
const instant = z.union([z.number().min(0).max(8e15), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]);
const resetSchema = z.strictObject({
  seed: z.int(),
  merchants: z.int().min(1).max(20).optional(),
  shops: z.int().min(1).max(100).optional(),
  days: z.int().min(0).max(400).optional(),
  ordersPerShopDay: z.number().min(0).max(5000).optional(),
  endsAt: instant,
  troubled: z.boolean().optional(),
});
type ResetInput = z.output<typeof resetSchema>;

const MAX_ADVANCE_MS = 400 * 86_400_000;
const clockSchema = z.union([
  z.strictObject({ advanceMs: z.int().min(0).max(MAX_ADVANCE_MS) }),
  z.strictObject({ speed: z.number().min(0).max(100_000) }),
]);
const ackSchema = z.strictObject({ now: instant, follower: z.string().min(1).max(100).optional() });
const grantSchema = z.strictObject({ merchantId: z.string(), shopIds: z.array(z.string()).min(1).max(100).optional() });
const truthQuerySchema = z.strictObject({ shopId: z.string().optional(), cursor: z.string().optional() });

export function createControlApp(options: ControlOptions): Hono {
  const app = new Hono();
  app.use(loopbackOnly);
  app.get('/state', (c) => c.json(stateOf(options)));
  app.post('/grant', async (c) => {
    const { merchantId, shopIds } = await readBody(c, grantSchema);
    const code = options.issueCode(merchantId, shopIds);
    if (code === null) throw refusal(404, { code: 'not-found', message: 'No such seller, or a shop that is not theirs.' });
    return c.json({ code });
  });
  app.post('/reset', async (c) => {
    await options.reset(await readBody(c, resetSchema));
    return c.json(stateOf(options));
  });
  addClock(app, options);
  addActs(app, options);
  addReviews(app, options);
  addGoods(app, options);
  addParcels(app, options);
  app.post('/faults', async (c) => {
    const faults = await readBody(c, faultsSchema);
    options.setFaults(faults);
    return c.json(faults);
  });
  app.post('/tokens/expire', async (c) => {
    await readBody(c, z.strictObject({}));
    return c.json({ expired: options.expireTokens() });
  });
  app.get('/truth/:kind', (c) => c.json(truthAnswer(c, options)));
  // Not notFound(): mounted below another app, that would never be asked.
  app.all('*', (c) => c.json({ code: 'not-found', message: 'No such control call.' }, 404));
  app.onError((error) => {
    if (error instanceof HTTPException) return error.getResponse();
    throw error;
  });
  return app;
}

function addClock(app: Hono, { current }: ControlOptions): void {
  const clock = (): { now: number; speed: number } => ({ now: current().now(), speed: current().speed() });
  app.get('/clock', (c) => {
    current().followers.sawClock();
    return c.json(clock());
  });
  app.post('/clock', async (c) => {
    const wish = await readBody(c, clockSchema);
    if ('advanceMs' in wish) await current().advance(wish.advanceMs);
    else if (!current().setSpeed(wish.speed)) {
      throw refusal(409, { code: 'clock-stands', message: 'This clock moves by advanceMs only (started with --virtual-clock).' });
    }
    return c.json(clock());
  });
  app.post('/clock/ack', async (c) => {
    const { now, follower } = await readBody(c, ackSchema);
    current().followers.acked(now, follower);
    return c.json({ now: current().now() });
  });
}

function addReviews(app: Hono, { current }: ControlOptions): void {
  app.post('/reviews', async (c) => {
    const input = await readBody(c, writeReviewSchema);
    if (!current().world.orders.has(input.orderId)) throw fieldRefusal('/orderId', 'No such order.');
    const { id, productId, shopId } = current().acts.writeReview(input);
    return c.json({ id, productId, shopId });
  });
  app.post('/change-review', async (c) => {
    const input = await readBody(c, changeReviewSchema);
    if (!current().all.reviews.some(({ id }) => id === input.reviewId)) throw fieldRefusal('/reviewId', 'No such review.');
    current().acts.changeReview(input);
    return c.json({ reviewId: input.reviewId });
  });
}

function addActs(app: Hono, { current }: ControlOptions): void {
  app.post('/orders', async (c) => {
    const input = await readBody(c, placeOrdersSchema);
    const sim = current();
    requireShop(sim, input.shopId);
    const sku = input.skuId === undefined ? null : sim.world.skus.get(input.skuId);
    const skuShopId = sku && sim.world.products.get(sku.productId)?.shopId;
    if (sku === undefined || (sku && input.shopId !== undefined && skuShopId !== input.shopId))
      throw fieldRefusal('/skuId', 'No such SKU in this shop.');
    const orders = sim.acts.placeOrders(input);
    // Fewer than asked for when there was no stock left: the platform sells nothing it has not.
    return c.json({
      orders: orders.map(({ id, shopId, status }) => ({ id, shopId, status })),
      placed: orders.length,
      soldOut: input.count - orders.length,
    });
  });
  app.post('/listings', async (c) => {
    const input = await readBody(c, listProductsSchema);
    requireShop(current(), input.shopId);
    return c.json({
      products: current()
        .acts.listProducts(input)
        .map(({ id, title }) => ({ id, title })),
    });
  });
  app.post('/messages', async (c) => {
    const input = await readBody(c, sendMessagesSchema);
    requireShop(current(), input.shopId);
    const { conversationId } = input;
    if (conversationId !== undefined && current().world.conversations.get(conversationId)?.shopId !== input.shopId)
      throw fieldRefusal('/conversationId', 'No such conversation in this shop.');
    const messages = current().acts.sendMessages(input);
    return c.json({ messages: messages.map(({ id, conversationId }) => ({ id, conversationId })) });
  });
  app.post('/take-back', async (c) => {
    const input = await readBody(c, takeBackSchema);
    if (!current().all.messages.some(({ message }) => message.id === input.messageId)) throw fieldRefusal('/messageId', 'No such message.');
    current().acts.takeBack(input);
    return c.json(input);
  });
  app.post('/dispatch', async (c) => {
    const input = await readBody(c, dispatchSchema);
    const sim = current();
    requireShop(sim, input.shopId);
    const foreign = input.orderIds.findIndex((id) => sim.world.orders.get(id)?.shopId !== input.shopId);
    if (foreign >= 0) throw fieldRefusal(`/orderIds/${foreign}`, 'No such order in this shop.');
    return c.json(sim.acts.dispatch(input));
  });
  app.post('/decide-appeal', async (c) => {
    const input = await readBody(c, decideAppealSchema);
    const sim = current();
    sim.now();
    const isWaiting = sim.all.appeals.some(({ id, status }) => id === input.appealId && status === 'UNDER_REVIEW');
    if (!isWaiting) throw fieldRefusal('/appealId', 'No such appeal is under review.');
    return c.json({ decided: sim.acts.decideAppeal(input) });
  });
  app.post('/buyers', async (c) => {
    const input = await readBody(c, buyersSchema);
    current().acts.setBuyers(input);
    return c.json(input);
  });
}

/** What happens to orders and parcels without an app: people who work or not, carriers that are late, buyers who pay at last. */
function addParcels(app: Hono, { current }: ControlOptions): void {
  app.post('/staff', async (c) => {
    const input = await readBody(c, staffSchema);
    for (const id of input.shopIds ?? []) requireShop(current(), id);
    current().acts.setStaff(input);
    return c.json(input);
  });
  app.post('/ask-to-cancel', async (c) => {
    const input = await readBody(c, askToCancelSchema);
    if (current().world.orders.get(input.orderId)?.status !== 'AWAITING_SHIPMENT')
      throw fieldRefusal('/orderId', 'No such order to be shipped.');
    return c.json({ id: current().acts.askToCancel(input)?.id });
  });
  app.post('/ask-to-return', async (c) => {
    const input = await readBody(c, askToReturnSchema);
    const isReturnable =
      current().world.orders.get(input.orderId)?.status === 'DELIVERED' && !current().returnsOf(input.orderId).some(isOpen);
    if (!isReturnable) throw fieldRefusal('/orderId', 'No such order that is delivered and has no open case.');
    const { id, type, refund } = current().acts.askToReturn(input);
    return c.json({ id, type, refund });
  });
  app.post('/buyer-step', async (c) => {
    const input = await readBody(c, buyerStepSchema);
    const item = current().world.returns.get(input.returnId);
    if (!item || !isStepOf(input.step, item)) throw fieldRefusal('/returnId', 'No such case in which the buyer may do this now.');
    current().acts.buyerStep(input);
    return c.json({ id: item.id, status: item.status });
  });
  app.post('/decide-dispute', async (c) => {
    const input = await readBody(c, decideDisputeSchema);
    if (current().world.returns.get(input.returnId)?.arbitration !== 'IN_PROGRESS')
      throw fieldRefusal('/returnId', 'No such dispute is open.');
    current().acts.decideDispute(input);
    return c.json(input);
  });
  app.post('/late-carrier', async (c) => {
    const input = await readBody(c, lateCarrierSchema);
    if (!Object.values(MARKETS).some(({ carriers }) => carriers.includes(input.carrier)))
      throw fieldRefusal('/carrier', 'No such carrier in any market.');
    current().acts.setLateCarrier(input);
    return c.json(input);
  });
  app.post('/pay', async (c) => {
    const input = await readBody(c, payOrdersSchema);
    const unknown = input.orderIds.findIndex((id) => !current().world.orders.has(id));
    if (unknown >= 0) throw fieldRefusal(`/orderIds/${unknown}`, 'No such order.');
    return c.json({ paid: current().acts.pay(input) });
  });
}

const STEPS: Readonly<Record<BuyerStepInput['step'], readonly string[]>> = {
  ship: ['AWAITING_BUYER_SHIP'],
  withdraw: ['RETURN_OR_REFUND_REQUEST_PENDING', 'AWAITING_BUYER_SHIP', 'AWAITING_BUYER_RESPONSE'],
  'accept-offer': ['AWAITING_BUYER_RESPONSE'],
  'refuse-offer': ['AWAITING_BUYER_RESPONSE'],
  dispute: ['REFUND_OR_RETURN_REQUEST_REJECT', 'REJECT_RECEIVE_PACKAGE'],
};
const isStepOf = (step: BuyerStepInput['step'], { status, arbitration }: Return): boolean =>
  STEPS[step].includes(status) && arbitration === null;

/** What happens to goods without an app: a rush of buyers, the platform's hand, a person in the seller centre. */
function addGoods(app: Hono, { current }: ControlOptions): void {
  app.post('/flash-sale', async (c) => {
    const input = await readBody(c, flashSaleSchema);
    const { world, acts } = current();
    const foreign = input.skus.findIndex(
      ({ shopId, skuId }) => world.products.get(world.skus.get(skuId)?.productId ?? '')?.shopId !== shopId,
    );
    if (foreign >= 0) throw fieldRefusal(`/skus/${foreign}`, 'No such SKU in this shop.');
    return c.json(acts.beginFlashSale(input));
  });
  app.post('/take-down', async (c) => {
    const input = await readBody(c, takeDownSchema);
    requireProduct(current(), input.productId);
    current().acts.takeDown(input);
    return c.json(input);
  });
  app.post('/edit-listing', async (c) => {
    const input = await readBody(c, sellerCentreEditSchema);
    const product = requireProduct(current(), input.productId);
    const foreign = input.skus.findIndex(({ skuId }) => !product.skus.some(({ id }) => id === skuId));
    if (foreign >= 0) throw fieldRefusal(`/skus/${foreign}`, 'No such SKU in this listing.');
    current().acts.editByHand(input);
    return c.json(input);
  });
}

/** A kind that is the protocol's, not the world's. */
const DELIVERIES = 'deliveries';

function truthAnswer(c: Context, { current, deliveries }: ControlOptions): { items: unknown[]; nextCursor: string | null } {
  const sim = current();
  const { shopId, cursor } = check(c.req.query(), truthQuerySchema);
  const kind = c.req.param('kind') ?? '';
  requireShop(sim, shopId);
  // What is due by now is part of the truth.
  sim.now();
  const wanted = { shopId, position: cursor === undefined ? 0 : readCursor(cursor, kind) };
  const page: TruthPage | null = kind === DELIVERIES ? pageOf(deliveries(), wanted) : truthPage(sim, { kind, ...wanted });
  if (!page) throw refusal(404, { code: 'not-found', message: `Truths are ${[...TRUTH_KINDS, DELIVERIES].join(', ')}.` });
  return {
    items: page.items,
    nextCursor: page.nextPosition === null ? null : Buffer.from(`${kind}:${page.nextPosition}`).toString('base64url'),
  };
}

function readCursor(cursor: string, kind: string): number {
  const [ofKind, position] = Buffer.from(cursor, 'base64url').toString('utf8').split(':');
  if (ofKind !== kind || !/^\d{1,12}$/.test(position ?? ''))
    throw refusal(400, { code: 'bad-cursor', message: 'This cursor is not one of this list.' });
  return Number(position);
}

function requireShop(sim: Simulation, shopId: string | undefined): void {
  if (shopId !== undefined && !sim.world.shops.has(shopId)) throw fieldRefusal('/shopId', 'No such shop.');
}

function requireProduct({ world }: Simulation, id: string): Product {
  const product = world.products.get(id);
  if (!product || product.status === 'DELETED') throw fieldRefusal('/productId', 'No such listing.');
  return product;
}

const fieldRefusal = (path: string, message: string): HTTPException =>
  refusal(422, { code: 'invalid-input', message, errors: [{ path, code: 'not-found', message }] });

function stateOf({ current, appCredentials, counters }: ControlOptions): Record<string, unknown> {
  const sim = current();
  const { world } = sim;
  const now = sim.now();
  const { appKey, appSecret } = appCredentials();
  const merchants = [...world.sellers.values()].map(({ id, name, shopIds }) => ({
    id,
    name,
    shops: shopIds.flatMap((shopId) => {
      const shop = world.shops.get(shopId);
      return shop ? [{ id: shop.id, cipher: shop.cipher, market: shop.market, name: shop.name }] : [];
    }),
  }));
  const sizes = {
    products: world.products.size,
    skus: world.skus.size,
    orders: world.orders.size,
    packages: world.packages.size,
    conversations: world.conversations.size,
  };
  return { seed: world.seed, now, appKey, appSecret, merchants, counters: { ...sizes, ...counters() } };
}
