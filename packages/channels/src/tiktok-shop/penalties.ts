/**
 * What the platform records about a shop: violations, the standing by points, appeals, money held back, linked accounts. No public API
 * offers it; like ad spend it is read from an address that the operator names.
 */
import { z } from 'zod';
import type {
  ChannelAppeal,
  ChannelBalanceHold,
  ChannelLinkedAccount,
  ChannelPenalties,
  ChannelStanding,
  ChannelViolation,
  NewAppeal,
  Page,
  ShopAccess,
  UpdatedRange,
} from '../port.ts';
import { eachPage } from '../shared/paging.ts';
import { amount, amountIn, id, instant, list, optionalInstant, pageFields, readAnswer, text } from './fields.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { ourCode } from './penalty-codes.ts';
import { type Platform, searchPage, wireRange } from './platform.ts';

const SCOPE = 'sandbox.shop_health';
const PAGE_SIZE = 100;
/** What is in force now is a handful; a list beyond this does not end. */
const WHOLE_PAGES_MAX = 50;

const code = z
  .string()
  .regex(/^[A-Z0-9_]{1,60}$/)
  .transform(ourCode);
const count = z.int().nonnegative();
const optionalCount = count.nullish().transform((value) => value ?? null);

const violation = z.object({
  id,
  reason: code,
  area: code,
  points: count,
  numerator: optionalCount,
  denominator: optionalCount,
  window_start_time: optionalInstant,
  window_end_time: optionalInstant,
  order_ids: list(id),
  measures: list(z.object({ code, start_time: instant, end_time: optionalInstant, orders_per_day: optionalCount })),
  create_time: instant,
  update_time: instant,
  overturned_time: optionalInstant,
  appeal_deadline: optionalInstant,
});
const restriction = z.object({ id, code, node: count, start_time: instant, end_time: optionalInstant });
const appeal = z.object({
  id,
  violation_id: id,
  attempt: z.int().positive(),
  status: z.string(),
  text,
  create_time: instant,
  update_time: instant,
  decided_time: optionalInstant,
});
const balanceHold = z.object({
  id,
  violation_id: id,
  amount,
  currency: z.string().min(1),
  status: z.string(),
  hold_days: count,
  is_permanent: z.boolean(),
  create_time: instant,
  update_time: instant,
  investigation_end_time: optionalInstant,
  release_time: optionalInstant,
});
const linkedAccount = z.object({ id, type: code, name: text, shares: list(code) });

const APPEAL_STATUSES: Readonly<Record<string, ChannelAppeal['status']>> = {
  UNDER_REVIEW: 'under-review',
  GRANTED: 'granted',
  REJECTED: 'rejected',
};

export function penaltiesOf(platform: Platform, extensionUrl: string): ChannelPenalties {
  const place: Place = { platform, extensionUrl };
  const updated =
    <W extends z.ZodObject, T>(operation: Operation, wire: W, toOurs: (item: z.infer<W>) => T) =>
    async (shop: ShopAccess, range: UpdatedRange): Promise<Page<T>> => {
      const page = await pageOf(place, shop, { operation, schema: z.object({ items: list(wire), ...pageFields }), range });
      return { items: page.items.map((item) => toOurs(item)), nextToken: page.next_page_token, total: page.total_count };
    };
  return {
    scope: SCOPE,
    violationsUpdated: updated(OPERATIONS.violations, violation, violationOf),
    appealsUpdated: updated(OPERATIONS.appeals, appeal, appealOf),
    balanceHoldsUpdated: updated(OPERATIONS.balanceHolds, balanceHold, balanceHoldOf),
    standing: (shop) => readStanding(place, shop),
    linkedAccounts: (shop) => readLinkedAccounts(place, shop),
    submitAppeal: (shop, wish) => submitAppeal(place, shop, wish),
  };
}

type Place = { platform: Platform; extensionUrl: string };
type PagedAnswer = { next_page_token: string | null; total_count: number | null };
type Ask<S> = { operation: Operation; schema: S; range: Partial<UpdatedRange> & { pageToken: string | null } };

function pageOf<S extends z.ZodType<PagedAnswer>>(
  place: Place,
  shop: ShopAccess,
  { operation, schema, range }: Ask<S>,
): Promise<z.infer<S>> {
  const { pageToken, updatedFrom, updatedTo } = range;
  const query =
    updatedFrom === undefined || updatedTo === undefined
      ? {}
      : Object.fromEntries(Object.entries(wireRange('update_time', updatedFrom, updatedTo)).map(([name, value]) => [name, String(value)]));
  return searchPage(place.platform, shop, { operation, schema, baseUrl: place.extensionUrl, pageSize: PAGE_SIZE, pageToken, query });
}

function violationOf(wire: z.infer<typeof violation>): ChannelViolation {
  return {
    channelViolationId: wire.id,
    reason: wire.reason,
    area: wire.area,
    points: wire.points,
    numerator: wire.numerator,
    denominator: wire.denominator,
    windowFrom: wire.window_start_time,
    windowUntil: wire.window_end_time,
    channelOrderIds: wire.order_ids,
    measures: wire.measures.map((measure) => ({
      code: measure.code,
      from: measure.start_time,
      until: measure.end_time,
      ordersPerDay: measure.orders_per_day,
    })),
    violatedAt: wire.create_time,
    updatedAt: wire.update_time,
    overturnedAt: wire.overturned_time,
    appealDeadline: wire.appeal_deadline,
  };
}

function appealOf(wire: z.infer<typeof appeal>): ChannelAppeal {
  return {
    channelAppealId: wire.id,
    channelViolationId: wire.violation_id,
    attempt: wire.attempt,
    status: Object.hasOwn(APPEAL_STATUSES, wire.status) ? (APPEAL_STATUSES[wire.status] ?? 'unknown') : 'unknown',
    text: wire.text,
    createdAt: wire.create_time,
    updatedAt: wire.update_time,
    decidedAt: wire.decided_time,
  };
}

function balanceHoldOf(wire: z.infer<typeof balanceHold>): ChannelBalanceHold {
  const operation = OPERATIONS.balanceHolds.name;
  return {
    channelBalanceHoldId: wire.id,
    channelViolationId: wire.violation_id,
    amount: amountIn(wire.amount, { currency: wire.currency, operation, path: `items(${wire.id}).amount` }),
    currency: wire.currency,
    isHeld: wire.status !== 'RELEASED',
    holdDays: wire.hold_days,
    isPermanent: wire.is_permanent,
    createdAt: wire.create_time,
    updatedAt: wire.update_time,
    investigationEndedAt: wire.investigation_end_time,
    releaseAt: wire.release_time,
  };
}

const restrictionPage = z.object({ items: list(restriction), points: count, is_revoked: z.boolean(), ...pageFields });

async function readStanding(place: Place, shop: ShopAccess): Promise<ChannelStanding> {
  const standing: ChannelStanding = { points: 0, isRevoked: false, restrictions: [] };
  for await (const page of wholePages(place, shop, { operation: OPERATIONS.restrictions, schema: restrictionPage })) {
    standing.points = page.points;
    standing.isRevoked = page.is_revoked;
    for (const item of page.items)
      standing.restrictions.push({
        channelRestrictionId: item.id,
        code: item.code,
        node: item.node,
        from: item.start_time,
        until: item.end_time,
      });
  }
  return standing;
}

const linkedPage = z.object({ items: list(linkedAccount), ...pageFields });

async function readLinkedAccounts(place: Place, shop: ShopAccess): Promise<ChannelLinkedAccount[]> {
  const accounts: ChannelLinkedAccount[] = [];
  for await (const page of wholePages(place, shop, { operation: OPERATIONS.linkedAccounts, schema: linkedPage }))
    for (const item of page.items) accounts.push({ channelAccountId: item.id, kind: item.type, name: item.name, shares: item.shares });
  return accounts;
}

async function* wholePages<S extends z.ZodType<PagedAnswer>>(place: Place, shop: ShopAccess, ask: { operation: Operation; schema: S }) {
  const fetchPage = async (pageToken: string | null): Promise<Page<z.infer<S>>> => {
    const page = await pageOf(place, shop, { ...ask, range: { pageToken } });
    return { items: [page], nextToken: page.next_page_token, total: page.total_count };
  };
  for await (const { items } of eachPage(fetchPage, { pagesMax: WHOLE_PAGES_MAX })) yield* items;
}

async function submitAppeal({ platform, extensionUrl }: Place, shop: ShopAccess, wish: NewAppeal): Promise<ChannelAppeal> {
  const operation = OPERATIONS.appealSubmit;
  const evidence = wish.evidence.map(({ fileName, sha256 }) => ({ file_name: fileName, sha256 }));
  const body = { violation_id: wish.channelViolationId, text: wish.text, evidence };
  const data = await platform.caller.signed({ operation, baseUrl: extensionUrl, accessToken: shop.accessToken, shop, body });
  return appealOf(readAnswer(appeal, data, operation.name));
}
