/**
 * A workbook (XLSX: XML files in a ZIP archive) of one sheet, read part by part as a stream.
 *
 * What bounds it: the archive's directory is added up before anything is unpacked, and a part that unpacks to more than the directory says
 * is an error, so a bomb is refused for its size, or for how small it came; entities are not expanded, a document type is refused; rows,
 * columns and cells end at limits of their own. Parts that call programs or other files are refused for their names, wherever they are.
 *
 * A cell is what the file says it shows; a calculated one gives `=` and its formula, so that a formula looks the same from either kind of
 * file. Numbers stay as the file writes them, but for percentages and days: whoever needs all digits of a long one must have it as text, or
 * cannot read it.
 */
import { crc32 } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { collectFormats } from './cell-format.ts';
import { type SheetBounds, SheetRefused, type SheetRow, usualBounds } from './refused.ts';
import type { Tags } from './tags.ts';
import { collectRows, collectStrings } from './workbook-parts.ts';

const PARTS_MAX = 200;
/** Tables of the same few words pack to a thirtieth; what unpacks to far more than that was made to. */
const RATIO_MAX = 100;
const ALWAYS_BYTES = 64 * 1024 * 1024;
const ACTIVE = /(^|\/)(vbaProject\.bin|externalLinks|embeddings|activeX|macrosheets|ctrlProps|connections\.xml)(\/|$)/i;

export async function rowsOfWorkbook(bytes: Uint8Array): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const some of streamWorkbook(bytes, usualBounds)) rows.push(...some);
  return rows;
}

/** The rows as they come out of the file, some at a time, so that a long one is never held whole. */
export async function* streamWorkbook(bytes: Uint8Array, bounds: SheetBounds): AsyncGenerator<SheetRow[]> {
  const zip = await opened(bytes);
  const parts = await directoryOf(zip, bytes.length, bounds);
  const strings = collectStrings(bounds.unpackedMaxBytes / 4);
  if (parts.has('xl/sharedStrings.xml')) await readPart(zip, parts.get('xl/sharedStrings.xml'), strings);
  const styles = collectFormats();
  if (parts.has('xl/styles.xml')) await readPart(zip, parts.get('xl/styles.xml'), styles);
  const sheet = collectRows({ strings: strings.texts, formats: styles.formats, rowsMax: bounds.rowsMax });
  for await (const _ of piecesOf(zip, parts.get(await sheetPath(zip, parts)), sheet)) if (sheet.rows.length > 0) yield sheet.rows.splice(0);
  if (sheet.rows.length > 0) yield sheet.rows.splice(0);
}

const broken = (message: string): SheetRefused => new SheetRefused('not-a-workbook', message);

async function opened(bytes: Uint8Array): Promise<ZipFile> {
  try {
    return await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      lazyEntries: true,
      strictFileNames: true,
    });
  } catch {
    throw broken('the file is damaged or cut off');
  }
}

async function directoryOf(zip: ZipFile, packedBytes: number, { unpackedMaxBytes }: SheetBounds): Promise<Map<string, Entry>> {
  const parts = new Map<string, Entry>();
  let unpacked = 0;
  const mostBytes = Math.min(unpackedMaxBytes, Math.max(ALWAYS_BYTES, packedBytes * RATIO_MAX));
  try {
    for await (const entry of zip.eachEntry()) {
      unpacked += entry.uncompressedSize;
      if (parts.size >= PARTS_MAX || unpacked > mostBytes) throw new SheetRefused('too-large', 'the file unpacks to too much');
      if (ACTIVE.test(entry.fileName)) throw new SheetRefused('active-content', 'the file holds programs or links to other files');
      if (!entry.canDecodeFileData() || parts.has(entry.fileName)) throw broken('the file is encrypted or contradicts itself');
      parts.set(entry.fileName, entry);
    }
  } catch (error) {
    throw error instanceof SheetRefused ? error : broken('the file is damaged or cut off');
  }
  return parts;
}

async function readPart(zip: ZipFile, entry: Entry | undefined, tags: Tags): Promise<void> {
  for await (const _ of piecesOf(zip, entry, tags));
}

/** Reads the part tag by tag, and hands over between the pieces in which it unpacks. */
async function* piecesOf(zip: ZipFile, entry: Entry | undefined, { open, text, close }: Tags): AsyncGenerator<void> {
  if (!entry) throw broken('the file is no workbook');
  const parser = new SaxesParser({ xmlns: true });
  parser.on('doctype', () => {
    throw broken('the file is no workbook');
  });
  parser.on('opentag', ({ local, attributes }) => open?.(local, Object.values(attributes)));
  parser.on('text', (piece) => text?.(piece));
  parser.on('cdata', (piece) => text?.(piece));
  parser.on('closetag', ({ local }) => close?.(local));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let sum = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      sum = crc32(chunk, sum);
      parser.write(decoder.decode(chunk, { stream: true }));
      yield;
    }
    parser.write(decoder.decode()).close();
  } catch (error) {
    throw error instanceof SheetRefused ? error : broken('the file is damaged');
  }
  if (sum !== entry.crc32) throw broken('the file is damaged');
}

/** The workbook names its sheets by ids; a list beside it says in which part each id lies. */
async function sheetPath(zip: ZipFile, parts: ReadonlyMap<string, Entry>): Promise<string> {
  const sheetIds: string[] = [];
  await readPart(zip, parts.get('xl/workbook.xml'), {
    open: (name, attributes) => {
      const epoch = name === 'workbookPr' && attributes.find(({ local }) => local === 'date1904')?.value;
      // Every day in it would be read four years early.
      if (epoch === '1' || epoch === 'true') throw broken('the workbook counts its days from 1904; save it as CSV');
      if (name === 'sheet') sheetIds.push(attributes.find(({ local, uri }) => local === 'id' && uri !== '')?.value ?? '');
    },
  });
  const [sheetId, ...others] = sheetIds;
  if (others.length > 0) throw new SheetRefused('several-sheets', 'the workbook has several sheets; leave the exported one alone in it');
  const targets = new Map<string, string>();
  await readPart(zip, parts.get('xl/_rels/workbook.xml.rels'), {
    open: (name, attributes) => {
      const read = (wanted: string) => attributes.find(({ local }) => local === wanted)?.value ?? '';
      if (name === 'Relationship' && read('TargetMode') !== 'External') targets.set(read('Id'), read('Target'));
    },
  });
  const target = targets.get(sheetId ?? '') ?? '';
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}
