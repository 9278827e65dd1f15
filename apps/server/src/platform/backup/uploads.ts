/** Files that people gave, under DATA_DIR/uploads. They are not in the database's snapshot: one added meanwhile may be missing. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { type ArchiveWriter, BackupRefused, readEntry } from './archive.ts';
import { type StoredFile, uploadName } from './manifest.ts';

const uploadsFolder = (dataDir: string): string => path.join(dataDir, 'uploads');

export async function addUploads(archive: ArchiveWriter, dataDir: string): Promise<StoredFile[]> {
  const folder = uploadsFolder(dataDir);
  if (!existsSync(folder)) return [];
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = found.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')).sort();
  const added: StoredFile[] = [];
  for (const name of names) {
    const handle = await open(path.join(folder, name));
    try {
      const { size } = await handle.stat();
      const hash = createHash('sha256');
      await archive.add(uploadName(name), size, hashed(readEntry(handle, { name, offset: 0, size }), hash));
      added.push({ path: name, bytes: size, sha256: hash.digest('hex') });
    } finally {
      await handle.close();
    }
  }
  return added;
}

async function* hashed(chunks: AsyncIterable<Buffer>, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

export function refuseUploads(dataDir: string): void {
  const folder = uploadsFolder(dataDir);
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new BackupRefused(`this system is not empty: ${folder} has files`);
}

/** After a restore that failed: `refuseUploads` had seen none. */
export async function removeUploads(dataDir: string): Promise<void> {
  await rm(uploadsFolder(dataDir), { recursive: true, force: true });
}

/** The names come from a file that anyone may have written: none may lead out of the folder. */
export async function putUpload(chunks: AsyncIterable<Buffer>, place: { dataDir: string; path: string }): Promise<void> {
  const folder = uploadsFolder(path.resolve(place.dataDir));
  const target = path.resolve(folder, place.path);
  if (!target.startsWith(folder + path.sep)) throw new BackupRefused(`the backup names a file outside the uploads: ${place.path}`);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  const out = await open(target, 'wx', 0o600);
  try {
    for await (const chunk of chunks) await out.writeFile(chunk);
    await out.sync();
  } finally {
    await out.close();
  }
}
