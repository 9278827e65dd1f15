/** What the last kept run of each bench printed, one file a bench in results/, and bench/README.md, which is made of them and nothing else. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { type PrintedFigure, printedFigure } from './figure.ts';
import { readmeOf, SECTIONS } from './readme.ts';

const FOLDER = 'bench/results';
const README = 'bench/README.md';

const result = z.strictObject({
  machine: z.strictObject({ processor: z.string(), memoryGigabytes: z.number(), system: z.string() }),
  figures: z.array(printedFigure).min(1),
});
export type Result = z.output<typeof result>;

export function writeResult(name: string, figures: PrintedFigure[]): void {
  const machine = {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGigabytes: Math.round(totalmem() / 1e9),
    system: `${process.platform} ${process.arch}`,
  };
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, `${name}.json`), `${JSON.stringify(result.parse({ machine, figures }), null, 2)}\n`);
}

/** By name of the bench; one that was never kept has none. */
export function readResults(folder = FOLDER): Map<string, Result> {
  const results = new Map<string, Result>();
  for (const { name } of SECTIONS) {
    const file = path.join(folder, `${name}.json`);
    if (existsSync(file)) results.set(name, result.parse(JSON.parse(readFileSync(file, 'utf8'))));
  }
  return results;
}

export const writeReadme = (): void => writeFileSync(README, readmeOf(readResults()));
