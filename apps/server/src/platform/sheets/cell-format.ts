/**
 * What a workbook's number formats make of a number. Only the two that change what a person reads are followed: 0.05 shown as 5% would
 * else be taken for a hundredth of it, and a day is kept as a count of days.
 */
import type { Tags } from './tags.ts';

export type CellFormat = 'percent' | 'day';

/** The formats that every spreadsheet has without describing them, by number. */
const BUILT_IN: ReadonlyMap<number, CellFormat> = new Map([
  ...[9, 10].map((id) => [id, 'percent'] as const),
  ...[14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, 'day'] as const),
]);

function formatOf(code: string): CellFormat | null {
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').toLowerCase();
  if (bare.includes('%')) return 'percent';
  return /[yd]/.test(bare) ? 'day' : null;
}

/** Fills `formats`: of each style that a cell may name, by its number. */
export function collectFormats(): Tags & { formats: (CellFormat | null)[] } {
  const formats: (CellFormat | null)[] = [];
  const described = new Map<number, CellFormat | null>();
  let isInCells = false;
  return {
    formats,
    open: (name, attributes) => {
      const read = (wanted: string) => attributes.find(({ local, uri }) => local === wanted && uri === '')?.value ?? '';
      if (name === 'numFmt') described.set(Number(read('numFmtId')), formatOf(read('formatCode')));
      if (name === 'cellXfs') isInCells = true;
      if (name !== 'xf' || !isInCells) return;
      const id = Number(read('numFmtId'));
      formats.push(described.get(id) ?? BUILT_IN.get(id) ?? null);
    },
    close: (name) => {
      if (name === 'cellXfs') isInCells = false;
    },
  };
}

const FIRST_DAY = Date.UTC(1899, 11, 30);
const LAST_DAY = 2_958_465;

/** A number of the file as its format shows it; what does not fit the format stays as it is written. */
export function inFormat(text: string, format: CellFormat): string {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) return text;
  // Fifteen digits are what a spreadsheet keeps: the sixteenth is noise of the binary fraction.
  if (format === 'percent') return `${Number((value * 100).toPrecision(15))}%`;
  const isDay = Number.isInteger(value) && value > 60 && value <= LAST_DAY;
  return isDay ? new Date(FIRST_DAY + value * 86_400_000).toISOString().slice(0, 10) : text;
}
