import { cpus } from 'node:os';

/** `value` and `control` in `unit`; `ratio` is value ÷ control. Percentiles are of single runs of the work, in milliseconds. */
export type Figure = {
  bench: string;
  size: number;
  value: number;
  unit: string;
  control: number | null;
  p50: number | null;
  p95: number | null;
  postgres: string;
  loadSeconds?: number;
  diskMegabytes?: number;
};

export function printFigure(figure: Figure): void {
  const { bench, size, value, unit, control, p50, p95, postgres, ...made } = figure;
  const line = {
    bench,
    size,
    value: rounded(value),
    unit,
    control: control === null ? null : rounded(control),
    ratio: control ? rounded(value / control) : null,
    p50: p50 === null ? null : rounded(p50),
    p95: p95 === null ? null : rounded(p95),
    cores: cpus().length,
    node: process.version,
    postgres,
    ...made,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

export const progress = (line: string): void => void process.stderr.write(`${line}\n`);

/** Three significant digits: more would claim a precision that one machine in one minute does not have. */
const rounded = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

/** Nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
