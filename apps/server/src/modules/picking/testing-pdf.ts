/** PDFs for tests and benches, that know of nothing else here. */
import { PDFDocument } from 'pdf-lib';

/** A label of so many pages of A6; each is as wide as the number says, so that a test knows it again. */
export async function labelPdf(widths: readonly number[]): Promise<Uint8Array> {
  const doc = await PDFDocument.create();
  for (const width of widths) doc.addPage([width, 420]).drawText('Label', { x: 20, y: 200, size: 12 });
  return doc.save();
}

export const widthsOf = async (bytes: Uint8Array): Promise<number[]> =>
  (await PDFDocument.load(bytes)).getPages().map((page) => Math.round(page.getWidth()));

/** What merging costs at the least: the same pages, by the same library. */
export async function mergeAlone(parts: readonly Uint8Array[]): Promise<void> {
  const file = await PDFDocument.create();
  for (const bytes of parts) {
    const part = await PDFDocument.load(bytes);
    for (const page of await file.copyPages(part, part.getPageIndices())) file.addPage(page);
  }
  await file.save();
}
