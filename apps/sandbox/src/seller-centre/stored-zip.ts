import { crc32 } from 'node:zlib';

/** A ZIP archive of files stored as they are. Dated 1980, the format's first day, so that the same files give the same bytes. */
type Entry = { name: string; bytes: Buffer };
const FIRST_DAY = 0x21;
const UTF8_NAMES = 0x800;

export function storedZip(files: readonly { name: string; text: string }[]): Buffer {
  const entries = files.map(({ name, text }): Entry => ({ name, bytes: Buffer.from(text) }));
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const local = Buffer.concat([u32(0x04034b50), u16(20), described(entry), u16(0), Buffer.from(entry.name), entry.bytes]);
    directory.push(Buffer.concat([centralHeader(entry, offset), Buffer.from(entry.name)]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const counts = [u16(entries.length), u16(entries.length), u32(central.length), u32(offset), u16(0)];
  return Buffer.concat([...parts, central, u32(0x06054b50), u16(0), u16(0), ...counts]);
}

/** Flags, method, date, checksum, both sizes, length of the name: what both headers say of a file. */
const described = ({ name, bytes }: Entry): Buffer =>
  Buffer.concat([
    u16(UTF8_NAMES),
    u16(0),
    u16(0),
    u16(FIRST_DAY),
    u32(crc32(bytes)),
    u32(bytes.length),
    u32(bytes.length),
    u16(Buffer.byteLength(name)),
  ]);

const centralHeader = (entry: Entry, offset: number): Buffer =>
  Buffer.concat([u32(0x02014b50), u16(20), u16(20), described(entry), u16(0), u16(0), u16(0), u16(0), u32(0), u32(offset)]);

function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
