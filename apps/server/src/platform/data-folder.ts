/** What the program keeps on disk: the folder itself, and files that are made once and never replaced. */
import { accessSync, constants, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes DATA_DIR and its parents where they are missing and proves that files can be made in it. Level by level, because Node's own
 * recursive mkdir never returns where a file system answers "no such file" for a folder whose parent exists, as /proc does.
 */
export function makeDataFolder(dataDir: string): void {
  try {
    makeLevel(dataDir);
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`DATA_DIR ${dataDir} cannot be written to (${codeOf(error)}): set DATA_DIR to a folder of your own`, { cause: error });
  }
}

function makeLevel(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeLevel(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process starting on the same folder was quicker.
    if (codeOf(error) !== 'EEXIST' || !statSync(folder).isDirectory()) throw error;
  }
}

/**
 * The text of a file, made by `make` where there is none. Written beside its place and linked into it: processes that start at once
 * all read what the quickest wrote, and none of them half of it.
 */
export function readOrWrite(file: string, make: () => string): string {
  const known = readIfThere(file);
  if (known !== null) return known;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, make(), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8');
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
