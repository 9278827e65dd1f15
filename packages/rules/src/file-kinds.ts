/**
 * What a file is, by its content. A name and a declared type are claims; the bytes are looked at from their first to their last, so that
 * a page, a program or an archive that begins like a picture is refused. The same function runs in the browser, before anything is sent,
 * and in the server.
 *
 * Accepted: a PDF from its header to its last %%EOF, a PNG whose chunks all check, a JPEG from SOI to EOI (a phone appends further
 * pictures, which must be whole too). Refused beside lies: what a reader might run, as a PDF with scripts or files inside. A PDF can hide
 * such things in compressed streams; that is why nobody is ever shown one inside our pages.
 */
export const fileKinds = ['application/pdf', 'image/jpeg', 'image/png'] as const;
export type FileKind = (typeof fileKinds)[number];
export type FileFault =
  | 'empty'
  | 'too-large'
  | 'unknown-content'
  | 'not-the-declared-type'
  | 'not-the-type-of-its-name'
  | 'damaged'
  | 'more-behind-the-end'
  | 'two-files-in-one'
  | 'active-content'
  | 'too-many-pixels';
export type FileVerdict = { kind: FileKind } | { fault: FileFault };

export const FILE_MAX_BYTES = 10 * 1024 * 1024;
const PIXELS_MAX = 40_000_000;

const kindOfEnding: Readonly<Record<string, FileKind>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
};

/** A name without an ending claims nothing; any other ending than these four claims something else. */
export function kindOfName(name: string): FileKind | 'other' | null {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name.trim())?.[1]?.toLowerCase();
  return ending === undefined ? null : (kindOfEnding[ending] ?? 'other');
}

export function examineFile(bytes: Uint8Array, claim: { name: string; declared: string }): FileVerdict {
  if (bytes.length === 0) return { fault: 'empty' };
  if (bytes.length > FILE_MAX_BYTES) return { fault: 'too-large' };
  const kind = beginningOf(bytes);
  if (kind === null) return { fault: 'unknown-content' };
  if (claim.declared !== kind) return { fault: 'not-the-declared-type' };
  const named = kindOfName(claim.name);
  if (named !== null && named !== kind) return { fault: 'not-the-type-of-its-name' };
  const fault = examiners[kind](bytes) ?? (isAlsoArchive(bytes) || isAlsoPage(bytes) ? 'two-files-in-one' : null);
  return fault === null ? { kind } : { fault };
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function beginningOf(bytes: Uint8Array): FileKind | null {
  if (/^%PDF-[12]\.\d/.test(latin(bytes, 0, 8))) return 'application/pdf';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  return PNG_SIGNATURE.every((byte, index) => bytes[index] === byte) ? 'image/png' : null;
}

type Examine = (bytes: Uint8Array) => FileFault | null;
const examiners: Readonly<Record<FileKind, Examine>> = {
  'application/pdf': examinePdf,
  'image/jpeg': examineJpeg,
  'image/png': examinePng,
};

/** Names long enough not to come about by chance in megabytes of compressed data. */
const ACTIVE = ['/JavaScript', '/Launch', '/EmbeddedFile', '/RichMedia'];
const PDF_TAIL = 2048;

function examinePdf(bytes: Uint8Array): FileFault | null {
  const tail = latin(bytes, Math.max(0, bytes.length - PDF_TAIL), bytes.length);
  const end = tail.lastIndexOf('%%EOF');
  if (end < 0) return indexOf(bytes, '%%EOF', 0) < 0 ? 'damaged' : 'more-behind-the-end';
  if (tail.slice(end + 5).trim() !== '') return 'more-behind-the-end';
  if (!tail.slice(0, end).includes('startxref')) return 'damaged';
  return ACTIVE.some((mark) => indexOf(bytes, mark, 0) >= 0) ? 'active-content' : null;
}

function examinePng(bytes: Uint8Array): FileFault | null {
  const view = viewOf(bytes);
  for (let at = PNG_SIGNATURE.length, count = 0; at + 12 <= bytes.length; count += 1) {
    const length = view.getUint32(at);
    const type = latin(bytes, at + 4, at + 8);
    const next = at + 12 + length;
    if (next > bytes.length || !/^[A-Za-z]{4}$/.test(type)) return 'damaged';
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length)) return 'damaged';
    if ((count === 0) !== (type === 'IHDR')) return 'damaged';
    if (type === 'IHDR') {
      if (length !== 13) return 'damaged';
      const pixels = view.getUint32(at + 8) * view.getUint32(at + 12);
      if (pixels === 0) return 'damaged';
      if (pixels > PIXELS_MAX) return 'too-many-pixels';
    }
    if (type === 'IEND') return next === bytes.length ? null : 'more-behind-the-end';
    at = next;
  }
  return 'damaged';
}

function examineJpeg(bytes: Uint8Array): FileFault | null {
  let at = 0;
  while (at < bytes.length) {
    const picture = jpegFrom(bytes, at);
    if (typeof picture === 'string') return at === 0 || picture !== 'damaged' ? picture : 'more-behind-the-end';
    at = picture.end;
    while (bytes[at] === 0) at += 1;
    if (at < bytes.length && (bytes[at] !== 0xff || bytes[at + 1] !== 0xd8)) return 'more-behind-the-end';
  }
  return null;
}

const SOS = 0xda;
const EOI = 0xd9;
const isStandalone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** One picture from its SOI to its EOI, marker by marker; thumbnails lie inside segments and are stepped over. */
function jpegFrom(bytes: Uint8Array, start: number): { end: number } | FileFault {
  const view = viewOf(bytes);
  let hasFrame = false;
  let hasScan = false;
  let at = start + 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return 'damaged';
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (marker === EOI) return hasFrame && hasScan ? { end: at + 2 } : 'damaged';
    else if (isStandalone(marker)) at += 2;
    else {
      const length = at + 4 <= bytes.length ? view.getUint16(at + 2) : 0;
      if (length < 2 || at + 2 + length > bytes.length) return 'damaged';
      if (isFrame(marker)) {
        if (length < 8) return 'damaged';
        if (view.getUint16(at + 5) * view.getUint16(at + 7) > PIXELS_MAX) return 'too-many-pixels';
        hasFrame = true;
      }
      at += 2 + length;
      if (marker === SOS) {
        hasScan = true;
        at = endOfScan(bytes, at);
      }
    }
  }
  return 'damaged';
}

/** Inside a scan an 0xFF of the data is followed by 0, a restart marker by its number; anything else ends the scan. */
function endOfScan(bytes: Uint8Array, start: number): number {
  for (let at = start; at + 1 < bytes.length; at += 1) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && !isStandalone(next)) return at;
  }
  return bytes.length;
}

const ARCHIVE_END = 22;
const ARCHIVE_COMMENT_MAX = 65_535;

/** A ZIP is read from its end: a record that reaches exactly to the file's last byte makes an archive of any file. */
function isAlsoArchive(bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  const first = Math.max(0, bytes.length - ARCHIVE_END - ARCHIVE_COMMENT_MAX);
  for (let at = bytes.length - ARCHIVE_END; at >= first; at -= 1)
    if (view.getUint32(at) === 0x504b0506 && at + ARCHIVE_END + view.getUint16(at + 20, true) === bytes.length) return true;
  return false;
}

/** Browsers that guess look at the beginning only. */
function isAlsoPage(bytes: Uint8Array): boolean {
  return /<(!doctype|html|script|svg|body|iframe|head)\b/i.test(latin(bytes, 0, 1024));
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function latin(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

function indexOf(bytes: Uint8Array, text: string, from: number): number {
  const [first = 0] = [...text].map((letter) => letter.charCodeAt(0));
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1))
    if (latin(bytes, at, at + text.length) === text) return at;
  return -1;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (crcTable[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
