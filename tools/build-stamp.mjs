// A target is fresh while the contents of what it was built from are the same: a stamp beside the output names every
// input with its hash. Contents, not times, because git sets the time of a checkout on every file.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const hashOf = (file) => createHash('sha256').update(readFileSync(file)).digest('base64url');
const isSource = (path) => !path.endsWith('.test.ts') && !path.endsWith('.test.tsx');

/** Every file that belongs to the target's source folders, tests and its own output left out. */
export function filesUnder(root, target) {
  const found = [];
  for (const source of target.sources) {
    const path = join(root, source);
    if (!existsSync(path)) continue;
    if (!statSync(path).isDirectory()) found.push(source);
    else
      for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) found.push(join(entry.parentPath, entry.name).slice(root.length + 1));
      }
  }
  return found.filter((path) => isSource(path) && path !== target.output).sort();
}

const stampFile = (root, target) => join(root, target.stampFolder, '.stamp.json');

export function writeStamp(root, target, inputs) {
  const hashes = Object.fromEntries(inputs.map((path) => [path, hashOf(join(root, path))]));
  mkdirSync(join(root, target.stampFolder), { recursive: true });
  writeFileSync(stampFile(root, target), JSON.stringify(hashes));
}

export function isFresh(root, target) {
  if (!existsSync(join(root, target.output)) || !existsSync(stampFile(root, target))) return false;
  let hashes;
  try {
    hashes = JSON.parse(readFileSync(stampFile(root, target), 'utf8'));
  } catch {
    return false;
  }
  // A folder may have gained a file that the last build could not know; a bundle only ever gains one through a changed file.
  const added = target.sources && filesUnder(root, target).some((path) => !Object.hasOwn(hashes, path));
  if (added) return false;
  return Object.entries(hashes).every(([path, hash]) => existsSync(join(root, path)) && hashOf(join(root, path)) === hash);
}
