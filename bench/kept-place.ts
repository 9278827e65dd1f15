/**
 * A place of many millions of rows takes minutes to make, so it lies in a folder of its own inside the clone (never committed), is used
 * again by the next run, and goes with `--clean`. A folder whose making was cut short lacks its mark and is made anew.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { progress } from './figure.ts';
import { type Place, withPlace, withPlaceIn } from './place.ts';

const FOLDER = path.resolve('.tradewind-bench');
/** Smaller ones are made sooner than found. */
const KEPT_FROM_ORDERS = 5_000_000;
/** Measured: 0.9 GB a million orders with all indexes, and most of it again while they are built and in the log of changes. */
const BYTES_AN_ORDER = 1_600;

const mark = z.strictObject({ merchantIds: z.array(z.string()).min(1), loadSeconds: z.number() });
export type Made = z.output<typeof mark>;
type Making = { name: string; orders: number; now: number; make: (place: Place) => Promise<Made> };

export async function withMade<T>({ name, orders, now, make }: Making, run: (place: Place, made: Made) => Promise<T>): Promise<T> {
  if (orders < KEPT_FROM_ORDERS) return withPlace(now, async (place) => run(place, await make(place)));
  const folder = path.join(FOLDER, `${name}-${orders}`);
  const markFile = path.join(folder, 'made.json');
  if (existsSync(markFile)) progress(`using ${folder}; --clean removes it`);
  else {
    rmSync(folder, { recursive: true, force: true });
    assertSpace(orders);
    progress(`making ${folder}; it stays for the next run, --clean removes it`);
  }
  return withPlaceIn(folder, now, async (place) => {
    if (!existsSync(markFile)) writeFileSync(markFile, JSON.stringify(await make(place)));
    return run(place, mark.parse(JSON.parse(readFileSync(markFile, 'utf8'))));
  });
}

function assertSpace(orders: number): void {
  mkdirSync(FOLDER, { recursive: true });
  const { bavail, bsize } = statfsSync(FOLDER);
  const gigabytes = (bytes: number) => Math.ceil(bytes / 1e9);
  const [free, needed] = [bavail * bsize, orders * BYTES_AN_ORDER];
  if (free < needed)
    throw new Error(
      `${FOLDER} has ${gigabytes(free)} GB free and this bench wants ${gigabytes(needed)} GB: free some, or give a smaller --size`,
    );
}

export function cleanKept(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  progress(`${FOLDER} is gone`);
}
