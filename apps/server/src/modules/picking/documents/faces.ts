/**
 * The typefaces that documents are written with (docs/decisions/0015). A text is cut into runs by the first face that has each character,
 * so that a Chinese name among Latin words is printed and not replaced; a character that no face has is written out as its code point.
 * Faces are read when first needed and stay.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import fontkit from '@pdf-lib/fontkit';
import { z } from 'zod';

/** `han-37` is one of the slices into which the Chinese face comes cut, each with the characters that occur together. */
export type FaceName = 'latin' | 'latin-ext' | 'vietnamese' | 'thai' | `han-${number}`;
export type Run = { face: FaceName; text: string };
type Face = { bytes: Uint8Array; has(codePoint: number): boolean };

const require = createRequire(import.meta.url);
const SMALL = ['latin', 'latin-ext', 'vietnamese', 'thai'] as const;
const HAN_SLICES = require.resolve('@fontsource/noto-sans-sc/unicode.json');

const smallFiles: Readonly<Record<string, string>> = {
  latin: require.resolve('@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff'),
  'latin-ext': require.resolve('@fontsource/noto-sans/files/noto-sans-latin-ext-400-normal.woff'),
  vietnamese: require.resolve('@fontsource/noto-sans/files/noto-sans-vietnamese-400-normal.woff'),
  thai: require.resolve('@fontsource/noto-sans-thai/files/noto-sans-thai-thai-400-normal.woff'),
};
const fileOf = (name: FaceName): string =>
  smallFiles[name] ?? path.join(path.dirname(HAN_SLICES), `files/noto-sans-sc-${name.slice(4)}-400-normal.woff`);

const opened = new Map<FaceName, Face>();

export async function faceOf(name: FaceName): Promise<Face> {
  const known = opened.get(name);
  if (known) return known;
  const bytes = await readFile(fileOf(name));
  const characters = new Set(fontkit.create(bytes).characterSet);
  const face: Face = { bytes, has: (codePoint) => characters.has(codePoint) };
  opened.set(name, face);
  return face;
}

/** `{ "[37]": "U+4E00,U+4E10-4E1F" }`. */
const ranges = z.record(z.string(), z.string());
let slices: Promise<ReadonlyMap<number, FaceName>> | null = null;

function hanSlices(): Promise<ReadonlyMap<number, FaceName>> {
  slices ??= readSlices();
  return slices;
}

async function readSlices(): Promise<ReadonlyMap<number, FaceName>> {
  const found = new Map<number, FaceName>();
  const listed = ranges.parse(JSON.parse(await readFile(HAN_SLICES, 'utf8')));
  for (const [key, text] of Object.entries(listed)) {
    const slice = /^\[(\d+)\]$/.exec(key)?.[1];
    for (const range of slice === undefined ? [] : text.split(',')) {
      const [from = 0, to = from] = range
        .trim()
        .slice(2)
        .split('-')
        .map((hex) => Number.parseInt(hex, 16));
      for (let codePoint = from; codePoint <= to; codePoint += 1) found.set(codePoint, `han-${Number(slice)}`);
    }
  }
  return found;
}

/** Line ends, and what has no shape of its own or would turn the order of the text. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** SARA AM is a ring above its letter and a stroke behind it; a tone mark stands above the ring, and the face knows that only in this order. */
const TONE_AND_SARA_AM = /([\u0e48-\u0e4b])\u0e33/g;

/** Composed, on one line, without what a printer cannot show. */
export const printable = (text: string): string =>
  text.normalize('NFC').replaceAll(TONE_AND_SARA_AM, '\u0e4d$1\u0e32').replaceAll(UNSEEN, ' ').replaceAll(/\s+/gu, ' ').trim();

export async function runsOf(text: string): Promise<Run[]> {
  const runs: Run[] = [];
  for (const letter of text) {
    const last = runs.at(-1);
    const codePoint = letter.codePointAt(0) ?? 0;
    // Nothing is awaited where the face in use goes on: a document has tens of thousands of letters.
    const goesOn = last !== undefined && opened.get(last.face)?.has(codePoint) === true;
    const face = goesOn ? last.face : await faceWith(codePoint);
    const shown = face ? letter : `[U+${codePoint.toString(16).toUpperCase()}]`;
    if (last && last.face === (face ?? 'latin')) last.text += shown;
    else runs.push({ face: face ?? 'latin', text: shown });
  }
  return runs;
}

async function faceWith(codePoint: number): Promise<FaceName | null> {
  for (const name of SMALL) if ((await faceOf(name)).has(codePoint)) return name;
  const slice = (await hanSlices()).get(codePoint);
  return slice && (await faceOf(slice)).has(codePoint) ? slice : null;
}
