/**
 * A table as a file, written row by row: CSV in UTF-8 with a mark, so that Excel reads it, or a workbook of one sheet whose cells are all
 * texts, so that no long number loses its last digits. Only the finished file is held in memory, packed.
 */
import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';
import { stringify } from 'csv-stringify/sync';

type Rows = AsyncIterable<readonly (readonly string[])[]>;
export type SheetFormat = 'csv' | 'xlsx';

export const sheetType: Record<SheetFormat, string> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export const writeSheet = (format: SheetFormat, rows: Rows): Promise<Buffer> => (format === 'csv' ? writeCsv(rows) : writeWorkbook(rows));

async function writeCsv(rows: Rows): Promise<Buffer> {
  const pieces = [Buffer.from('\uFEFF', 'utf8')];
  for await (const some of rows) pieces.push(Buffer.from(stringify(some.map((cells) => [...cells])), 'utf8'));
  return Buffer.concat(pieces);
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const fixedParts: readonly [name: string, text: string][] = [
  [
    '[Content_Types].xml',
    `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  ],
];

async function writeWorkbook(rows: Rows): Promise<Buffer> {
  const parts = [];
  for (const [name, text] of fixedParts) parts.push(await packed(name, whole(text)));
  parts.push(await packed('xl/worksheets/sheet1.xml', sheetXml(rows)));
  return archive(parts);
}

async function* whole(text: string): AsyncGenerator<string> {
  yield text;
}

async function* sheetXml(rows: Rows): AsyncGenerator<string> {
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>`;
  for await (const some of rows) yield some.map((cells) => `<row>${cells.map(cellXml).join('')}</row>`).join('');
  yield '</sheetData></worksheet>';
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
/** What XML cannot hold at all is left out. */
const NO_XML = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu;
const cellXml = (text: string): string =>
  text === ''
    ? '<c/>'
    : `<c t="inlineStr"><is><t xml:space="preserve">${text.replaceAll(NO_XML, '').replaceAll(/[&<>\r]/g, (sign) => ENTITIES[sign] ?? '')}</t></is></c>`;

type PackedPart = { name: string; sum: number; size: number; bytes: Buffer };

async function packed(name: string, texts: AsyncIterable<string>): Promise<PackedPart> {
  const deflate = createDeflateRaw({ level: 6 });
  const pieces: Buffer[] = [];
  deflate.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = once(deflate, 'end');
  let [sum, size] = [0, 0];
  for await (const text of texts) {
    const bytes = Buffer.from(text, 'utf8');
    sum = crc32(bytes, sum);
    size += bytes.length;
    if (!deflate.write(bytes)) await once(deflate, 'drain');
  }
  deflate.end();
  await ended;
  return { name, sum, size, bytes: Buffer.concat(pieces) };
}

/** A ZIP file (APPNOTE 6.3): each part behind its header, then the directory of all. */
function archive(parts: readonly PackedPart[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, sum, size, bytes } of parts) {
    const title = Buffer.from(name, 'utf8');
    const described = Buffer.alloc(26);
    described.writeUInt16LE(20, 0);
    described.writeUInt16LE(0x0800, 2);
    described.writeUInt16LE(8, 4);
    described.writeUInt16LE(0x21, 8);
    described.writeUInt32LE(sum, 10);
    described.writeUInt32LE(bytes.length, 14);
    described.writeUInt32LE(size, 18);
    described.writeUInt16LE(title.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    files.push(sign(0x04034b50), described, title, bytes);
    directory.push(sign(0x02014b50), Buffer.from([20, 0]), described, place, title);
    offset += 30 + title.length + bytes.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, central, sign(0x06054b50), end]);
}

function sign(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}
