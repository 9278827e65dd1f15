import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PlantedTree, plantTree } from './planted-tree.ts';

const rules: { forbidden: { name: string; comment: string }[] } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');

const door = (name: string, exports: Record<string, string>) => JSON.stringify({ name: `@tradewind/${name}`, type: 'module', exports });

/** A house in which every allowed kind of import occurs once, and enough further files for the check to trust its eyes. */
const HOUSE: Record<string, string> = {
  'package.json': JSON.stringify({ type: 'module' }),
  'packages/contract/package.json': door('contract', { '.': './src/index.ts', './types': './src/types.ts', './roles': './src/roles.ts' }),
  'packages/contract/src/index.ts': "export { shape } from './shape.ts';\n",
  'packages/contract/src/shape.ts': 'export const shape = 1;\n',
  'packages/contract/src/types.ts': "import type { shape } from './shape.ts';\nexport type Shape = typeof shape;\n",
  'packages/contract/src/roles.ts': "import type { Shape } from './types.ts';\nexport const role: Shape = 1;\n",
  'packages/rules/package.json': door('rules', { './money': './src/money.ts' }),
  'packages/rules/src/money.ts': "import { shape } from '@tradewind/contract';\nexport const money = shape;\n",
  'packages/rules/src/money.test.ts': "import 'node:fs';\nimport './money.ts';\n",
  'packages/channels/package.json': door('channels', { '.': './src/port.ts' }),
  'packages/channels/src/port.ts': "export { throttle } from './shared/throttle.ts';\n",
  'packages/channels/src/shared/throttle.ts': 'export const throttle = 1;\n',
  'packages/channels/src/one/index.ts': "import '../shared/throttle.ts';\nexport const one = 1;\n",
  'packages/channels/src/two/index.ts': "import '../shared/throttle.ts';\nexport const two = 1;\n",
  'apps/sandbox/src/main.ts': "import './world.ts';\n",
  'apps/sandbox/src/world.ts': 'export const world = 1;\n',
  'apps/web/src/main.tsx':
    "import type { Shape } from '@tradewind/contract/types';\nimport { role } from '@tradewind/contract/roles';\nexport const shown: Shape = role;\n",
  'apps/server/src/main.ts': "import './modules/orders/index.ts';\nimport './modules/accounts/index.ts';\n",
  'apps/server/src/modules/orders/index.ts': "import { store } from './store.ts';\nexport const orders = store;\n",
  'apps/server/src/modules/orders/store.ts':
    "import '../accounts/index.ts';\nimport { pool } from '../../platform/database/pool.ts';\nexport const store = pool;\n",
  'apps/server/src/modules/orders/store.test.ts': "import '../accounts/testing.ts';\n",
  'apps/server/src/modules/accounts/index.ts': "export { inside } from './inside.ts';\n",
  'apps/server/src/modules/accounts/inside.ts': 'export const inside = 1;\n',
  'apps/server/src/modules/accounts/testing.ts': "export { inside } from './inside.ts';\n",
  'apps/server/src/platform/database/pool.ts': "import pg from 'pg';\nexport const pool = pg;\n",
  'node_modules/pg/package.json': JSON.stringify({ name: 'pg', main: 'index.js' }),
  'node_modules/pg/index.js': 'module.exports = {};\n',
  ...Object.fromEntries(Array.from({ length: 90 }, (_, i) => [`apps/sandbox/src/filler-${i}.ts`, "import './world.ts';\n"])),
};

/** One fault for each rule, by the file that commits it. */
const FAULTS: Record<string, Record<string, string>> = {
  'no-unresolvable': { 'apps/sandbox/src/fault-lost.ts': "import './nowhere.ts';\n" },
  'no-orphans': { 'apps/server/src/platform/fault-orphan.ts': 'export const alone = 1;\n' },
  'no-cycles': {
    'apps/sandbox/src/fault-cycle.ts': "import './fault-circle.ts';\n",
    'apps/sandbox/src/fault-circle.ts': "import './fault-cycle.ts';\n",
  },
  'contract-is-a-leaf': { 'packages/contract/src/fault-leaf.ts': "import '@tradewind/rules/money';\n" },
  'rules-are-pure': { 'packages/rules/src/fault-pure.ts': "import '@tradewind/channels';\n" },
  'rules-no-node': { 'packages/rules/src/fault-node.ts': "import 'node:fs';\n" },
  'channels-know-no-app': { 'packages/channels/src/shared/fault-app.ts': "import '@tradewind/rules/money';\n" },
  'one-channel-not-another': { 'packages/channels/src/two/fault-other.ts': "import '../one/index.ts';\n" },
  // A type alone already ties the browser to the server's files, and so does an import inside a function.
  'web-sees-contract-and-rules-only': {
    'apps/web/src/fault-server.ts':
      "import type { orders } from '../../server/src/modules/orders/index.ts';\nexport type Orders = typeof orders;\n",
    'apps/web/src/fault-dynamic.ts': "export const load = () => import('@tradewind/channels');\n",
  },
  'web-carries-no-schemas': {
    'apps/web/src/fault-schemas.ts': "import { shape } from '@tradewind/contract';\nexport const carried = shape;\n",
  },
  'sandbox-stands-alone': { 'apps/sandbox/src/fault-ours.ts': "import '@tradewind/contract';\n" },
  'sandbox-is-for-tests': { 'apps/server/src/fault-sandbox.ts': "import '../../sandbox/src/world.ts';\n" },
  'module-door-only': { 'apps/server/src/modules/orders/fault-deep.ts': "import '../accounts/inside.ts';\n" },
  'module-door-only-tests': { 'apps/server/src/modules/orders/fault-deep.test.ts': "import '../accounts/inside.ts';\n" },
  'platform-below-modules': { 'apps/server/src/platform/fault-up.ts': "import '../modules/orders/index.ts';\n" },
  'one-way-to-the-database': { 'apps/server/src/modules/orders/fault-pool.ts': "import pg from 'pg';\nexport const own = pg;\n" },
};

/** `rule name -> files that broke it`, read from what a person sees. */
function brokenRules(output: string): Record<string, string[]> {
  const broken: Record<string, string[]> = {};
  let files: string[] = [];
  for (const line of output.split('\n')) {
    const rule = /^([a-z-]+): /.exec(line)?.[1];
    const file = /^ {2}(\S+) -> /.exec(line)?.[1];
    if (rule) {
      files = [];
      broken[rule] = files;
    }
    if (file) files.push(file);
  }
  return broken;
}

function plantHouse(): PlantedTree {
  const tree = plantTree(HOUSE);
  for (const name of ['contract', 'rules', 'channels']) tree.link(`node_modules/@tradewind/${name}`, `packages/${name}`);
  return tree;
}

describe('the import rules', () => {
  let tree: PlantedTree;
  beforeAll(() => {
    tree = plantHouse();
  });
  afterAll(() => tree.remove());

  test('a house in order passes', () => {
    const { code, output } = tree.run('check-boundaries.mjs');
    expect(output).toContain('0 violations');
    expect(code).toBe(0);
  });

  test('each planted fault breaks exactly its own rule, and the build prints what to do instead', () => {
    for (const files of Object.values(FAULTS)) tree.write(files);
    const { code, output } = tree.run('check-boundaries.mjs');
    const broken = brokenRules(output);
    const planted = Object.fromEntries(Object.entries(FAULTS).map(([rule, files]) => [rule, Object.keys(files).sort()]));
    // A circle is reported once, from either side.
    expect(planted['no-cycles']).toEqual(expect.arrayContaining(broken['no-cycles'] ?? ['not reported']));
    expect({ ...broken, 'no-cycles': [] }).toEqual({ ...planted, 'no-cycles': [] });
    for (const { name, comment } of rules.forbidden) expect(output).toContain(`${name}: ${comment}`);
    expect(code).toBe(1);
  });

  test('every rule has its planted fault', () => {
    expect(Object.keys(FAULTS).sort()).toEqual(rules.forbidden.map((rule) => rule.name).sort());
  });
});

test('a check that sees too little fails instead of passing', () => {
  const tree = plantTree({
    'apps/sandbox/src/main.ts': "import './world.ts';\n",
    'apps/sandbox/src/world.ts': 'export const world = 1;\n',
  });
  const { code, output } = tree.run('check-boundaries.mjs');
  tree.remove();
  expect(output).toContain('Only 2 modules were seen');
  expect(code).toBe(1);
});
