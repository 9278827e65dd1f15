/** The gate as a table: a row for each product, a cell for each of its listings and for each shop where it is not offered. */
import type { AnswerOf, ComplianceCell, ComplianceRow, ParsedOf, Routes } from '@tradewind/contract';
import { warningDays } from '@tradewind/rules/document-types';
import { z } from 'zod';
import type { TenantTx } from '../../../platform/database/database.ts';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Caller } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type ShopInScope, shopsInScope } from '../../accounts/index.ts';
import { complianceGate, type GateVerdict } from '../gate.ts';
import { type GatedKind, type GatedListing, gatedKinds, gatedListings, isLocked } from './gated-listings.ts';
import { productKeys } from './product-keys.ts';

type Query = ParsedOf<Routes['compliance.list']>['query'];
type Answer = AnswerOf<Routes['compliance.list']>;
type State = ComplianceCell['state'];

const DAY_MS = 86_400_000;
const SOON_MS = Math.max(...warningDays) * DAY_MS;
const UPCOMING_MAX = 50;
/** Titles in the language that most readers share come first; after these, any. */
const READABLE = ['GB', 'US', 'SG', 'PH', 'IE'];
const position = z.strictObject({ product: z.string().max(200) });

export async function listCompliance(services: Services, { caller, query }: { caller: Caller; query: Query }): Promise<Answer> {
  const after = decodeCursor(query.cursor, position);
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = (await shopsInScope(tx, { caller, shopIds: query.shopIds, market: query.market })).filter(
      ({ state }) => state !== 'unbound',
    );
    const shopIds = shops.map(({ id }) => id);
    const kinds = await gatedKinds(tx, { shopIds }, now);
    const wanted = { shopIds, text: query.q?.toLowerCase() ?? null, after: after?.product ?? '', limit: query.limit + 1 };
    const keys = await productKeys(
      tx,
      query.state ? { ...wanted, kinds: kinds.filter((kind) => isIn(kind, query.state, now)), all: kinds } : wanted,
    );
    const page = pageOf(keys, query.limit, (product) => ({ product }));
    const listings = await gatedListings(tx, { shopIds, productKeys: page.items }, now);
    const items: ComplianceRow[] = [];
    for (const key of page.items)
      items.push(
        await rowOf(
          tx,
          listings.filter(({ productKey }) => productKey === key),
          { services, shops, now },
        ),
      );
    return { items, nextCursor: page.nextCursor, summary: summaryOf(kinds, now), upcoming: upcomingOf(kinds) };
  });
}

const isIn = (kind: GatedKind, state: Query['state'], now: number): boolean =>
  state === 'locked' ? isLocked(kind) : stateOf(kind, now) === state;

/** The worst that can be said of it. */
function stateOf({ verdict, category }: { verdict: GateVerdict; category: string | null }, now: number): State {
  const has = (state: 'expired' | 'missing' | 'pending'): boolean => verdict.requirements.some((each) => each.state === state);
  if (verdict.blocked) return 'prohibited';
  for (const state of ['expired', 'missing', 'pending'] as const) if (has(state)) return state;
  if (verdict.lock && verdict.lock.at <= now + SOON_MS) return 'expiring';
  return category === null ? 'unmapped' : 'ready';
}

type Around = { services: Services; shops: readonly ShopInScope[]; now: number };

async function rowOf(tx: TenantTx, listings: readonly GatedListing[], { services, shops, now }: Around): Promise<ComplianceRow> {
  // The smallest of what the caller sees: the product's own name may be a SKU of a shop that they may not.
  const key = listings.flatMap(({ sellerSkus, listingId }) => sellerSkus[0] ?? listingId).sort()[0] ?? '';
  const rank = ({ market }: GatedListing): number => (READABLE.indexOf(market) + READABLE.length + 1) % (READABLE.length + 1);
  const [first] = [...listings].sort((a, b) => rank(a) - rank(b) || (a.listingId < b.listingId ? -1 : 1));
  const category = listings.find((listing) => listing.category !== null)?.category ?? null;
  const brand = listings.find((listing) => listing.brand !== null)?.brand ?? null;
  const absent = shops.filter(({ id }) => !listings.some(({ shopId }) => shopId === id));
  const subjects = absent.map((shop) => ({ ...shop, shopId: shop.id, category, brand, listingId: null }));
  const verdicts = await complianceGate(tx, subjects, now);
  const cells = shops.flatMap((shop): ComplianceCell[] => {
    const here = listings.filter(({ shopId }) => shopId === shop.id);
    if (here.length > 0) return here.map((listing) => cellOf(shop, listing, { verdict: listing.verdict, services, now }));
    const verdict = verdicts[absent.indexOf(shop)];
    return verdict ? [cellOf(shop, null, { verdict, services, now, category })] : [];
  });
  return {
    product: key,
    title: first?.title ?? key,
    brand,
    category,
    channelCategory: listings.find((listing) => listing.channelCategory)?.channelCategory ?? null,
    cells,
  };
}

type Judged = { verdict: GateVerdict; services: Services; now: number; category?: string | null };

function cellOf(shop: ShopInScope, listing: GatedListing | null, { verdict, services, now, category }: Judged): ComplianceCell {
  const inState = (state: 'missing' | 'expired' | 'pending') =>
    verdict.requirements.filter((each) => each.state === state).map(({ type }) => type);
  const { channelShopId } = shop;
  // Written from the contract's enum.
  const channel = shop.channel as ComplianceCell['shop']['channel'];
  return {
    shop: { id: shop.id, name: shop.name, channel, market: shop.market },
    listing: listing && {
      id: listing.listingId,
      channelProductId: listing.channelProductId,
      status: listing.status,
      sellerPage: services.channels[channel]?.listingPage({ channelShopId, channelProductId: listing.channelProductId }) ?? null,
    },
    state: stateOf({ verdict, category: listing ? listing.category : (category ?? null) }, now),
    listable: verdict.listable,
    covered: verdict.covered,
    locked: listing !== null && isLocked(listing),
    missing: inState('missing'),
    expired: inState('expired'),
    pending: inState('pending'),
    requirements: verdict.requirements.map((each) => ({ ...each, validUntil: each.validUntil === null ? null : iso(each.validUntil) })),
    locksOn: verdict.lock && iso(verdict.lock.at),
  };
}

const iso = (at: number): string => new Date(at).toISOString();

function summaryOf(kinds: readonly GatedKind[], now: number): Answer['summary'] {
  const byState: Record<State, number> = { prohibited: 0, expired: 0, missing: 0, pending: 0, expiring: 0, unmapped: 0, ready: 0 };
  for (const kind of kinds) byState[stateOf(kind, now)] += kind.listings;
  const count = (of: readonly GatedKind[]) => of.reduce((sum, { listings }) => sum + listings, 0);
  return { listings: count(kinds), locked: count(kinds.filter(isLocked)), byState };
}

/** Live listings only: what is not offered cannot be taken down. */
function upcomingOf(kinds: readonly GatedKind[]): Answer['upcoming'] {
  const days = new Map<string, { at: number; market: string; types: Set<string>; listings: number }>();
  for (const { status, market, verdict, listings } of kinds) {
    if (status !== 'live' || !verdict.lock) continue;
    const key = `${verdict.lock.at} ${market}`;
    const day = days.get(key) ?? { at: verdict.lock.at, market, types: new Set(), listings: 0 };
    for (const type of verdict.lock.types) day.types.add(type);
    day.listings += listings;
    days.set(key, day);
  }
  return [...days.values()]
    .sort((a, b) => a.at - b.at || (a.market < b.market ? -1 : 1))
    .slice(0, UPCOMING_MAX)
    .map((day) => ({ locksOn: iso(day.at), market: day.market, types: [...day.types].sort(), listings: day.listings }));
}
