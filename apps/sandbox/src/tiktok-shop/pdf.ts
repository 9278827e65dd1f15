/**
 * A PDF of a few pages of text and bars, written by hand: the standard fonts, no compression, nothing embedded. Letters beyond Latin-1
 * are shown as question marks, which a real label would not do.
 */
export type PdfText = { x: number; y: number; size: number; text: string; isBold?: boolean };
export type PdfBar = { x: number; y: number; width: number; height: number };
export type PdfPage = { widthMm: number; heightMm: number; texts: PdfText[]; bars: PdfBar[] };

const POINTS_PER_MM = 72 / 25.4;

export function pdfOf(pages: readonly PdfPage[]): Uint8Array {
  const first = 5;
  const kids = pages.map((_, index) => `${first + index * 2} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>',
    ...pages.flatMap((page, index) => pageObjects(page, first + index * 2 + 1)),
  ];
  const parts = ['%PDF-1.4\n'];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  objects.forEach((object, index) => {
    offsets.push(length);
    const part = `${index + 1} 0 obj\n${object}\nendobj\n`;
    parts.push(part);
    length += part.length;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`);
  parts.push(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`);
  // One byte a letter, so that lengths in letters are offsets in bytes.
  return new Uint8Array(Buffer.from(parts.join(''), 'latin1'));
}

function pageObjects(page: PdfPage, contentId: number): string[] {
  const [width, height] = [points(page.widthMm), points(page.heightMm)];
  const content = [...page.bars.map((bar) => barOf(bar, page)), ...page.texts.map((text) => textOf(text, page))].join('\n');
  const box = `/MediaBox [0 0 ${width} ${height}]`;
  return [
    `<< /Type /Page /Parent 2 0 R ${box} /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${contentId} 0 R >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ];
}

const points = (mm: number): string => (mm * POINTS_PER_MM).toFixed(2);

/** Millimetres from the top left; a PDF counts from below. */
const barOf = ({ x, y, width, height }: PdfBar, page: PdfPage): string =>
  `${points(x)} ${points(page.heightMm - y - height)} ${points(width)} ${points(height)} re f`;

const textOf = ({ x, y, size, text, isBold }: PdfText, page: PdfPage): string =>
  `BT /${isBold ? 'F2' : 'F1'} ${size} Tf ${points(x)} ${points(page.heightMm - y)} Td (${escaped(text)}) Tj ET`;

const escaped = (text: string): string => text.replace(/[^\x20-\x7e\xa1-\xff]/g, '?').replace(/[\\()]/g, '\\$&');
