import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { verdictOf } from './goals.ts';
import { readmeOf, SECTIONS } from './readme.ts';
import { type Result, readResults } from './results.ts';

test('the page of the benches is what the kept results say, unedited', () => {
  expect(readFileSync('bench/README.md', 'utf8')).toBe(readmeOf(readResults()));
});

const figure: Result['figures'][number] = {
  bench: 'order-intake',
  size: 40_000,
  value: 4_321,
  unit: 'orders/s',
  control: 8_642,
  ratio: 0.5,
  goal: 'ratio ≥ 0.5',
  met: true,
  p50: 22.9,
  p95: 31,
  cores: 2,
  node: 'v20.19.0',
  postgres: '18.4',
  load: 1.5,
};
const machine = { processor: 'Some processor', memoryGigabytes: 16, system: 'linux x64' };

test('a kept figure stands in its section with its control, ratio, goal and machine; a bench never kept says so', () => {
  const page = readmeOf(new Map([['order-intake', { machine, figures: [figure] }]]));
  expect(page).toContain('| order-intake | 40,000 | 4,320 orders/s | 8,640 orders/s | 0.5 | 22.9 | 31 | ratio ≥ 0.5: met |');
  expect(page).toContain('Some processor, 2 cores, 16 GB');
  expect(page.match(/Not kept yet/g)).toHaveLength(SECTIONS.length - 1);
});

test.each([
  ['order-intake', { value: 1, ratio: 0.5, p95: 1 }, true],
  ['order-intake', { value: 1, ratio: 0.499, p95: 1 }, false],
  ['dashboard-overview', { value: 1, ratio: 1, p95: 15.1 }, false],
  ['dashboard-overview-growth', { value: 1, ratio: 1.2, p95: null }, true],
  ['idle-memory', { value: 251, ratio: null, p95: null }, false],
  ['start-warm', { value: 1_400, ratio: 9, p95: 1 }, true],
  ['start-cold', { value: 1, ratio: 1, p95: 1 }, null],
  ['order-intake', { value: 1, ratio: null, p95: 1 }, null],
] as const)('%s with %o: goal met %s', (bench, measured, met) => {
  expect(verdictOf(bench, measured).met).toBe(met);
});
