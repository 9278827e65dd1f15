/** The platform's side, by the sandbox's control calls: buyers order, and the ground truth is told. */
import { z } from 'zod';
import { demo } from './browser.ts';

async function control<T>(shape: z.ZodType<T>, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${demo().sandboxUrl}/_control${path}`, {
    ...(body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return shape.parse(await answer.json());
}

const stateShape = z.object({
  now: z.number(),
  merchants: z.array(
    z.object({ id: z.string(), name: z.string(), shops: z.array(z.object({ id: z.string(), market: z.string(), name: z.string() })) }),
  ),
});
export const platformState = () => control(stateShape, '/state');

const placedShape = z.object({ orders: z.array(z.object({ id: z.string() })), placed: z.number() });

/** A buyer pays now. Waiting for shipment, because the platform hides who the buyer is for the hour an order is on hold. */
export async function placeOrder(input: { shopId: string; skuId?: string }): Promise<string> {
  const { orders } = await control(placedShape, '/orders', { ...input, count: 1, status: 'AWAITING_SHIPMENT' });
  const [order] = orders;
  if (!order) throw new Error('the platform had nothing left to sell');
  return order.id;
}

/** The seller lists something in the seller centre: a shop that has just opened sells nothing. */
export const listProducts = (shopId: string, count: number) =>
  control(z.object({ products: z.array(z.object({ id: z.string() })).min(1) }), '/listings', { shopId, count });

/** Its buyer says what they think of the first product of an order. */
export const writeReview = async (review: { orderId: string; stars: number; text: string; language: string }): Promise<string> =>
  (await control(z.object({ id: z.string() }), '/reviews', review)).id;
/** Its author takes it back. */
export const takeBackReview = (reviewId: string) => control(z.object({ reviewId: z.string() }), '/change-review', { reviewId });

/** The platform's time goes on, and with it the workbench's, which follows it. */
export const letPass = (ms: number) => control(z.object({ now: z.number() }), '/clock', { advanceMs: ms });

const dispatchedShape = z.object({ dispatched: z.array(z.string()), refused: z.array(z.string()).length(0) });

/** The seller hands parcels to the carrier, in the platform's own seller centre. */
export const dispatchOrders = (shopId: string, orderIds: readonly string[]) => control(dispatchedShape, '/dispatch', { shopId, orderIds });

/** Harmless to others on the same workbench as long as it is little. */
export const passTime = (advanceMs: number) => control(z.object({ now: z.number() }), '/clock', { advanceMs });

const appealShape = z.object({
  id: z.string(),
  violationId: z.string(),
  text: z.string(),
  evidence: z.array(z.object({ fileName: z.string(), sha256: z.string() })),
});
export const appealsOnPlatform = async (violationId: string) =>
  (await allTruth('appeals', appealShape)).filter((appeal) => appeal.violationId === violationId);
const reviewShape = z.object({
  id: z.string(),
  shopId: z.string(),
  stars: z.number(),
  reply: z.object({ text: z.string(), at: z.number() }).nullable(),
});
export const reviewsOnPlatform = () => allTruth('reviews', reviewShape);
export const decideAppeal = (appealId: string) => control(z.object({ decided: z.literal(true) }), '/decide-appeal', { appealId });

async function allTruth<T>(kind: string, item: z.ZodType<T>, shopId?: string): Promise<T[]> {
  const page = z.object({ items: z.array(item), nextCursor: z.string().nullable() });
  const items: T[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = new URLSearchParams({ ...(shopId ? { shopId } : {}), ...(cursor ? { cursor } : {}) }).toString();
    const answer: z.output<typeof page> = await control(page, `/truth/${kind}?${query}`);
    items.push(...answer.items);
    cursor = answer.nextCursor;
  }
  return items;
}

const orderShape = z.object({
  id: z.string(),
  shopId: z.string(),
  paidAt: z.number().nullable(),
  currency: z.string(),
  lines: z.array(z.object({ quantity: z.number(), salePrice: z.number(), platformDiscount: z.number() })),
});
export const trueOrders = () => allTruth('orders', orderShape);
const waitingShape = z.object({ id: z.string(), status: z.string() });
const parcelShape = z.object({
  orderIds: z.array(z.string()),
  lineIds: z.array(z.string()),
  status: z.string(),
  shippedAt: z.number().nullable(),
});
/** The parcels of an order that the platform counts on, with how many units are in each. */
export const parcelsOnPlatform = async (orderId: string) =>
  (await allTruth('packages', parcelShape))
    .filter(({ orderIds, status }) => orderIds.includes(orderId) && status !== 'CANCELLED')
    .map(({ lineIds, shippedAt }) => ({ units: lineIds.length, isShipped: shippedAt !== null }));
/** Those that the seller may hand to the carrier now. */
export const ordersWaiting = async (shopId: string) =>
  (await allTruth('orders', waitingShape, shopId)).filter(
    ({ status }) => status === 'AWAITING_SHIPMENT' || status === 'PARTIALLY_SHIPPING',
  );

export type TrueOrder = z.output<typeof orderShape>;

const stockShape = z.object({
  skuId: z.string(),
  sellerSku: z.string(),
  warehouses: z.array(z.object({ available: z.number() })),
});
export const trueSkus = (shopId: string) => allTruth('stock', stockShape, shopId);

/** How many units of a SKU a buyer may still buy in a shop, in all of its warehouses. */
export const shownBy = async (shopId: string, skuId: string): Promise<number> =>
  (await trueSkus(shopId))
    .filter((one) => one.skuId === skuId)
    .flatMap(({ warehouses }) => warehouses)
    .reduce((sum, { available }) => sum + available, 0);

const listingShape = z.object({
  id: z.string(),
  title: z.string(),
  skus: z.array(z.object({ id: z.string(), sellerSku: z.string(), listPrice: z.number() })),
  certificates: z.array(z.object({ name: z.string(), files: z.array(z.object({ name: z.string() })) })),
});

/** What the listings of all shops whose title begins so show on paper. */
export const papersOnPlatform = async (title: string) =>
  (await allTruth('listings', listingShape))
    .filter((listing) => listing.title.startsWith(title))
    .flatMap(({ certificates }) => certificates);

/** The one that sells this SKU of ours. */
export async function trueListing(sellerSku: string): Promise<z.output<typeof listingShape>> {
  const found = (await allTruth('listings', listingShape)).find(({ skus }) => skus.some((sku) => sku.sellerSku === sellerSku));
  if (!found) throw new Error(`nothing on the platform sells ${sellerSku}`);
  return found;
}

/** A variant of a listing, to be ordered. */
export async function skuOf(productId: string): Promise<string> {
  const found = (await allTruth('listings', listingShape)).find(({ id }) => id === productId)?.skus[0];
  if (!found) throw new Error(`no listing ${productId}`);
  return found.id;
}

type Edited = { productId: string; title: string; skus: { skuId: string; price: number }[] };
/** A person edits in the seller centre, past us. */
export const editListing = (edited: Edited) => control(z.object({}), '/edit-listing', edited);

/** Rates per euro of the latest published day not after `to`, from the feed that the demo is pointed at. */
export async function ratesOn(to: string): Promise<Map<string, string>> {
  const xml = await (await fetch(`${demo().sandboxUrl}/fx/eurofxref-hist.xml`)).text();
  const days = [...xml.matchAll(/<Cube time="([\d-]+)">(.*?)<\/Cube>/gs)].map(([, day = '', cubes = '']) => ({ day, cubes }));
  const latest = days.filter(({ day }) => day <= to).sort((a, b) => (a.day < b.day ? 1 : -1))[0];
  if (!latest) throw new Error(`the feed has no rate on or before ${to}`);
  const rates = [...latest.cubes.matchAll(/currency="(\w+)" rate="([\d.]+)"/g)].map(([, currency = '', rate = '']): [string, string] => [
    currency,
    rate,
  ]);
  return new Map([['EUR', '1'], ...rates]);
}

const returnShape = z.object({ id: z.string(), orderId: z.string(), shopId: z.string(), status: z.string() });
const decisionShape = z.object({ operation: z.string(), data: z.record(z.string(), z.unknown()) });
export const askToReturn = (orderId: string) =>
  control(z.object({ id: z.string() }), '/ask-to-return', { orderId, type: 'RETURN_AND_REFUND' });
export const buyerCallsPlatform = (returnId: string) => control(z.object({}), '/buyer-step', { returnId, step: 'dispute' });
export const buyerSendsBack = (returnId: string) => control(z.object({}), '/buyer-step', { returnId, step: 'ship' });
/** What the platform holds of one return, and every answer to it that it has accepted. */
export async function trueReturn(returnId: string) {
  const item = (await allTruth('returns', returnShape)).find(({ id }) => id === returnId);
  const answers = (await allTruth('writes', decisionShape)).filter(({ data }) => data.returnId === returnId);
  return { status: item?.status, answers };
}
export const deliveredOrders = async (shopId: string) =>
  (await allTruth('orders', waitingShape, shopId)).filter(({ status }) => status === 'DELIVERED');

const writtenShape = z.object({ messages: z.array(z.object({ id: z.string(), conversationId: z.string() })) });
const saidShape = z.object({ conversationId: z.string(), from: z.string(), text: z.string() });

/** A buyer writes: one who has not yet, or again the one of a conversation. */
export async function buyerWrites(said: { shopId: string; text?: string; kind?: string; conversationId?: string }): Promise<string> {
  const [message] = (await control(writtenShape, '/messages', { ...said, count: 1 })).messages;
  if (!message) throw new Error('nobody wrote');
  return message.conversationId;
}

/** What the platform has of the shop's own words in one conversation. */
export const saidByShop = async (conversationId: string): Promise<string[]> =>
  (await allTruth('messages', saidShape))
    .filter((message) => message.conversationId === conversationId && message.from === 'seller')
    .map(({ text }) => text);
