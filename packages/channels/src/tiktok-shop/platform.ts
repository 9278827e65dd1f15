/** What the parts of this channel share: the caller, the addresses, and one page of a search. */
import type { z } from 'zod';
import { ChannelFailure, type ShopAccess } from '../port.ts';
import { refuseSameToken } from '../shared/paging.ts';
import type { Caller } from './caller.ts';
import { VERDICTS } from './failure-codes.ts';
import { oddAnswer, ours, readAnswer } from './fields.ts';
import type { Operation } from './operations.ts';

/** Something in an answer that contradicts itself but does not stop the work. Ids only, nothing personal. */
export type Oddity = { what: 'lines-do-not-add-up' | 'price-detail-refused'; channelShopId: string; channelOrderId: string };

export type Platform = {
  caller: Caller;
  apiUrl: string;
  onOddity: (oddity: Oddity) => void;
};

export type Search<S> = {
  operation: Operation;
  schema: S;
  /** The extension lies elsewhere than the API. */
  baseUrl?: string;
  pathIds?: Record<string, string>;
  pageSize: number;
  pageToken: string | null;
  query?: Record<string, string>;
  body?: Record<string, unknown>;
};

type PagedAnswer = { next_page_token: string | null; total_count: number | null };

export async function searchPage<S extends z.ZodType<PagedAnswer>>(
  platform: Platform,
  shop: ShopAccess,
  search: Search<S>,
): Promise<z.infer<S>> {
  const data = await platform.caller.signed({
    operation: search.operation,
    baseUrl: search.baseUrl ?? platform.apiUrl,
    accessToken: shop.accessToken,
    shop,
    ...(search.pathIds ? { pathIds: search.pathIds } : {}),
    query: { page_size: String(search.pageSize), ...search.query, ...(search.pageToken ? { page_token: search.pageToken } : {}) },
    ...(search.body ? { body: search.body } : {}),
  });
  const answer = readAnswer(search.schema, data, search.operation.name);
  refuseSameToken(search.pageToken, answer.next_page_token);
  return answer;
}

export type Detail<S> = {
  operation: Operation;
  schema: S;
  pathIds: Record<string, string>;
  query?: Record<string, string>;
  /** Codes of a refusal that say it is not there; every refusal, unless given. */
  gone?: ReadonlySet<string>;
};

/** One thing by its id; null = refused for good, as what is gone is. */
export async function readDetail<S extends z.ZodType>(platform: Platform, shop: ShopAccess, detail: Detail<S>): Promise<z.infer<S> | null> {
  const { operation, schema, gone, ...asked } = detail;
  try {
    const data = await platform.caller.signed({ operation, baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop, ...asked });
    return readAnswer(schema, data, operation.name);
  } catch (error) {
    if (error instanceof ChannelFailure && error.kind === 'rejected' && (!gone || gone.has(error.channelCode ?? ''))) return null;
    throw error;
  }
}

/** Over https, or from the very host that was asked: nothing else is fetched on the word of an answer. */
export function fetchable({ apiUrl }: Platform, { name }: Operation, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isTrusted = url !== null && !url.username && !url.password && (url.protocol === 'https:' || url.origin === new URL(apiUrl).origin);
  if (!isTrusted) throw oddAnswer(name, 'url', 'no address that may be fetched');
  return url.href;
}

/** A refusal told within an answer that is otherwise fine. */
export function refusedRow({ name }: Operation, code: string): ChannelFailure {
  const why = ours(VERDICTS, code)?.why ?? `refused with code ${code}`;
  return new ChannelFailure('rejected', `TikTok Shop, ${name}: ${why}`, { channelCode: code });
}

/**
 * The wire counts whole seconds. The range is widened to them, never narrowed: an object seen twice is
 * applied once, an object missed is gone.
 */
export function wireRange(field: 'create_time' | 'update_time', fromMs: number, toMs: number): Record<string, number> {
  return { [`${field}_ge`]: Math.floor(fromMs / 1000), [`${field}_lt`]: Math.ceil(toMs / 1000) };
}

/** Oldest first, so that a cursor can follow. */
export const OLDEST_UPDATE_FIRST = { sort_field: 'update_time', sort_order: 'ASC' };
