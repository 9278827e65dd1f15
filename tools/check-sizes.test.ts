import { afterEach, expect, test } from 'vitest';
import { type PlantedTree, plantTree } from './planted-tree.ts';

let tree: PlantedTree;
afterEach(() => tree.remove());

function check(files: Record<string, string>) {
  tree = plantTree(files);
  return tree.run('check-sizes.mjs');
}

const statements = (count: number) => Array.from({ length: count }, (_, i) => `  use(${i});`).join('\n');
const functionOf = (lines: number, name = 'work') => `function ${name}() {\n${statements(lines - 2)}\n}\n`;

test('what lies on the limits passes', () => {
  const component = `export const Page = () => {\n${statements(148)}\n};\n`;
  const { code, output } = check({
    'apps/web/src/page.tsx': component,
    'packages/a/src/b.ts': `${functionOf(70)}export const three = (a, b, c) => a + b + c;\n`,
  });
  expect(output).toContain('0 problems in 2 files');
  expect(code).toBe(0);
});

const FAULTS: [path: string, text: string, sentence: string][] = [
  ['packages/a/src/file.ts', 'use(1);\n'.repeat(501), '501 lines, the limit for a file is 500'],
  ['packages/a/src/function.ts', functionOf(71), 'work: 71 lines, the limit for a function is 70'],
  ['apps/web/src/page.tsx', functionOf(151, 'Page'), 'Page: 151 lines, the limit for a component is 150'],
  ['apps/web/src/plain.tsx', functionOf(71), 'work: 71 lines, the limit for a function is 70'],
  ['packages/a/src/move.ts', 'export function move(a, b, c, d) { return a + b + c + d; }\n', 'move: 4 parameters'],
  ['packages/a/src/mover.ts', 'export class Mover { move(a, b, c, d) { return a; } }\n', 'move: 4 parameters'],
  // A literal that holds functions is code, not data.
  [
    'packages/a/src/handlers.ts',
    `export const handlers = {\n  run: () => 1,\n${"  'a': 1,\n".repeat(600)}};\n`,
    '603 lines, the limit for a file is 500',
  ],
];

test('what lies beyond them fails, each named with its measure', () => {
  const { code, output } = check(Object.fromEntries(FAULTS));
  const found = output.split('\n');
  for (const [path, , sentence] of FAULTS)
    expect(found.filter((line) => line.startsWith(path))).toEqual([expect.stringContaining(sentence)]);
  expect(code).toBe(1);
});

test('tables of data, generated files, suites and prescribed parameters are nobody’s fault', () => {
  const rows = `export const rows = [\n${"  { id: 'a', limit: 1 },\n".repeat(600)}] as const;\n`;
  const suite = `describe('a', () => {\n${statements(100)}\n});\n`;
  const callback = 'export const total = list.reduce((sum, item, index, all) => sum + item, 0);\n';
  const { code } = check({
    'packages/a/src/rows.ts': rows,
    'packages/a/src/table.generated.ts': 'use(1);\n'.repeat(900),
    'packages/a/src/b.test.ts': suite,
    'packages/a/src/c.ts': callback,
  });
  expect(code).toBe(0);
});

test('an empty tree fails', () => {
  const { code, output } = check({});
  expect(output).toContain('nothing was checked');
  expect(code).toBe(1);
});
