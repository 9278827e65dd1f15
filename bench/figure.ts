import { cpus, loadavg } from 'node:os';
import { z } from 'zod';
import { verdictOf } from './goals.ts';

/** `value` and `control` in `unit`; `ratio` is value ÷ control. Percentiles are of single runs of the work, in milliseconds. */
type Figure = {
  bench: string;
  size: number;
  value: number;
  unit: string;
  control: number | null;
  p50: number | null;
  p95: number | null;
  postgres: string;
  loadSeconds?: number | undefined;
  diskMegabytes?: number | undefined;
};

/** A printed line, and what lies in results/. */
export const printedFigure = z.strictObject({
  bench: z.string(),
  size: z.number(),
  value: z.number(),
  unit: z.string(),
  control: z.number().nullable(),
  ratio: z.number().nullable(),
  goal: z.string().nullable(),
  met: z.boolean().nullable(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  cores: z.number(),
  node: z.string(),
  postgres: z.string(),
  /** The machine's load average of the last minute, the bench's own work included. */
  load: z.number(),
  loadSeconds: z.number().optional(),
  diskMegabytes: z.number().optional(),
});
export type PrintedFigure = z.output<typeof printedFigure>;

const printed: PrintedFigure[] = [];

export function printFigure({ bench, size, value, unit, control, p50, p95, postgres, loadSeconds, diskMegabytes }: Figure): void {
  const measured = {
    value: rounded(value),
    ratio: control ? rounded(value / control) : null,
    p95: p95 === null ? null : rounded(p95),
  };
  const line: PrintedFigure = {
    bench,
    size,
    value: measured.value,
    unit,
    control: control === null ? null : rounded(control),
    ratio: measured.ratio,
    ...verdictOf(bench, measured),
    p50: p50 === null ? null : rounded(p50),
    p95: measured.p95,
    cores: cpus().length,
    node: process.version,
    postgres,
    load: rounded(loadavg()[0] ?? 0),
    ...(loadSeconds === undefined ? {} : { loadSeconds: Math.round(loadSeconds) }),
    ...(diskMegabytes === undefined ? {} : { diskMegabytes: Math.round(diskMegabytes) }),
  };
  printed.push(line);
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** What was printed since the last call. */
export const takePrinted = (): PrintedFigure[] => printed.splice(0);

export const progress = (line: string): void => void process.stderr.write(`${line}\n`);

/** Three significant digits: more would claim a precision that one machine in one minute does not have. */
const rounded = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

/** Nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]): number => sum(values) / values.length;

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
