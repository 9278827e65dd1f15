/** What docs ask for, printed beside each figure as met or missed. Never asserted: a busy machine is not a slow program. */
type Measured = { value: number; ratio: number | null; p95: number | null };
type Goal = { of: keyof Measured; at: 'least' | 'most'; limit: number; says: string };

const GOALS: Readonly<Record<string, Goal>> = {
  'order-intake': { of: 'ratio', at: 'least', limit: 0.5, says: 'ratio ≥ 0.5' },
  'dashboard-overview': { of: 'p95', at: 'most', limit: 15, says: 'p95 < 15 ms' },
  'dashboard-markets': { of: 'p95', at: 'most', limit: 15, says: 'p95 < 15 ms' },
  'dashboard-overview-growth': { of: 'ratio', at: 'most', limit: 1.2, says: 'ratio ≤ 1.2' },
  'dashboard-markets-growth': { of: 'ratio', at: 'most', limit: 1.2, says: 'ratio ≤ 1.2' },
  'performance-growth': { of: 'ratio', at: 'most', limit: 1.2, says: 'ratio ≤ 1.2' },
  'order-list-page-1': { of: 'ratio', at: 'least', limit: 0.5, says: 'ratio ≥ 0.5' },
  'order-list-page-500': { of: 'ratio', at: 'least', limit: 0.5, says: 'ratio ≥ 0.5' },
  'order-list-filtered': { of: 'ratio', at: 'least', limit: 0.5, says: 'ratio ≥ 0.5' },
  'desk-page-1': { of: 'ratio', at: 'least', limit: 0.5, says: 'ratio ≥ 0.5' },
  'desk-page-500': { of: 'ratio', at: 'least', limit: 0.5, says: 'ratio ≥ 0.5' },
  'desk-filtered': { of: 'ratio', at: 'least', limit: 0.5, says: 'ratio ≥ 0.5' },
  'inbox-page-1': { of: 'p95', at: 'most', limit: 150, says: 'p95 < 150 ms' },
  'inbox-page-500': { of: 'p95', at: 'most', limit: 150, says: 'p95 < 150 ms' },
  'inbox-filtered': { of: 'p95', at: 'most', limit: 150, says: 'p95 < 150 ms' },
  'inbox-deadline': { of: 'p95', at: 'most', limit: 150, says: 'p95 < 150 ms' },
  messages: { of: 'p95', at: 'most', limit: 150, says: 'p95 < 150 ms' },
  'stock-hot-sku': { of: 'ratio', at: 'least', limit: 8, says: 'ratio ≥ 8' },
  'stock-many-skus': { of: 'ratio', at: 'least', limit: 0.6, says: 'ratio ≥ 0.6' },
  'stock-push': { of: 'value', at: 'most', limit: 300, says: 'p99 < 300 ms' },
  import: { of: 'ratio', at: 'least', limit: 0.15, says: 'ratio ≥ 0.15' },
  'import-memory': { of: 'value', at: 'most', limit: 200, says: '< 200 MB' },
  'start-warm': { of: 'value', at: 'most', limit: 1_500, says: '< 1,500 ms' },
  'idle-memory': { of: 'value', at: 'most', limit: 250, says: '< 250 MB' },
  events: { of: 'p95', at: 'most', limit: 150, says: 'p95 < 150 ms' },
};

export type Verdict = { goal: string | null; met: boolean | null };

export function verdictOf(bench: string, measured: Measured): Verdict {
  const goal = Object.hasOwn(GOALS, bench) ? GOALS[bench] : undefined;
  const given = goal && measured[goal.of];
  if (!goal || given === undefined || given === null) return { goal: null, met: null };
  return { goal: goal.says, met: goal.at === 'least' ? given >= goal.limit : given <= goal.limit };
}
