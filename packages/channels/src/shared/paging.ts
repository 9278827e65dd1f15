/**
 * Reads a list to its end, or fails. A list that silently stops early is the worst answer a sweep can
 * get, because its cursor then moves past what it never saw.
 * What can go wrong: the platform hands out the token just used, or one from some pages ago (both would
 * loop for ever), or a list has no end within the bound. All three end as a ChannelFailure `rejected`,
 * since asking the same again gives the same.
 * An empty page in the middle is legal: only a missing token ends the list.
 */
import { ChannelFailure, type Page } from '../port.ts';

/** Pages one by one, so that the caller can save its progress between two of them. */
export async function* eachPage<T>(
  fetchPage: (pageToken: string | null) => Promise<Page<T>>,
  bounds: { pagesMax: number; startToken?: string | null },
): AsyncGenerator<Page<T>, void, void> {
  const used = new Set<string>();
  let pageToken = bounds.startToken ?? null;
  for (let pages = 0; pages < bounds.pagesMax; pages += 1) {
    if (pageToken !== null) used.add(pageToken);
    const page = await fetchPage(pageToken);
    if (page.nextToken !== null && used.has(page.nextToken)) throw loopingToken();
    yield page;
    if (page.nextToken === null) return;
    pageToken = page.nextToken;
  }
  throw new ChannelFailure('rejected', `the list did not end within ${bounds.pagesMax} pages`);
}

/** A list that changed while it was read may name a thing twice: the later version counts, and among equals the last named. */
export function latestOfEach<T extends { updatedAt: number }>(items: readonly T[], idOf: (item: T) => string): T[] {
  const oldestFirst = [...items].sort((a, b) => a.updatedAt - b.updatedAt);
  return [...new Map(oldestFirst.map((item) => [idOf(item), item])).values()];
}

/** The part of the guard a single page call can make by itself, for callers that keep the token in a job. */
export function refuseSameToken(sent: string | null, received: string | null): void {
  if (received !== null && received === sent) throw loopingToken();
}

function loopingToken(): ChannelFailure {
  return new ChannelFailure('rejected', 'the platform handed out a page token it had given before; the list would never end');
}
