import { existsSync } from 'node:fs';
import { capture } from '../launch/child.mjs';

const PROGRAM = 'bench/dist/main.js';
const LIMIT_MS = 240_000;

/** Every figure that a run of all benches must print; one that is missing is a bench that no longer measures. */
const FIGURES = [
  'order-intake',
  'webhook-to-commit',
  'dashboard-overview',
  'dashboard-overview-growth',
  'dashboard-markets',
  'dashboard-markets-growth',
  'performance',
  'performance-growth',
  'order-list-page-1',
  'order-list-page-500',
  'order-list-filtered',
  'order-list-searched',
  'stock-hot-sku',
  'stock-many-skus',
  'stock-push',
  'publish',
  'fulfilment',
  'fulfilment-requests',
  'events',
  'start-cold',
  'start-warm',
];

function readLine(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

const isPositive = (value) => typeof value === 'number' && Number.isFinite(value) && value > 0;

/** Goals are not asked for: a busy machine is not a slow program. Numbers are, of both sides. */
function problemsOf(output) {
  const lines = output.split('\n').flatMap((line) => (line.startsWith('{') ? [readLine(line)] : []));
  return FIGURES.flatMap((name) => {
    const own = lines.filter((line) => line?.bench === name);
    if (own.length === 0) return [`${name} printed no figure`];
    return own.every(({ value, control, ratio }) => [value, control, ratio].every(isPositive))
      ? []
      : [`${name} printed no positive numbers`];
  });
}

export function benchSteps() {
  if (!existsSync('bench/main.ts')) return [];
  return [
    {
      name: 'benches at a hundredth',
      async run() {
        const { code, output, timedOut } = await capture(process.execPath, [PROGRAM, 'all', '--small'], { timeoutMs: LIMIT_MS });
        const problems = [...problemsOf(output), ...(code === 0 ? [] : [`ended with exit code ${code}`])];
        const failed = problems.length;
        const note = timedOut ? `stopped after ${LIMIT_MS / 1000} s` : problems.join('; ');
        return { passed: failed === 0 ? FIGURES.length : 0, failed, output: output.slice(-20_000), note };
      },
    },
  ];
}
