import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { JournalRecord } from './world/simulation-type.ts';

/**
 * What happened to the sandbox from outside, one JSON line each; the first line holds the arguments of the world.
 * The world itself is never stored: it is made again from the arguments and these inputs. A line is handed to the
 * operating system before its effect is shown to anybody, so a killed process loses nothing it has answered for;
 * a power cut may. A last line cut short by a kill is dropped; a broken line further up means a damaged file, and
 * then starting is refused rather than a different world shown.
 */
const argsSchema = z.strictObject({
  seed: z.number(),
  merchants: z.number(),
  shops: z.number(),
  days: z.number(),
  ordersPerShopDay: z.number(),
  endsAt: z.number(),
  // Not in journals of earlier versions.
  troubled: z.boolean().default(false),
});
const recordSchema = z.strictObject({ kind: z.string(), at: z.number(), data: z.unknown() });

type WorldArgs = z.infer<typeof argsSchema>;
/** Closed (the world was replaced), it takes nothing more: what a late timer still says is of a world that is gone. */
export type Journal = { args: WorldArgs; records: JournalRecord[]; append(record: JournalRecord): void; close(): void };

const journalPath = (dataDir: string): string => join(dataDir, 'sandbox', 'journal.jsonl');

/** Without a folder the journal is memory only: a world for one test. */
export function openJournal(dataDir: string | undefined, args: WorldArgs): Journal {
  if (dataDir === undefined) return { args, records: [], append: () => undefined, close: () => undefined };
  const path = journalPath(dataDir);
  mkdirSync(join(dataDir, 'sandbox'), { recursive: true, mode: 0o700 });
  const known = existsSync(path) ? readJournal(path) : null;
  // Tokens handed out by the sandbox are in here.
  const file = openSync(path, 'a', 0o600);
  let isOpen = true;
  const write = (value: unknown): void => void (isOpen && writeSync(file, `${JSON.stringify(value)}\n`));
  if (!known) write(args);
  return {
    args: known?.args ?? args,
    records: known?.records ?? [],
    append: (record) => write({ ...record, data: record.data ?? null }),
    close: () => {
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
}

export function forgetJournal(dataDir: string | undefined): void {
  if (dataDir !== undefined) rmSync(journalPath(dataDir), { force: true });
}

/** Null when not even the first line was finished: then nothing was ever answered from this world. */
function readJournal(path: string): { args: WorldArgs; records: JournalRecord[] } | null {
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
  const [first, ...lines] = whole.split('\n').filter((line) => line !== '');
  if (first === undefined) return null;
  try {
    const records = lines.map((line) => recordSchema.parse(JSON.parse(line)));
    return { args: argsSchema.parse(JSON.parse(first)), records };
  } catch (error) {
    throw new Error(`The sandbox's journal ${path} is damaged; move it away to start a new world.`, { cause: error });
  }
}
