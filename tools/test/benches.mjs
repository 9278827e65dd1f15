import { existsSync } from 'node:fs';
import { chosenByCommit } from '../chosen-by-commit.mjs';
import { capture } from '../launch/child.mjs';

const PROGRAM = 'bench/dist/main.js';
const LIMIT_MS = 120_000;

/** The figures that each bench must print; one that is missing is a bench that no longer measures. */
const BENCHES = {
  'order-intake': ['order-intake', 'webhook-to-commit'],
  dashboard: ['dashboard-overview', 'dashboard-overview-growth', 'dashboard-markets', 'dashboard-markets-growth'],
  performance: ['performance', 'performance-growth'],
  'order-list': ['order-list-page-1', 'order-list-page-500', 'order-list-filtered', 'order-list-searched'],
  desk: ['desk-page-1', 'desk-page-500', 'desk-filtered', 'desk-tagged', 'desk-counts'],
  stock: ['stock-hot-sku', 'stock-many-skus', 'stock-push'],
  import: ['import'],
  publish: ['publish'],
  labels: ['labels'],
  fulfilment: ['fulfilment', 'fulfilment-requests'],
  inbox: ['inbox-page-1', 'inbox-page-500', 'inbox-filtered', 'inbox-deadline', 'inbox-searched'],
  messages: ['messages'],
  events: ['events'],
  start: ['start-cold', 'start-warm'],
};

function readLine(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

const isPositive = (value) => typeof value === 'number' && Number.isFinite(value) && value > 0;

/** Goals are not asked for: a busy machine is not a slow program. Numbers are, of both sides. */
function problemsOf(output, figures) {
  const lines = output.split('\n').flatMap((line) => (line.startsWith('{') ? [readLine(line)] : []));
  return figures.flatMap((name) => {
    const own = lines.filter((line) => line?.bench === name);
    if (own.length === 0) return [`${name} printed no figure`];
    return own.every(({ value, control, ratio }) => [value, control, ratio].every(isPositive))
      ? []
      : [`${name} printed no positive numbers`];
  });
}

/** Every other bench, which the commit chooses: a bench rots slowly, and all of them at once are too dear. */
export function benchSteps() {
  if (!existsSync('bench/main.ts')) return [];
  const half = chosenByCommit(2);
  return Object.entries(BENCHES)
    .filter((_, index) => index % 2 === half)
    .map(([name, figures]) => ({
      name: `bench ${name} at a hundredth`,
      async run() {
        const { code, output, timedOut } = await capture(process.execPath, [PROGRAM, name, '--small'], { timeoutMs: LIMIT_MS });
        const problems = [...problemsOf(output, figures), ...(code === 0 ? [] : [`ended with exit code ${code}`])];
        const failed = problems.length;
        const note = timedOut ? `stopped after ${LIMIT_MS / 1000} s` : problems.join('; ');
        return { passed: failed === 0 ? figures.length : 0, failed, output: output.slice(-20_000), note };
      },
    }));
}
