import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PlantedTree, plantTree } from './planted-tree.ts';

const esbuild = dirname(createRequire(import.meta.url).resolve('esbuild/package.json'));

let tree: PlantedTree;
beforeEach(() => {
  tree = plantTree({
    'package.json': '{ "type": "module" }',
    'package-lock.json': '{}',
    'packages/rules/package.json': JSON.stringify({ name: '@tradewind/rules', type: 'module', exports: { './money': './src/money.ts' } }),
    'packages/rules/src/money.ts': "export const money: string = 'first';\n",
    'packages/rules/src/money.test.ts': 'test();\n',
    'apps/server/src/main.ts': "import { money } from '@tradewind/rules/money';\nimport 'pg';\nconsole.log(money);\n",
  });
  tree.adoptTools();
  tree.write({ 'tools/generate-route-table.mjs': '' });
  tree.link('node_modules/@tradewind/rules', 'packages/rules');
  symlinkSync(esbuild, tree.path('node_modules/esbuild'));
});
afterEach(() => tree.remove());

function build(...targets: string[]) {
  const { status, stderr } = spawnSync(process.execPath, [tree.path('tools/build.mjs'), ...targets], { encoding: 'utf8' });
  return { code: status, said: stderr };
}
const bundle = () => readFileSync(tree.path('apps/server/dist/main.js'), 'utf8');

test('our own packages are bundled, those of the registry stay outside', () => {
  expect(build('server').code).toBe(0);
  expect(bundle()).toContain('first');
  expect(bundle()).toMatch(/import ["']pg["']/);
});

test('only what a changed file went into is built again', () => {
  build('server');
  tree.write({ 'packages/rules/src/money.test.ts': 'changed();\n', 'packages/rules/src/unused.ts': 'export const unused = 1;\n' });
  expect(build('server').said).not.toContain('built server');
  tree.write({ 'packages/rules/src/money.ts': "export const money: string = 'second';\n" });
  expect(build('server').said).toContain('built server');
  expect(bundle()).toContain('second');
});

test('a build that fails says where, and is not taken for done', () => {
  build('server');
  tree.write({ 'packages/rules/src/money.ts': 'export const money = ;\n' });
  const { code, said } = build('server');
  expect(said).toContain('packages/rules/src/money.ts:1');
  expect(code).toBe(1);
  expect(build('server').code).toBe(1);
});

test('a program that is not written yet is no failure, a name that nobody knows is', () => {
  expect(build('sandbox').code).toBe(0);
  const { code, said } = build('sandbxo');
  expect(said).toContain('Unknown target: sandbxo');
  expect(code).toBe(1);
});
