/**
 * The outer form of a backup: a plain tar (ustar) that `tar -tf` lists and `tar -xf` unpacks. An entry's size stands before its bytes, so
 * what is of unknown length (a table) goes in as parts that fit in memory.
 *
 * Tar itself notices damage in its headers only. The reader adds the rest: padding must be zero, the end must be there with nothing
 * behind it, and the manifest, which has the hash of everything else, has its own hash as the last entry.
 */
import type { FileHandle } from 'node:fs/promises';

const BLOCK_BYTES = 512;
const READ_BYTES = 1 << 20;
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;
/** Eleven octal digits. */
const ENTRY_BYTES_MAX = 8 ** 11 - 1;

/** The file is no whole backup of a kind this program reads. The message is for people. */
export class BackupRefused extends Error {
  override name = 'BackupRefused';
}

export type Entry = { name: string; offset: number; size: number };
export type ArchiveWriter = {
  /** `size` must be what `chunks` add up to. */
  add(name: string, size: number, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
  finish(): Promise<void>;
};

export function writeArchive(handle: FileHandle, madeAt: number): ArchiveWriter {
  const zeros = Buffer.alloc(2 * BLOCK_BYTES);
  return {
    add: async (name, size, chunks) => {
      await writeAll(handle, header(name, size, madeAt));
      let written = 0;
      for await (const chunk of chunks) {
        written += chunk.length;
        if (written > size) break;
        await writeAll(handle, chunk);
      }
      if (written !== size) throw new Error(`${name} changed its size while it was being backed up: run the backup again`);
      await writeAll(handle, zeros.subarray(0, paddingOf(size)));
    },
    finish: () => writeAll(handle, zeros),
  };
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await handle.write(bytes, done)).bytesWritten;
}

function header(name: string, size: number, madeAt: number): Buffer {
  if (size > ENTRY_BYTES_MAX) throw new Error(`${name} is larger than 8 GB, which a backup cannot hold`);
  const { prefix, rest } = splitName(name);
  const block = Buffer.alloc(BLOCK_BYTES);
  const octal = (value: number, at: number, width: number): void => {
    block.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at, 'latin1');
  };
  block.write(rest, 0, 'utf8');
  octal(0o600, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(Math.floor(madeAt / 1000), 136, 12);
  block.write('        0', 148, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  block.write(prefix, 345, 'utf8');
  block.write(checksumText(block), 148, 'latin1');
  return block;
}

function splitName(name: string): { prefix: string; rest: string } {
  if (Buffer.byteLength(name) <= NAME_BYTES) return { prefix: '', rest: name };
  for (let slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
    const [prefix, rest] = [name.slice(0, slash), name.slice(slash + 1)];
    if (Buffer.byteLength(prefix) <= PREFIX_BYTES && Buffer.byteLength(rest) <= NAME_BYTES) return { prefix, rest };
  }
  throw new Error(`the name ${name} is too long for a backup`);
}

/** All bytes added up, those of the sum itself taken as spaces. */
function checksumText(block: Buffer): string {
  const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
  return `${sum.toString(8).padStart(6, '0')}\0 `;
}

const paddingOf = (size: number): number => (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
const textIn = (block: Buffer, at: number, width: number): string => {
  const end = block.subarray(at, at + width).indexOf(0);
  return block.toString('utf8', at, end < 0 ? at + width : at + end);
};

/** All entries in order, their frame checked, their bytes not yet read. */
export async function listArchive(handle: FileHandle): Promise<Entry[]> {
  const { size: fileBytes } = await handle.stat();
  const entries: Entry[] = [];
  for (let at = 0; ; ) {
    const block = await readBlock(handle, at, fileBytes);
    if (block.every((byte) => byte === 0)) {
      await refuseAfterEnd(handle, at + BLOCK_BYTES, fileBytes);
      return entries;
    }
    const entry = entryOf(block, at);
    const padding = paddingOf(entry.size);
    at = entry.offset + entry.size + padding;
    if (at > fileBytes) throw new BackupRefused('the backup is cut off: bytes are missing at its end');
    if (padding > 0) await refuseUnlessZero(handle, at - padding, padding);
    entries.push(entry);
  }
}

async function readBlock(handle: FileHandle, at: number, fileBytes: number): Promise<Buffer> {
  if (at + BLOCK_BYTES > fileBytes) throw new BackupRefused('the backup is cut off: its end is missing');
  const block = Buffer.alloc(BLOCK_BYTES);
  await readExactly(handle, block, at);
  return block;
}

function entryOf(block: Buffer, at: number): Entry {
  const size = textIn(block, 124, 12);
  const isWhole = block.toString('latin1', 148, 156) === checksumText(block);
  if (!isWhole || !/^[0-7]{11}$/.test(size) || block.toString('latin1', 257, 263) !== 'ustar\0')
    throw new BackupRefused(at === 0 ? 'this is not a backup of Tradewind' : 'the backup is damaged: the head of an entry does not hold');
  const prefix = textIn(block, 345, PREFIX_BYTES);
  const name = textIn(block, 0, NAME_BYTES);
  return { name: prefix === '' ? name : `${prefix}/${name}`, offset: at + BLOCK_BYTES, size: Number.parseInt(size, 8) };
}

async function refuseAfterEnd(handle: FileHandle, at: number, fileBytes: number): Promise<void> {
  if (fileBytes !== at + BLOCK_BYTES) throw new BackupRefused('the backup is damaged: it does not end where it says');
  await refuseUnlessZero(handle, at, BLOCK_BYTES);
}

async function refuseUnlessZero(handle: FileHandle, at: number, length: number): Promise<void> {
  const bytes = Buffer.alloc(length);
  await readExactly(handle, bytes, at);
  if (bytes.some((byte) => byte !== 0)) throw new BackupRefused('the backup is damaged: there are bytes where there should be none');
}

async function readExactly(handle: FileHandle, into: Buffer, at: number): Promise<void> {
  for (let done = 0; done < into.length; ) {
    const { bytesRead } = await handle.read(into, done, into.length - done, at + done);
    if (bytesRead === 0) throw new BackupRefused('the backup is cut off: bytes are missing at its end');
    done += bytesRead;
  }
}

export async function* readEntry(handle: FileHandle, { offset, size }: Entry): AsyncGenerator<Buffer> {
  for (let done = 0; done < size; ) {
    const chunk = Buffer.allocUnsafe(Math.min(READ_BYTES, size - done));
    await readExactly(handle, chunk, offset + done);
    done += chunk.length;
    yield chunk;
  }
}
