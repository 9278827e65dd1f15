import { afterEach, describe, expect, test } from 'vitest';
import { type PlantedTree, plantTree } from './planted-tree.ts';

// The runner is played over a tree in which every program it calls is a stand-in that says what we want it to say.
const LOCK = JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } });
const ends = (code: number, text = '') => `console.log(${JSON.stringify(text)});\nprocess.exit(${code});\n`;
const checks = {
  'node_modules/typescript-native/bin/tsc': ends(0),
  'node_modules/@biomejs/biome/bin/biome': ends(0),
  'node_modules/knip/bin/knip.js': ends(0),
  'tools/build.mjs': ends(0),
  'tools/check-boundaries.mjs': ends(0, '0 violations in 300 modules'),
  'tools/check-sizes.mjs': ends(0),
  'tools/check-reach.mjs': ends(0),
  'tools/check-tables.mjs': ends(0),
};
const CHECKS = 11;
/** Each is played whole and without a guard. */
const DRILLS = 6;

type Report = { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number; testResults: unknown[] };
const nothing: Report = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

function vitestSaying(report: Partial<Report>, code = 0) {
  const text = JSON.stringify(JSON.stringify({ ...nothing, ...report }));
  const writes = `const file = process.argv.find((a) => a.startsWith('--outputFile.json=')).split('=')[1];\nfs.writeFileSync(file, ${text});\n`;
  return { 'node_modules/vitest/vitest.mjs': `import fs from 'node:fs';\n${writes}process.exit(${code});\n` };
}

let tree: PlantedTree;
afterEach(() => tree.remove());

function play(files: Record<string, string>) {
  tree = plantTree({
    'package.json': '{ "type": "module" }',
    'package-lock.json': LOCK,
    'node_modules/.package-lock.json': LOCK,
    ...checks,
    ...files,
  });
  const { code, stdout } = tree.run('test.mjs');
  return { code, stdout, lastLine: stdout.trimEnd().split('\n').at(-1) };
}

describe('npm test', () => {
  test('sums up checks and tests in its last line', () => {
    const { code, lastLine } = play(vitestSaying({ numPassedTests: 7 }));
    expect(lastLine).toBe(`${CHECKS + 7} passed, 0 failed`);
    expect(code).toBe(0);
  });

  test('a failing step hides no later one', () => {
    const { code, lastLine, stdout } = play({
      ...vitestSaying({ numPassedTests: 7, numFailedTests: 2 }, 1),
      'tools/build.mjs': ends(1, 'the build broke here'),
      'node_modules/knip/bin/knip.js': ends(1, 'an unused file'),
    });
    expect(stdout).toContain('the build broke here');
    expect(stdout).toContain('an unused file');
    expect(lastLine).toBe(`${CHECKS - 2 + 7} passed, 4 failed`);
    expect(code).toBe(1);
  });

  test('a test file that does not load, and an error outside of any test, count as failures', () => {
    const broken = play(vitestSaying({ numPassedTests: 7, testResults: [{ status: 'failed', assertionResults: [] }] }, 1));
    expect(broken.lastLine).toBe(`${CHECKS + 7} passed, 1 failed`);
    tree.remove();
    expect(play(vitestSaying({ numPassedTests: 7 }, 1)).lastLine).toBe(`${CHECKS + 7} passed, 1 failed`);
  });

  test('a test run without tests fails', () => {
    const { code, lastLine, stdout } = play(vitestSaying({}));
    expect(stdout).toContain('nothing was tested');
    expect(lastLine).toBe(`${CHECKS} passed, 1 failed`);
    expect(code).toBe(1);
  });
});

describe('drills', () => {
  // A stand-in drill answers by whether it was sabotaged.
  const drill = (sound: object, sabotaged: { code: number; line: object | string }) => ({
    'tests/drills/main.ts': '',
    'tests/drills/dist/main.js': [
      "const sabotaged = process.argv.includes('--sabotage');",
      `console.log(sabotaged ? ${JSON.stringify(JSON.stringify(sabotaged.line))} : ${JSON.stringify(JSON.stringify(sound))});`,
      `process.exit(sabotaged ? ${sabotaged.code} : 0);`,
    ].join('\n'),
  });
  const good = { ok: true, checked: 5, seed: 1, mismatches: [] };
  const caught = { code: 1, line: { ok: false, checked: 5, seed: 1, mismatches: [{ what: 'an order is missing', where: 'shop' }] } };
  const units = vitestSaying({ numPassedTests: 1 });

  test('count when they compare something, and when their sabotage is caught', () => {
    expect(play({ ...units, ...drill(good, caught) }).lastLine).toBe(`${CHECKS + 1 + DRILLS + 1} passed, 0 failed`);
  });

  test('that compared nothing fail', () => {
    expect(play({ ...units, ...drill({ ...good, checked: 0 }, caught) }).lastLine).toBe(`${CHECKS + 1 + 1} passed, ${DRILLS} failed`);
  });

  const unstaged = { ...caught, line: { ...caught.line, mismatches: [{ what: 'a sleeper woke in time', where: 'staging' }] } };
  test.each([
    ['goes unnoticed', { code: 0, line: good }],
    ['only crashes', { code: 1, line: 'TypeError' }],
    ['was never staged', unstaged],
  ])('whose sabotage %s fail', (_how, sabotaged) => {
    expect(play({ ...units, ...drill(good, sabotaged) }).lastLine).toBe(`${CHECKS + 1 + DRILLS} passed, 1 failed`);
  });
});

describe('seeds', () => {
  const seeds = (sound: object, sabotaged: { code: number; line: object }) => ({
    'tests/seeds/main.ts': '',
    'tests/seeds/dist/main.js': [
      "const sabotaged = process.argv.includes('--sabotage');",
      `console.log(sabotaged ? ${JSON.stringify(JSON.stringify(sabotaged.line))} : ${JSON.stringify(JSON.stringify(sound))});`,
      `process.exit(sabotaged ? ${sabotaged.code} : 0);`,
    ].join('\n'),
  });
  const good = { ok: true, seeds: 100, perMinute: 200, checked: 5, failures: [] };
  const caught = { code: 1, line: { ok: false, seeds: 4, checked: 5, failures: [{ seed: 4 }] } };
  const units = vitestSaying({ numPassedTests: 1 });

  test('count when all were played and the sabotage was caught', () => {
    expect(play({ ...units, ...seeds(good, caught) }).lastLine).toBe(`${CHECKS + 1 + 2} passed, 0 failed`);
  });

  test('fail when too few were played, and when none noticed the sabotage', () => {
    expect(play({ ...units, ...seeds({ ...good, seeds: 20 }, caught) }).lastLine).toBe(`${CHECKS + 1 + 1} passed, 1 failed`);
    tree.remove();
    expect(play({ ...units, ...seeds(good, { code: 0, line: good }) }).lastLine).toBe(`${CHECKS + 1 + 1} passed, 1 failed`);
  });
});

describe('benches', () => {
  // Without a commit the first half is played: seven benches.
  const figures = [
    ...['order-intake', 'webhook-to-commit', 'performance', 'performance-growth', 'desk-page-1', 'desk-page-500', 'desk-filtered'],
    ...['desk-tagged', 'desk-counts', 'import', 'labels', 'inbox-page-1', 'inbox-page-500', 'inbox-filtered', 'inbox-deadline'],
    ...['inbox-searched', 'events'],
  ];
  const all = figures.map((bench) => ({
    bench,
    value: 2,
    control: 4,
    ratio: 0.5,
    met: false,
  }));
  const benches = (lines: object[], code = 0) => ({
    'bench/main.ts': '',
    'bench/dist/main.js': `console.error('progress');\n${lines.map((line) => `console.log(${JSON.stringify(JSON.stringify(line))});`).join('\n')}\nprocess.exit(${code});`,
  });
  const units = vitestSaying({ numPassedTests: 1 });

  test('count one for each figure, whether or not its goal was met', () => {
    expect(play({ ...units, ...benches(all) }).lastLine).toBe(`${CHECKS + 1 + all.length} passed, 0 failed`);
  });

  test('that left a figure out, or printed one without a number, fail', () => {
    const missing = play({ ...units, ...benches(all.slice(1)) });
    expect(missing.stdout).toContain('order-intake printed no figure');
    // The bench beside it in the same run counts for nothing then.
    expect(missing.lastLine).toBe(`${CHECKS + 1 + all.length - 2} passed, 1 failed`);
    tree.remove();
    const empty = play({ ...units, ...benches(all.map((line) => (line.bench === 'events' ? { ...line, value: null } : line))) });
    expect(empty.stdout).toContain('events printed no positive numbers');
    expect(empty.lastLine).toBe(`${CHECKS + 1 + all.length - 1} passed, 1 failed`);
  });

  test('that end badly fail, whatever they printed', () => {
    expect(play({ ...units, ...benches(all, 1) }).lastLine).toBe(`${CHECKS + 1} passed, 7 failed`);
  });
});
