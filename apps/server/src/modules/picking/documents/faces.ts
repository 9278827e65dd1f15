/**
 * The typefaces that documents are written with (docs/decisions/0014). A text is cut into runs by the first face that has each character,
 * so that a Chinese name among Latin words is printed and not replaced; a character that no face has is written out as its code point.
 * Faces are read when first needed and stay: the Chinese one is eight megabytes.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import fontkit from '@pdf-lib/fontkit';

const FACES = ['latin', 'latin-ext', 'vietnamese', 'thai', 'han'] as const;
export type FaceName = (typeof FACES)[number];
export type Run = { face: FaceName; text: string };
type Face = { bytes: Uint8Array; has(codePoint: number): boolean };

const { resolve } = createRequire(import.meta.url);
const latin = (subset: string): string => resolve(`@fontsource/noto-sans/files/noto-sans-${subset}-400-normal.woff`);
const fileOf: Record<FaceName, () => string> = {
  latin: () => latin('latin'),
  'latin-ext': () => latin('latin-ext'),
  vietnamese: () => latin('vietnamese'),
  thai: () => resolve('@fontsource/noto-sans-thai/files/noto-sans-thai-thai-400-normal.woff'),
  han: () => path.join(path.dirname(resolve('@embedpdf/fonts-sc')), '../fonts/NotoSansHans-Regular.otf'),
};

const opened = new Map<FaceName, Promise<Face>>();

export function faceOf(name: FaceName): Promise<Face> {
  const known = opened.get(name) ?? open(name);
  opened.set(name, known);
  return known;
}

async function open(name: FaceName): Promise<Face> {
  const bytes = await readFile(fileOf[name]());
  const characters = new Set(fontkit.create(bytes).characterSet);
  return { bytes, has: (codePoint) => characters.has(codePoint) };
}

/** Line ends, and what has no shape of its own or would turn the order of the text. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Composed, on one line, without what a printer cannot show. */
export const printable = (text: string): string => text.normalize('NFC').replaceAll(UNSEEN, ' ').replaceAll(/\s+/gu, ' ').trim();

export async function runsOf(text: string): Promise<Run[]> {
  const runs: Run[] = [];
  for (const letter of text) {
    const last = runs.at(-1);
    const face = await faceWith(letter.codePointAt(0) ?? 0, last?.face);
    const shown = face ? letter : `[U+${letter.codePointAt(0)?.toString(16).toUpperCase()}]`;
    if (last && last.face === (face ?? 'latin')) last.text += shown;
    else runs.push({ face: face ?? 'latin', text: shown });
  }
  return runs;
}

/** The face in use goes on where it can: a space does not end a run. */
async function faceWith(codePoint: number, current: FaceName | undefined): Promise<FaceName | null> {
  const order = current === undefined || current === 'latin' ? FACES : [current, ...FACES];
  for (const name of order) if ((await faceOf(name)).has(codePoint)) return name;
  return null;
}
