/** One merchant of the drill with everything that can be asked about: its callers, its objects, its canaries. */
import { z } from 'zod';
import { withClient } from '../../../apps/server/src/platform/database/roles.ts';
import { scopes } from '../../../packages/contract/src/index.ts';
import { type BoundShop, bindSeller, type Client, keyClient, shopsOf } from '../stage/client.ts';
import { paper } from '../stage/paper.ts';
import { picture } from '../stage/picture.ts';
import { sleep } from '../stage/program.ts';
import type { Stage } from '../stage/stage.ts';
import { harvest, parsed } from './canaries.ts';
import { deskOf } from './desk.ts';
import { messagesOf } from './messages.ts';
import { pickingOf } from './picking.ts';
import { pricesOf } from './prices.ts';
import { returnsOf } from './returns.ts';
import { reviewRulesOf } from './review-rules.ts';
import { reviewSyncOf } from './review-sync.ts';
import { reviewsOf } from './reviews.ts';
import { shippingOf } from './shipments.ts';
import { violationsFile } from './table-files.ts';
import { textsOf } from './texts.ts';

export type Party = {
  name: string;
  merchantId: string;
  seller: { id: string; shops: readonly { id: string; name: string }[] };
  callers: Readonly<Record<'session' | 'key' | 'limitedKey', Client>>;
  /** For each scope, a key with it alone and a key with all but it. */
  scoped: Readonly<Record<string, { alone: Client; without: Client }>>;
  shops: { id: string; channelShopId: string; market: string }[];
  /** An object's id for each parameter of a path; spare ones where a call uses them up. */
  ids: Readonly<Record<string, string>>;
  state: string;
  /** What may be searched for: an order's id, a SKU, a buyer's name, phone, e-mail. */
  searches: string[];
  owns: Set<string>;
};

const made = z.object({ id: z.string() });
const LISTS = [
  '/shops',
  '/legal-entities',
  '/orders',
  '/packages',
  '/listings',
  '/documents',
  '/compliance',
  '/compliance-rules',
  '/openings',
  '/members',
  '/invitations',
  '/api-keys',
  '/audit-entries',
  '/tasks',
  '/notifications',
  '/violations',
  '/appeals',
  '/returns',
  '/conversations',
  '/reviews',
  '/saved-views?page=orders',
  '/programme-applications',
  '/products',
  '/product-rows',
  '/product-imports',
  '/listing-matches',
  '/publications',
  '/publication-drifts',
  '/publication-changes',
  '/stock-levels',
  '/bins',
  '/pick-waves?show=all',
  '/label-runs',
  '/shipments',
  '/package-changes',
  '/stock-transfers',
  '/price-applications',
  '/product-texts',
  '/translation-entries',
  '/blacklist',
  '/review-links',
  '/review-ledger',
];
/** Answered whole, without pages. */
const WHOLE = [
  '/product-groups',
  '/price-rules',
  '/rate-cards',
  '/return-rules',
  '/review-rules',
  '/saved-replies',
  '/knowledge-entries',
  '/review-gates',
  '/conversation-labels',
  '/inbox-agents',
  '/assignment-rules',
  '/inbox-macros',
  '/working-hours',
  '/tax-ids',
  '/duties',
  '/intents',
  '/category-mappings',
  '/warehouses',
  '/stock-shops',
  '/allocation-rules',
  '/localisation-settings',
  '/translation-settings',
  '/translation-reader',
  '/desk-orders',
  '/desk-tasks',
  '/desk-order-choices',
  '/me',
];
const DETAILED_ORDERS = 12;
const me = z.object({ merchant: made });

type Made = { name: string; shop: BoundShop; merchantId: string };

/** Papers, openings, goods, prices and stock of a party's first shop, by the names that the routes have for their ids. */
async function workOf(stage: Stage, session: Client, { name, shop, merchantId }: Made) {
  const papers = await papersOf(session, { name, shopId: shop.id });
  await papersShown(stage, { name, merchantId, shopId: shop.id, listingId: papers.listingId });
  return {
    ...papers,
    ...(await reviewSyncOf(stage, { name, listingId: papers.listingId })),
    ...(await violationOf(session, { name, shop })),
    ...(await returnsOf(stage, session, { name, shopId: shop.id, channelShopId: shop.channelShopId })),
    ...(await messagesOf(stage, session, { name, shopId: shop.id, channelShopId: shop.channelShopId })),
    ...(await reviewsOf(session, { name, shopId: shop.id, channelShopId: shop.channelShopId })),
    ...(await openingOf(session, { name, shopId: shop.id })),
    ...(await wordedGoodsOf(session, { name, shopId: shop.id })),
    ...(await pricesOf(session, { name, shop })),
    ...(await pickedStockOf(stage, session, { name, merchantId, shopId: shop.id, listingId: papers.listingId })),
  };
}

/** Of one order: at the desk, by rules, and on its way. */
async function saidOfOrder(stage: Stage, session: Client, { name, shopId, orderId }: { name: string; shopId: string; orderId: string }) {
  return {
    ...(await deskOf(stage, session, { name, orderId })),
    ...(await reviewRulesOf(stage, session, { name, shopId, orderId })),
    ...(await shippingOf(stage, { name, orderId })),
  };
}

export async function makeParty(stage: Stage, { name, index }: { name: string; index: number }): Promise<Party> {
  const { workbench, sandbox, platform } = stage;
  const seller = platform.merchants[index];
  if (!seller) throw new Error('the world has too few sellers');
  const session = await workbench.owner(name);
  await bindSeller(session, sandbox, { ...seller, name: `${name} Holding ${seller.name}` });
  await backfilled(session);
  const shops = await shopsOf(session);
  const [first] = shops;
  if (!first) throw new Error('nothing was bound');
  const key = (shopIds: string[] | null, of: string) =>
    session.call(z.object({ id: z.string(), key: z.string() }), '/api-keys', { body: { name: `${name} ${of}`, scopes, shopIds } });
  const [whole, limited, spare] = [await key(null, 'whole'), await key([first.id], 'limited'), await key(null, 'spare')];
  const scoped = await scopedKeys(stage, session, name);
  const member = await session.call(made, '/members', {
    body: { name: `Spare of ${name}`, email: `spare@${name.toLowerCase()}.example`, role: 'viewer', shopIds: null },
  });
  const invitation = await session.call(made, '/invitations', {
    body: { email: `invited@${name.toLowerCase()}.example`, role: 'viewer', shopIds: null },
  });
  const [ownSession] = (await session.call(z.object({ items: z.array(made) }), '/sessions')).items;
  const [entity] = await session.all(made, '/legal-entities');
  const authorization = await session.call(z.object({ id: z.string(), state: z.string() }), '/shop-authorizations', {
    body: { channel: 'tiktok-shop', market: first.market, legalEntityId: entity?.id },
  });
  await session.call(z.object({}), '/fx-rates', {
    method: 'PUT',
    body: { rates: [{ currency: 'NZD', on: '2026-12-01', perEuro: `1.98765${index}4321` }] },
  });
  const erasure = await session.call(made, '/buyer-erasures', { body: { channelBuyerId: `nobody of ${name}` } });
  const view = await session.call(made, '/saved-views', {
    body: { page: 'orders', name: `View of ${name}`, search: { q: `secret of ${name}` }, isShared: true },
  });
  const { merchant } = await session.call(me, '/me');
  const work = await workOf(stage, session, { name, shop: first, merchantId: merchant.id });
  const [notification] = await session.all(made, '/notifications');
  const orders = await session.all(z.object({ id: z.string(), shop: z.object({ id: z.string() }) }), '/orders');
  const own = orders.filter((order) => order.shop.id === first.id);
  const said = await saidOfOrder(stage, session, { name, shopId: first.id, orderId: own[0]?.id ?? '' });
  const { owns, searches } = await everythingOf(
    session,
    own.slice(0, DETAILED_ORDERS).map((order) => order.id),
  );
  return {
    name,
    merchantId: merchant.id,
    seller,
    callers: { session, key: keyClient(workbench.url, whole.key), limitedKey: keyClient(workbench.url, limited.key) },
    scoped,
    shops,
    ids: {
      shopId: first.id,
      orderId: own[0]?.id ?? '',
      authorizationId: authorization.id,
      ...{ memberId: member.id, apiKeyId: spare.id, invitationId: invitation.id },
      sessionId: ownSession?.id ?? '',
      erasureId: erasure.id,
      legalEntityId: entity?.id ?? '',
      viewId: view.id,
      ...work,
      ...said,
      notificationId: notification?.id ?? '',
    },
    state: authorization.state,
    searches,
    owns,
  };
}

/** One that came by a file, with evidence: every party has it, whatever its shops did. */
async function violationOf(session: Client, { name, shop }: { name: string; shop: { id: string; channelShopId: string } }) {
  const { id, channelShopId } = shop;
  await session.call(z.object({ isApplied: z.literal(true) }), '/violation-imports', {
    ...{ method: 'POST', body: violationsFile(channelShopId), headers: { 'content-type': 'text/csv' } },
  });
  const [violation] = await session.all(made, `/violations?shopIds=${id}`);
  const violationId = violation?.id ?? '';
  const evidence = await session.call(
    made,
    `/violations/${violationId}/evidence?${new URLSearchParams({ fileName: `${name} letter.pdf` })}`,
    {
      ...{ method: 'POST', body: paper(`${name} letter`), headers: { 'content-type': 'application/pdf' } },
    },
  );
  return { violationId, channelShopId, evidenceId: evidence.id };
}

/** A listing, a paper that counts for it alone, a rule of their own, and what the shop pays. */
async function papersOf(session: Client, { name, shopId }: { name: string; shopId: string }) {
  const listings = await session.all(z.object({ id: z.string(), shop: z.object({ id: z.string() }) }), '/listings');
  const listingId = listings.find((listing) => listing.shop.id === shopId)?.id ?? '';
  const filed = new URLSearchParams({ fileName: `${name} licence.pdf`, type: 'EPR_REGISTRATION', country: 'DE', listingIds: listingId });
  const document = await session.call(made, `/documents?${filed}`, {
    ...{ method: 'POST', body: paper(name), headers: { 'content-type': 'application/pdf' } },
  });
  await session.call(z.object({}), `/rate-cards/${shopId}/2026-12-01`, {
    ...{ method: 'PUT', body: { commissions: [{ category: `goods-of-${name.toLowerCase()}`, share: 0.05 }], payments: [], routes: [] } },
  });
  const rule = await session.call(made, '/compliance-rules', {
    body: { market: 'GB', documentType: `RULE_OF_${name.toUpperCase()}`, from: '2026-12-01' },
  });
  return { listingId, documentId: document.id, ruleId: rule.id };
}

async function wordedGoodsOf(session: Client, of: { name: string; shopId: string }) {
  const goods = await goodsOf(session, of);
  return { ...goods, ...(await textsOf(session, { name: of.name, productId: goods.productId })) };
}

/** A product that only they have, with a picture, and a file of others that was handed in. */
async function goodsOf(session: Client, { name, shopId }: { name: string; shopId: string }) {
  const product = await session.call(z.object({ id: z.string(), variants: z.tuple([made]) }), '/products', {
    body: { code: `Code of ${name}`, title: `Goods of ${name}`, variants: [{ sku: `SKU of ${name}` }] },
  });
  const media = await session.call(made, `/products/${product.id}/media`, {
    ...{ method: 'POST', body: picture(), headers: { 'content-type': 'image/png' } },
  });
  const group = await session.call(made, '/product-groups', { body: { name: `Group of ${name}` } });
  await session.call(made, '/products', {
    body: {
      code: `Set of ${name}`,
      title: `Set of ${name}`,
      variants: [{ sku: `Set of ${name}`, parts: [{ sku: `SKU of ${name}`, quantity: 2 }] }],
    },
  });
  const fileOf = (of: string) =>
    session.call(made, `/product-imports?${new URLSearchParams({ fileName: `${name} ${of}.csv` })}`, {
      ...{ method: 'POST', body: `sku,title\nFiled by ${name},Filed\n`, headers: { 'content-type': 'text/csv' } },
    });
  const checked = await fileOf('checked');
  await session.call(z.object({}), `/product-imports/${checked.id}/check`, {
    method: 'POST',
    body: { headRow: 1, mapping: ['sku', 'title'] },
  });
  const file = await fileOf('goods');
  const run = await session.call(made, '/publication-runs', { body: { productIds: [product.id], shopIds: [shopId] } });
  const [publication] = await session.all(made, `/publications?runId=${run.id}`);
  return {
    ...{ productId: product.id, variantId: product.variants[0].id, mediaId: media.id, importId: file.id, groupId: group.id },
    ...{ runId: run.id, publicationId: publication?.id ?? '' },
  };
}

/** A draft of a further shop, and a paper that counts for it. */
async function openingOf(session: Client, { name, shopId }: { name: string; shopId: string }) {
  const filed = new URLSearchParams({ fileName: `${name} representative.pdf`, type: 'LEGAL_REP_ID', country: 'CN', status: 'approved' });
  const document = await session.call(made, `/documents?${filed}`, {
    ...{ method: 'POST', body: paper(`${name} representative`), headers: { 'content-type': 'application/pdf' } },
  });
  const opening = await session.call(made, '/openings', {
    body: { sourceShopId: shopId, targetMarket: 'PH', documentIds: [document.id] },
  });
  return { openingPaperId: document.id, openingId: opening.id };
}

type Stocked = { name: string; merchantId: string; shopId: string; listingId: string };

/** Shown to the platform, and named where no table says what they are. */
const papersShown = ({ ledger }: Stage, { name, merchantId, shopId }: Stocked) =>
  withClient(ledger.superuser(), async (client) => {
    const said = [merchantId, `Certificate of ${name}`, `Chosen by ${name}`];
    await client.query(
      `INSERT INTO tenant.certificate_choice VALUES ($1, 'tiktok-shop', 'leaf', $2, 'SGS_TEST_REPORT', $3, 'epoch')`,
      said,
    );
    await client.query(
      `INSERT INTO tenant.shown_paper SELECT merchant_id, $2, id, version, $3, $4, 'PDF', 'epoch' FROM tenant.document WHERE merchant_id = $1`,
      [merchantId, shopId, `file-${name}`, `Shown by ${name}`],
    );
  });

async function pickedStockOf(stage: Stage, session: Client, of: Stocked) {
  const stock = await stockOf(stage, session, of);
  return { ...stock, ...(await pickingOf(stage, { ...of, ...stock })) };
}

/** A variant with units in two warehouses, some of them on the road, some kept for somebody, some gone, and its number in a shop. */
async function stockOf({ ledger }: Stage, session: Client, { name, merchantId, shopId, listingId }: Stocked) {
  const sku = `${name.toUpperCase()}-CUP`;
  const goods = await session.call(z.object({ variants: z.array(made) }), '/products', {
    body: {
      code: sku,
      title: `Cup of ${name}`,
      optionNames: ['Piece'],
      variants: [
        { sku, optionValues: ['one'] },
        { sku: `${sku}-SET`, optionValues: ['two'], parts: [{ sku, quantity: 2 }] },
      ],
    },
  });
  const variantId = goods.variants[0]?.id ?? '';
  await withClient(ledger.superuser(), async (client) => {
    await client.query("INSERT INTO tenant.variant_cost VALUES ($1, $2, '2026-12-01', 321, 'USD')", [merchantId, variantId]);
    await client.query(
      `INSERT INTO tenant.product_group_leaf
       SELECT merchant_id, id, 'tiktok-shop', 'GB', 'leaf', $2, '{}' FROM tenant.product_group WHERE merchant_id = $1`,
      [merchantId, `Leaf of ${name}`],
    );
    await client.query(
      `INSERT INTO tenant.listing_switch (merchant_id, listing_id, shop_id, is_on, state, code, message, asked_by, asked_at)
       VALUES ($1, $2, $3, false, 'refused', 'REFUSED', $4, $5, 'epoch')`,
      [merchantId, listingId, shopId, `Refused of ${name}`, `Wish of ${name}`],
    );
    await client.query(
      `INSERT INTO tenant.global_publication
       SELECT own.merchant_id, own.id, own.product_id, shop.authorization_id, own.run_id, $2, NULL, NULL, $2, 'epoch', 'epoch'
       FROM tenant.publication AS own JOIN tenant.shop ON shop.merchant_id = own.merchant_id AND shop.id = own.shop_id
       WHERE own.merchant_id = $1`,
      [merchantId, `Global product of ${name}`],
    );
    await client.query("INSERT INTO tenant.variant_link VALUES ($1, $2, $3, $4, 'person', 'epoch')", [
      merchantId,
      listingId,
      `sku-${name}`,
      variantId,
    ]);
  });
  const warehouse = (title: string) =>
    session.call(made, '/warehouses', { body: { name: `${title} of ${name}`, kind: 'own', country: 'GB' } });
  const [warehouseId, otherWarehouseId] = [(await warehouse('Hall')).id, (await warehouse('Attic')).id];
  await session.call(z.object({}), '/stock-adjustments', { body: { kind: 'receive', rows: [{ variantId, warehouseId, units: 5_000 }] } });
  const transfer = await session.call(made, '/stock-transfers', {
    body: { variantId, fromWarehouseId: warehouseId, toWarehouseId: otherWarehouseId, units: 1_000, note: `for ${name}` },
  });
  const reservationName = `kept for ${name}`;
  await session.call(z.object({}), '/stock-reservations', { body: { reference: reservationName, variantId, units: 1 } });
  const gone = { reference: `gone for ${name}` };
  await session.call(z.object({}), '/stock-reservations', { body: { ...gone, variantId, units: 1 } });
  await session.call(z.object({}), '/stock-reservations/ship', { body: gone });
  await withClient(ledger.superuser(), (client) =>
    client.query(
      `INSERT INTO tenant.stock_push (merchant_id, shop_id, listing_id, channel_sku_id, channel_warehouse_id, variant_id, wanted, version,
         wanted_at, sent_version, confirmed_version, drift)
       VALUES ($1, $2, $3, $4, '', $5, 7, 1, 'epoch', 0, 0, 0)`,
      [merchantId, shopId, listingId, `sku-${name}`, variantId],
    ),
  );
  return { variantId, warehouseId, otherWarehouseId, transferId: transfer.id, reservationName };
}

/** For each scope a key that has it alone, and one that has all the others. */
async function scopedKeys({ workbench }: Stage, session: Client, name: string): Promise<Party['scoped']> {
  const scoped: Record<string, { alone: Client; without: Client }> = {};
  for (const scope of scopes) {
    const keyOf = async (granted: readonly string[]) => {
      const { key } = await session.call(z.object({ key: z.string() }), '/api-keys', {
        body: { name: `${name} ${scope}`, scopes: granted, shopIds: null },
      });
      return keyClient(workbench.url, key);
    };
    scoped[scope] = { alone: await keyOf([scope]), without: await keyOf(scopes.filter((other) => other !== scope)) };
  }
  return scoped;
}

async function backfilled(client: Client): Promise<void> {
  for (let waits = 0; waits < 200; waits += 1) {
    if ((await shopsOf(client)).every((shop) => shop.backfill.finishedAt !== null)) return;
    await sleep(100);
  }
  throw new Error('the history was not read in time');
}

const detail = z.object({
  channelOrderId: z.string(),
  lines: z.array(z.object({ sellerSku: z.string() })),
  buyer: z.object({ name: z.string(), phone: z.string(), email: z.string() }).nullable(),
});

async function everythingOf(session: Client, orderIds: readonly string[]): Promise<Pick<Party, 'owns' | 'searches'>> {
  const owns = new Set<string>();
  for (const list of [...LISTS, '/fx-rates?currency=NZD']) harvest(await everyPage(session, list), owns);
  for (const path of WHOLE) harvest(parsed((await session.raw(`/api/v1${path}`)).text), owns);
  const searches = new Set<string>();
  for (const id of orderIds) {
    const { status, text } = await session.raw(`/api/v1/orders/${id}`);
    if (status !== 200) throw new Error(`order ${id} answered ${status}: ${text.slice(0, 300)}`);
    harvest(parsed(text), owns);
    const order = detail.parse(JSON.parse(text));
    const { name = '', phone = '', email = '' } = order.buyer ?? {};
    for (const word of [order.channelOrderId, order.lines[0]?.sellerSku ?? '', name, phone, email]) if (word.length > 4) searches.add(word);
  }
  return { owns, searches: [...searches] };
}

async function everyPage(session: Client, path: string): Promise<ReturnType<typeof parsed>> {
  return await session.all(z.json(), path);
}
