import { storedZip } from './stored-zip.ts';

/** A table as the files a seller centre hands out: numbers stay numbers, everything else is text. */
export type Cell = string | number;
export type Sheet = { name: string; rows: readonly (readonly Cell[])[] };

/** With a byte order mark, or spreadsheets would take Chinese for something else. */
export const csvFile = ({ rows }: Sheet): Buffer => Buffer.from(`\uFEFF${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`);

function csvCell(cell: Cell): string {
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const OPEN_XML = 'http://schemas.openxmlformats.org';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const RELATIONS = `${OPEN_XML}/package/2006/relationships`;
const DOCUMENT = `${OPEN_XML}/officeDocument/2006/relationships`;
const MAIN = `${OPEN_XML}/spreadsheetml/2006/main`;
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export function xlsxFile({ name, rows }: Sheet): Buffer {
  const body = rows.map((row, y) => `<row r="${y + 1}">${row.map((cell, x) => xlsxCell(cell, `${columnName(x)}${y + 1}`)).join('')}</row>`);
  return storedZip([
    {
      name: '[Content_Types].xml',
      text: `${XML}<Types xmlns="${OPEN_XML}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      text: `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      text: `${XML}<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets><sheet name="${escapeXml(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
    { name: 'xl/worksheets/sheet1.xml', text: `${XML}<worksheet xmlns="${MAIN}"><sheetData>${body.join('')}</sheetData></worksheet>` },
  ]);
}

const xlsxCell = (cell: Cell, reference: string): string =>
  typeof cell === 'number'
    ? `<c r="${reference}"><v>${cell}</v></c>`
    : `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`;

/** A to Z: no export of ours is wider. */
const columnName = (index: number): string => String.fromCharCode(65 + index);

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
