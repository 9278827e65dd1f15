/**
 * Applications for further shops: a form of the seller centre that no public API offers. Like ad spend they are read from, and sent to,
 * an address that the operator names. An application belongs to the account that consented, so no call names a shop's cipher.
 */
import { z } from 'zod';
import {
  ChannelFailure,
  type ChannelOpening,
  type ChannelOpenings,
  type NewOpening,
  type OpeningRefusal,
  type OpeningStatus,
  type Page,
  type ShopAccess,
  type UpdatedRange,
} from '../port.ts';
import { refuseSameToken } from '../shared/paging.ts';
import { OPENING_REFUSALS } from './failure-codes.ts';
import { type AmountPlace, amount, amountIn, id, instant, list, optionalId, ours, pageFields, readAnswer, text } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import { type Platform, wireRange } from './platform.ts';

const SCOPE = 'sandbox.shop_opening';
const PAGE_SIZE = 100;

const STATUSES: Readonly<Record<string, OpeningStatus>> = {
  SUBMITTED: 'submitted',
  IN_REVIEW: 'in-review',
  REJECTED: 'rejected',
  APPROVED: 'approved',
  OPEN: 'open',
};
const PATHS: Readonly<Record<string, NonNullable<ChannelOpening['path']>>> = {
  INSTANT: 'instant',
  FAST_REVIEW: 'fast-review',
  FULL_REVIEW: 'full-review',
};

const status = z.string().transform((word) => ours(STATUSES, word) ?? 'unknown');
/** `LICENCE_SCOPE` on the wire is `licence-scope` with us. */
const code = z
  .string()
  .regex(/^[A-Z0-9_]{1,60}$/)
  .transform((word) => word.toLowerCase().replaceAll('_', '-'));

const opening = z.object({
  id,
  source_shop_id: id,
  target_market: z.string(),
  entity: z.object({ name: z.string() }),
  path: z.string().transform((word) => ours(PATHS, word)),
  path_reasons: list(code),
  status,
  history: list(z.object({ status, time: instant })),
  reasons: list(z.object({ code, document: text })),
  documents: list(z.object({ type: z.string(), sha256: z.string() })),
  deposit: z.object({ amount, frozen_amount: amount, currency: z.string().min(1), frozen_in_steps: z.boolean() }).nullish(),
  opened_shop_id: optionalId,
  create_time: instant,
  update_time: instant,
});
const openingPage = z.object({ items: list(opening), ...pageFields });

type Place = { platform: Platform; extensionUrl: string };

export function openingsOf(platform: Platform, extensionUrl: string): ChannelOpenings {
  const place = { platform, extensionUrl };
  return {
    scope: SCOPE,
    submit: (shop, wish) => submit(place, shop, wish),
    read: (shop, channelOpeningId) => read(place, shop, channelOpeningId),
    updated: (shop, range) => listOpenings(place, shop, range),
  };
}

async function submit({ platform, extensionUrl }: Place, shop: ShopAccess, wish: NewOpening): Promise<ChannelOpening | OpeningRefusal> {
  const operation = OPERATIONS.openingSubmit;
  const body = wireWish(shop, wish);
  try {
    const data = await platform.caller.signed({ operation, baseUrl: extensionUrl, accessToken: shop.accessToken, shop: null, body });
    return openingOf(readAnswer(opening, data, operation.name), operation.name);
  } catch (error) {
    const refused = error instanceof ChannelFailure ? ours(OPENING_REFUSALS, error.channelCode ?? '') : null;
    if (refused) return { refused };
    throw error;
  }
}

async function read({ platform, extensionUrl }: Place, shop: ShopAccess, channelOpeningId: string): Promise<ChannelOpening> {
  const operation = OPERATIONS.openingRead;
  const pathIds = { opening_id: channelOpeningId };
  const data = await platform.caller.signed({ operation, baseUrl: extensionUrl, accessToken: shop.accessToken, shop: null, pathIds });
  return openingOf(readAnswer(opening, data, operation.name), operation.name);
}

async function listOpenings({ platform, extensionUrl }: Place, shop: ShopAccess, range: UpdatedRange): Promise<Page<ChannelOpening>> {
  const operation = OPERATIONS.openingList;
  const bounds = Object.entries(wireRange('update_time', range.updatedFrom, range.updatedTo)).map(([name, value]) => [name, String(value)]);
  const data = await platform.caller.signed({
    operation,
    baseUrl: extensionUrl,
    accessToken: shop.accessToken,
    shop: null,
    query: {
      page_size: String(PAGE_SIZE),
      ...Object.fromEntries(bounds),
      ...(range.pageToken ? { page_token: range.pageToken } : {}),
    },
  });
  const page = readAnswer(openingPage, data, operation.name);
  refuseSameToken(range.pageToken, page.next_page_token);
  return { items: page.items.map((item) => openingOf(item, operation.name)), nextToken: page.next_page_token, total: page.total_count };
}

const wireWish = (shop: ShopAccess, wish: NewOpening) => ({
  source_shop_id: shop.channelShopId,
  target_market: wish.targetMarket,
  entity: wish.entity,
  category: wish.category,
  is_brand_owner: wish.brandOwner,
  documents: wish.documents.map(({ type, fileName, sha256, validUntil, scopeNamesOnlineSales }) => ({
    type,
    file_name: fileName,
    sha256,
    ...(validUntil === null ? {} : { valid_until: Math.floor(validUntil / 1000) }),
    ...(scopeNamesOnlineSales === null ? {} : { scope_names_online_sales: scopeNamesOnlineSales }),
  })),
});

function openingOf(wire: z.infer<typeof opening>, operation: string): ChannelOpening {
  return {
    channelOpeningId: wire.id,
    sourceChannelShopId: wire.source_shop_id,
    targetMarket: wire.target_market,
    entityName: wire.entity.name,
    path: wire.path,
    pathReasons: wire.path_reasons,
    status: wire.status,
    history: wire.history.map((step) => ({ status: step.status, at: step.time })),
    reasons: wire.reasons.map((reason) => ({ code: reason.code, document: reason.document || null })),
    documents: wire.documents,
    deposit: wire.deposit ? depositOf(wire.deposit, { operation, path: `opening(${wire.id}).deposit` }) : null,
    openedChannelShopId: wire.opened_shop_id,
    createdAt: wire.create_time,
    updatedAt: wire.update_time,
  };
}

function depositOf(
  wire: NonNullable<z.infer<typeof opening>['deposit']>,
  place: Pick<AmountPlace, 'operation' | 'path'>,
): NonNullable<ChannelOpening['deposit']> {
  const { currency } = wire;
  return {
    amount: amountIn(wire.amount, { ...place, currency }),
    frozen: amountIn(wire.frozen_amount, { ...place, currency }),
    currency,
    frozenInSteps: wire.frozen_in_steps,
  };
}
