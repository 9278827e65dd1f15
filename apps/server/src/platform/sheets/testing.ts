/** Workbooks for tests, part by part, so that each may be wrong in one way. */
import { crc32, deflateRawSync } from 'node:zlib';

export type Part = { name: string; text: string | Buffer; declaredBytes?: number; flags?: number; sum?: number };

export function zipOf(parts: readonly Part[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text, declaredBytes, flags = 0x800, sum } of parts) {
    const bytes = Buffer.from(text);
    const packed = deflateRawSync(bytes);
    const described = Buffer.concat([
      ...[u16(flags), u16(8), u16(0), u16(0x21), u32(sum ?? crc32(bytes)), u32(packed.length)],
      ...[u32(declaredBytes ?? bytes.length), u16(Buffer.byteLength(name)), u16(0)],
    ]);
    files.push(u32(0x04034b50), u16(20), described, Buffer.from(name), packed);
    directory.push(u32(0x02014b50), u16(20), u16(20), described, u16(0), u16(0), u16(0), u32(0), u32(offset), Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const central = Buffer.concat(directory);
  const counts = [u16(parts.length), u16(parts.length), u32(central.length), u32(offset), u16(0)];
  return Buffer.concat([...files, central, u32(0x06054b50), u16(0), u16(0), ...counts]);
}

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

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** `rows` is what stands inside sheetData. */
export const partsOf = (rows: string): Part[] => [
  {
    name: 'xl/workbook.xml',
    text: `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  },
  { name: 'xl/_rels/workbook.xml.rels', text: '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>' },
  { name: 'xl/worksheets/sheet1.xml', text: `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>` },
];

/** A sheet of texts as a spreadsheet would write them. */
export const workbookOf = (table: readonly (readonly string[])[]): Buffer =>
  zipOf(
    partsOf(table.map((row, y) => `<row r="${y + 1}">${row.map((text, x) => cell(text, `${letter(x)}${y + 1}`)).join('')}</row>`).join('')),
  );

const letter = (index: number): string => String.fromCharCode(65 + index);
const cell = (text: string, place: string): string =>
  text.startsWith('=')
    ? `<c r="${place}"><f>${text.slice(1)}</f><v>2</v></c>`
    : `<c r="${place}" t="inlineStr"><is><t>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
