/** Many labels as one file, in the order given. What is missing is told on a sheet in front; a file that is no sound PDF is left out and named. */
import { PDFDocument, type PDFEmbeddedPage } from 'pdf-lib';
import { points, Sheet } from './sheet.ts';

type Label = { position: number; orders: readonly string[]; channelPackageId: string | null };
type Part = Label & { id: string; bytes: Uint8Array };
type Missing = Label & { reason: string | null };
type Wish = { parts: readonly Part[]; layout: 'a6' | 'a4-four'; missing: readonly Missing[]; total: number };
export type Merged = { bytes: Uint8Array; pages: number; parts: { id: string; pages: number }[]; damaged: string[] };

/** Reading gives the process back after so many objects: other work goes on while five hundred labels are merged. */
const OBJECTS_AT_ONCE = 5;

export async function mergeLabels({ parts, layout, missing, total }: Wish): Promise<Merged> {
  const labels = await PDFDocument.create();
  const merged: Merged['parts'] = [];
  const broken: Part[] = [];
  for (const part of parts) {
    const read = await sound(part.bytes);
    if (!read) {
      broken.push(part);
      continue;
    }
    for (const page of await labels.copyPages(read, read.getPageIndices())) labels.addPage(page);
    merged.push({ id: part.id, pages: read.getPageCount() });
  }
  const damaged = broken.map(({ id }) => id);
  if (merged.length === 0) return { bytes: new Uint8Array(), pages: 0, parts: merged, damaged };
  const file = layout === 'a6' ? labels : await fourOnA4(labels);
  const told = [...missing, ...broken.map((part) => ({ ...part, reason: 'damaged' }))].sort((a, b) => a.position - b.position);
  if (told.length > 0) await putInFront(file, { missing: told, total, layout });
  return { bytes: await file.save(), pages: file.getPageCount(), parts: merged, damaged };
}

async function sound(bytes: Uint8Array): Promise<PDFDocument | null> {
  try {
    const part = await PDFDocument.load(bytes, { parseSpeed: OBJECTS_AT_ONCE, updateMetadata: false, throwOnInvalidObject: true });
    return part.getPageCount() > 0 ? part : null;
  } catch {
    return null;
  }
}

/** Four pages of A6 fill one of A4; another size is made to fit its quarter. */
async function fourOnA4(labels: PDFDocument): Promise<PDFDocument> {
  const file = await PDFDocument.create();
  const embedded = await file.embedPages(labels.getPages());
  const [width, height] = [points(210), points(297)];
  for (let first = 0; first < embedded.length; first += 4) {
    const page = file.addPage([width, height]);
    for (const [index, label] of embedded.slice(first, first + 4).entries()) {
      const scale = scaleOf(label, { width: width / 2, height: height / 2 });
      const x = (index % 2) * (width / 2) + (width / 2 - label.width * scale) / 2;
      const y = (index < 2 ? height / 2 : 0) + (height / 2 - label.height * scale) / 2;
      page.drawPage(label, { x, y, xScale: scale, yScale: scale });
    }
  }
  return file;
}

const scaleOf = (label: PDFEmbeddedPage, { width, height }: { width: number; height: number }): number =>
  Math.min(1, width / label.width, height / label.height);

async function putInFront(file: PDFDocument, { missing, total, layout }: Pick<Wish, 'missing' | 'total' | 'layout'>): Promise<void> {
  const sheet = await Sheet.open(layout === 'a6' ? 'a6' : 'a4');
  const whole = { x: sheet.margin, width: sheet.inner };
  sheet.y += await sheet.text(`${missing.length} of ${total} labels are missing`, { ...whole, size: 13, linesMax: 2 });
  sheet.y += 2;
  for (const { position, orders, channelPackageId, reason } of missing) {
    if (!sheet.fits(8)) sheet.addPage();
    const row = [`${position}.`, orders.join(', '), channelPackageId ?? '', reason ?? ''].filter(Boolean).join('  ');
    sheet.y += await sheet.text(row, { ...whole, size: 8, linesMax: 3 });
  }
  const cover = await PDFDocument.load(await sheet.bytes());
  const pages = await file.copyPages(cover, cover.getPageIndices());
  for (const [index, page] of pages.entries()) file.insertPage(index, page);
}
