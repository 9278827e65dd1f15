/** A page in one of its states, and how a reader gets there. */
import type { Page } from 'playwright-core';
import { settled } from './browser.ts';

/** `refused`: a request fails there, as it should; the browser writes that to its console. */
export type Place = { name: string; open: (page: Page) => Promise<void>; refused?: boolean };

export const at = (path: string, then: (page: Page) => Promise<unknown> = async () => undefined): Place['open'] => {
  return async (page) => {
    await page.goto(path);
    await settled(page);
    await then(page);
    await atRest(page);
  };
};

/** Nothing moves any more: half-way through a fade a text has less contrast than it will have. */
async function atRest(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Number.POSITIVE_INFINITY),
  );
}

/** The server answers this page's reads with an error that no reader caused. */
export const failing = (path: string, reads: string): Place['open'] => {
  return async (page) => {
    const problem = { status: 500, contentType: 'application/problem+json', body: JSON.stringify({ status: 500, code: 'internal' }) };
    await page.route(reads, (route) => route.fulfill(problem));
    await page.goto(path);
    await page.locator('.error-panel').first().waitFor();
    await atRest(page);
    await page.unroute(reads);
  };
};
