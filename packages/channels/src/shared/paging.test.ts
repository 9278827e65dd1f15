import { describe, expect, it } from 'vitest';
import type { Page } from '../port.ts';
import { eachPage, latestOfEach, refuseSameToken } from './paging.ts';

function pagesOf(chain: Record<string, string | null>) {
  return async (token: string | null): Promise<Page<string>> => ({
    items: [token ?? 'start'],
    nextToken: chain[token ?? 'start'] ?? null,
    total: null,
  });
}

async function collect(pages: AsyncGenerator<Page<string>>): Promise<string[]> {
  const items: string[] = [];
  for await (const page of pages) items.push(...page.items);
  return items;
}

describe('reading a list to its end', () => {
  it('follows the tokens to the last page', async () => {
    expect(await collect(eachPage(pagesOf({ start: 'a', a: 'b', b: null }), { pagesMax: 10 }))).toEqual(['start', 'a', 'b']);
  });

  it('starts where an earlier run stopped', async () => {
    expect(await collect(eachPage(pagesOf({ a: 'b', b: null }), { pagesMax: 10, startToken: 'a' }))).toEqual(['a', 'b']);
  });

  it.each([
    ['the same token again', { start: 'a', a: 'a' }],
    ['a token from some pages ago', { start: 'a', a: 'b', b: 'c', c: 'a' }],
  ])('fails on %s', async (_, chain) => {
    await expect(collect(eachPage(pagesOf(chain), { pagesMax: 100 }))).rejects.toMatchObject({ kind: 'rejected' });
  });

  it('fails on a list without an end', async () => {
    const endless = async (token: string | null): Promise<Page<string>> => ({ items: [], nextToken: `${Number(token) + 1}`, total: null });
    await expect(collect(eachPage(endless, { pagesMax: 5 }))).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining('5 pages'),
    });
  });

  it('lets a single page end the list but not point at itself', () => {
    expect(() => refuseSameToken('a', null)).not.toThrow();
    expect(() => refuseSameToken(null, null)).not.toThrow();
    expect(() => refuseSameToken('a', 'a')).toThrow();
  });
});

it('keeps of a thing named twice the later version, and among equals the last named', () => {
  const named = [
    { id: 'a', updatedAt: 2, status: 'later' },
    { id: 'b', updatedAt: 1, status: 'first' },
    { id: 'a', updatedAt: 1, status: 'earlier' },
    { id: 'b', updatedAt: 1, status: 'last' },
  ];
  const statuses = Object.fromEntries(latestOfEach(named, ({ id }) => id).map(({ id, status }) => [id, status]));
  expect(statuses).toEqual({ a: 'later', b: 'last' });
});
