import { afterEach, expect, test } from 'vitest';
import { type PlantedTree, plantTree } from './planted-tree.ts';

const FAULTS: [what: string, text: string][] = [
  ['the time', 'export const at = () => Date.now();'],
  ['the time by another spelling', "export const at = () => Date['now']();"],
  ['the time taken apart', 'const { now } = Date;\nexport const at = now;'],
  ['a date of now', 'export const at = () => new Date();'],
  ['a date of now as text', 'export const at = () => Date();'],
  ['a monotonic time', 'export const at = () => performance.now();'],
  ['dice', 'export const roll = () => Math.random();'],
  ['a timer', 'setTimeout(() => undefined, 1);'],
  ['a repeated timer', 'export const every = setInterval;'],
  ['a timer handed on', 'export const ports = { setTimeout };'],
  ['a time limit', 'export const limit = () => AbortSignal.timeout(5);'],
  ['outgoing HTTP', "export const load = () => fetch('https://example.com');"],
  ['outgoing HTTP through the global object', "export const load = () => globalThis.fetch('https://example.com');"],
  ['outgoing HTTP by a module', "import { request } from 'node:https';\nexport const load = request;"],
  ['a random id', 'export const id = () => crypto.randomUUID();'],
  ['random bytes of a module', "import { randomBytes } from 'node:crypto';\nexport const key = () => randomBytes(16);"],
  ['a module whole', "import * as crypto from 'node:crypto';\nexport const key = crypto;"],
  ['a module by default', "import crypto from 'crypto';\nexport const key = crypto;"],
  ['timers of a module', "import { setTimeout as sleep } from 'node:timers/promises';\nexport const wait = sleep;"],
];
const faultFile = (index: number) => `apps/server/src/modules/orders/fault-${index}.ts`;

let tree: PlantedTree;
afterEach(() => tree.remove());

function check(files: Record<string, string>) {
  tree = plantTree(files);
  return tree.run('check-reach.mjs');
}

test('each way of product code to reach out is found, once', () => {
  const { code, output } = check(Object.fromEntries(FAULTS.map(([, text], index) => [faultFile(index), text])));
  const findings = FAULTS.map(([what], index) => [what, output.split(`${faultFile(index)}:`).length - 1]);
  expect(findings).toEqual(FAULTS.map(([what]) => [what, 1]));
  expect(code).toBe(1);
});

test('what is passed in may bear any name', () => {
  const { code, output } = check({
    'packages/channels/src/ports.ts': [
      "import { createHash } from 'node:crypto';",
      "import type { Server } from 'node:http';",
      'export type Ports = { fetch: (url: string) => Promise<string>; clock: { now(): number }; Date: string };',
      'export const load = ({ fetch }: Ports) => fetch("https://example.com");',
      'export const again = (ports: Ports) => ports.fetch("https://example.com");',
      'export const shared = (setTimeout: () => void) => ({ setTimeout });',
      'export const day = (at: number) => new Date(at).getUTCDay() + Math.floor(1.5);',
      'export const hash = (server: Server) => createHash("sha256");',
    ].join('\n'),
  });
  expect(output).toContain('0 problems in 1 files');
  expect(code).toBe(0);
});

test('rules know neither Node nor a page', () => {
  const { code, output } = check({
    'packages/rules/src/node.ts': 'export const zone = process.env.TZ;',
    'packages/rules/src/page.ts': 'export const where = document.title + window.name;',
    'packages/channels/src/node.ts': 'export const pid = process.pid;',
  });
  expect(output).toContain('packages/rules/src/node.ts:1 process');
  expect(output).toContain('packages/rules/src/page.ts:1 document');
  expect(output).toContain('packages/rules/src/page.ts:1 window');
  expect(output).toContain('3 problems');
  expect(code).toBe(1);
});

test('tests may hold the clock, and the places that touch the world are listed', () => {
  const { code } = check({
    'apps/server/src/modules/orders/a.test.ts': 'export const at = Date.now();',
    'apps/server/src/testing/clock.ts': 'export const at = Date.now();',
    'apps/server/src/platform/clock/real.ts': 'export const at = Date.now();',
  });
  expect(code).toBe(0);
});

test('a listed place that no longer touches the world is taken off the list', () => {
  const { code, output } = check({ 'apps/server/src/platform/clock/real.ts': 'export const at = 1;' });
  expect(output).toContain('no longer does');
  expect(code).toBe(1);
});
