/**
 * A registration ends at midnight while somebody looks on: before, the page says which listings will lock; after, exactly these are
 * locked. The file has a workbench of its own, because its time is moved.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openBrowser, settled } from './stage/browser.ts';
import { startDemo } from './stage/demo.ts';

/** Ten minutes to midnight in Berlin: longer than it takes to get there, and each minute is dear where time is followed. */
const EVENING = Date.parse('2026-11-20T22:50:00Z');
const MIDNIGHT = '2026-11-20T23:00:00.000Z';
const LAST_DAY = '2026-11-20';

let own: Awaited<ReturnType<typeof startDemo>>;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let cookies: Awaited<ReturnType<typeof browser.signIn>>;
beforeAll(async () => {
  own = await startDemo({ endsAt: EVENING, days: 10 });
  browser = await openBrowser(own);
  cookies = await browser.signIn();
});
afterAll(async () => {
  await browser?.close();
  await own?.stop();
});

const listing = z.object({ channelProductId: z.string(), status: z.string() }).nullable();
const gate = z.object({
  items: z.array(z.object({ cells: z.array(z.object({ locked: z.boolean(), locksOn: z.string().nullable(), listing })) })),
});

type Cell = z.output<typeof gate>['items'][number]['cells'][number];

/** Listings of the merchant in Germany, by the platform's ids. */
async function german(which: (cell: Cell) => boolean): Promise<string[]> {
  const answer = await fetch(`${own.url}/api/v1/compliance?market=DE&limit=200`, { headers: { authorization: `Bearer ${own.apiKey}` } });
  const { items } = gate.parse(await answer.json());
  return items.flatMap(({ cells }) => cells.filter(which).flatMap((cell) => cell.listing?.channelProductId ?? [])).sort();
}

const state = z.object({ merchants: z.array(z.object({ shops: z.array(z.object({ id: z.string(), market: z.string() })) })) });
const truth = z.object({ items: z.array(z.object({ id: z.string(), status: z.string() })) });

/** What the platform itself has on sale in Germany, of the merchant's own shop. */
async function liveInGermany(): Promise<string[]> {
  const { merchants } = state.parse(await (await fetch(`${own.sandboxUrl}/_control/state`)).json());
  const bound = merchants[0]?.shops.find(({ market }) => market === 'DE');
  const { items } = truth.parse(await (await fetch(`${own.sandboxUrl}/_control/truth/listings?shopId=${bound?.id}`)).json());
  return items
    .filter(({ status }) => status === 'ACTIVATE')
    .map(({ id }) => id)
    .sort();
}

async function passMidnight(): Promise<void> {
  const clock = `${own.sandboxUrl}/_control/clock`;
  const { now } = z.object({ now: z.number() }).parse(await (await fetch(clock)).json());
  const body = JSON.stringify({ advanceMs: Math.max(0, Date.parse(MIDNIGHT) - now) + 30_000 });
  const answer = await fetch(clock, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!answer.ok) throw new Error(`the clock answers ${answer.status}`);
}

async function lastDayOf(page: Page, fileName: string, day: string): Promise<void> {
  await page.goto('/compliance?view=vault');
  await settled(page);
  await page.getByTestId('document-row').filter({ hasText: fileName }).locator('td').first().click();
  await page.getByTestId('edit-document').click();
  await page.getByTestId('document-until').fill(day);
  await page.getByTestId('document-submit').click();
  await page.getByTestId('document-submit').waitFor({ state: 'detached' });
}

test('what the page says will lock at midnight is locked after it, and nothing else', async () => {
  const { page, troubles } = await browser.visit({}, cookies);
  await lastDayOf(page, 'EPR packaging Germany', LAST_DAY);

  await page.goto('/compliance');
  await settled(page);
  const predicted = await german(({ locksOn, listing }) => locksOn === MIDNIGHT && listing?.status === 'live');
  expect(predicted).toEqual(await liveInGermany());
  expect(predicted.length).toBeGreaterThan(1);
  expect(await german(({ locked }) => locked)).toEqual([]);
  const upcoming = page.getByTestId('upcoming-lock').filter({ hasText: 'DE' });
  await upcoming.getByText(`${predicted.length} listings`).waitFor();
  expect(await page.locator('[data-testid=gate-cell-DE][data-locked=true]').count()).toBe(0);

  await passMidnight();
  await page.goto('/compliance?state=locked');
  await settled(page);
  expect(await german(({ locked }) => locked)).toEqual(predicted);
  await page.locator('[data-testid=gate-cell-DE][data-locked=true]').first().waitFor();
  expect(troubles).toEqual([]);
});
