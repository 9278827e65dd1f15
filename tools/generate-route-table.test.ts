import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
// @ts-expect-error a plain script without declarations
import { routeTableText } from './generate-route-table.mjs';

it('the route table of the web is the contract as it stands', async () => {
  const committed = await readFile(new URL('../packages/contract/src/route-table.generated.ts', import.meta.url), 'utf8');
  expect(committed).toBe(await routeTableText());
});
