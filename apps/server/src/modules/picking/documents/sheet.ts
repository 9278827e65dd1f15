/** A document that is written from top to bottom: text in any of our languages, lines, bar codes, page after page. Lengths in millimetres. */
import fontkit from '@pdf-lib/fontkit';
import { PDFDocument, type PDFFont, type PDFPage, rgb } from 'pdf-lib';
import { code128 } from './code-128.ts';
import { type FaceName, faceOf, printable, type Run, runsOf } from './faces.ts';

export type PageSize = 'a4' | 'a6';
const SIZES_MM: Record<PageSize, readonly [number, number]> = { a4: [210, 297], a6: [105, 148] };
const POINTS_PER_MM = 72 / 25.4;
const LINE_HEIGHT = 1.35;
const INK = rgb(0, 0, 0);
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

export const points = (mm: number): number => mm * POINTS_PER_MM;

export type TextWish = { x: number; width: number; size: number; linesMax?: number; align?: 'left' | 'right' };

export class Sheet {
  readonly margin: number;
  readonly width: number;
  readonly height: number;
  /** From the top of the page, where the next thing goes. */
  y = 0;
  readonly size: PageSize;
  private readonly doc: PDFDocument;
  private page: PDFPage;
  private readonly fonts = new Map<FaceName, PDFFont>();
  private readonly runs = new Map<string, Run[]>();

  private constructor(doc: PDFDocument, size: PageSize) {
    this.doc = doc;
    this.size = size;
    [this.width, this.height] = SIZES_MM[size];
    this.margin = size === 'a4' ? 14 : 6;
    this.page = this.addPage();
  }

  static async open(size: PageSize): Promise<Sheet> {
    const doc = await PDFDocument.create();
    doc.registerFontkit(fontkit);
    return new Sheet(doc, size);
  }

  get inner(): number {
    return this.width - 2 * this.margin;
  }

  addPage(): PDFPage {
    this.page = this.doc.addPage([points(this.width), points(this.height)]);
    this.y = this.margin;
    return this.page;
  }

  /** Whether so much still fits under what is there. */
  fits(height: number): boolean {
    return this.y + height <= this.height - this.margin;
  }

  /** Answers the height that it took; `y` stays. */
  async text(given: string, { x, width, size, linesMax = 1, align = 'left' }: TextWish): Promise<number> {
    const lines = await this.wrap(printable(given), { size, width, linesMax });
    const step = (size * LINE_HEIGHT) / POINTS_PER_MM;
    for (const [index, line] of lines.entries()) {
      const across = await this.widthOf(line, size);
      await this.write(line, { x: align === 'right' ? x + width - across : x, top: this.y + index * step, size });
    }
    return lines.length * step;
  }

  line(): void {
    const y = points(this.height - this.y);
    this.page.drawLine({
      start: { x: points(this.margin), y },
      end: { x: points(this.width - this.margin), y },
      thickness: 0.4,
      color: INK,
    });
  }

  box(x: number, side: number): void {
    const y = points(this.height - this.y - side);
    this.page.drawRectangle({ x: points(x), y, width: points(side), height: points(side), borderWidth: 0.7, borderColor: INK });
  }

  /** Nothing where the text cannot be said in bars. */
  barcode(text: string, { x, width, height }: { x: number; width: number; height: number }): void {
    const widths = code128(text);
    if (!widths) return;
    // A quarter of a millimetre a module is what a cheap scanner still reads.
    const module = Math.min(0.33, width / widths.reduce((sum, one) => sum + one, 0));
    let left = x;
    for (const [index, bar] of widths.entries()) {
      if (index % 2 === 0)
        this.page.drawRectangle({
          x: points(left),
          y: points(this.height - this.y - height),
          width: points(bar * module),
          height: points(height),
          color: INK,
        });
      left += bar * module;
    }
  }

  async bytes(): Promise<Uint8Array> {
    return this.doc.save();
  }

  private async write(text: string, { x, top, size }: { x: number; top: number; size: number }): Promise<void> {
    const baseline = points(this.height - top) - size;
    let left = points(x);
    for (const run of await this.runsOf(text)) {
      const font = await this.font(run.face);
      this.page.drawText(run.text, { x: left, y: baseline, size, font, color: INK });
      left += font.widthOfTextAtSize(run.text, size);
    }
  }

  private async font(face: FaceName): Promise<PDFFont> {
    const known = this.fonts.get(face) ?? (await this.doc.embedFont((await faceOf(face)).bytes, { subset: true }));
    this.fonts.set(face, known);
    return known;
  }

  private async widthOf(text: string, size: number): Promise<number> {
    let width = 0;
    for (const { face, text: part } of await this.runsOf(text)) width += (await this.font(face)).widthOfTextAtSize(part, size);
    return width / POINTS_PER_MM;
  }

  /** A text is measured and then written, and the words of a form come on every page. */
  private async runsOf(text: string): Promise<Run[]> {
    const known = this.runs.get(text) ?? (await runsOf(text));
    this.runs.set(text, known);
    return known;
  }

  /** At spaces where there are some, else between letters: Chinese and Thai have none. */
  private async wrap(text: string, { size, width, linesMax }: { size: number; width: number; linesMax: number }): Promise<string[]> {
    const lines: string[] = [];
    let rest = text;
    while (rest !== '' && lines.length < linesMax) {
      const isLast = lines.length === linesMax - 1;
      const line = await this.firstLine(rest, { size, width, ending: isLast ? '…' : '' });
      lines.push(line.shown);
      rest = line.rest;
    }
    return lines;
  }

  private async firstLine(text: string, { size, width, ending }: { size: number; width: number; ending: string }) {
    if ((await this.widthOf(text, size)) <= width) return { shown: text, rest: '' };
    const letters = [...graphemes.segment(text)].map(({ segment }) => segment);
    let [low, high] = [1, letters.length];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((await this.widthOf(letters.slice(0, middle).join('') + ending, size)) <= width) low = middle;
      else high = middle - 1;
    }
    const fitting = letters.slice(0, low).join('');
    const space = ending === '' ? fitting.lastIndexOf(' ') : -1;
    const cut = space > 0 ? space : fitting.length;
    return { shown: text.slice(0, cut) + ending, rest: text.slice(cut).trimStart() };
  }
}
