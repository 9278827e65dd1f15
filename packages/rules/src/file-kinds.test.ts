import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examineFile, FILE_MAX_BYTES, fileKinds, kindOfName } from './file-kinds.ts';

const text = (content: string): Buffer => Buffer.from(content, 'latin1');
const join = (...parts: (Buffer | string)[]): Buffer => Buffer.concat(parts.map((part) => (typeof part === 'string' ? text(part) : part)));

const pdf = (inside = ''): Buffer => text(`%PDF-1.7\n1 0 obj\n<< /Type /Catalog ${inside} >>\nendobj\nstartxref\n9\n%%EOF\n`);

function chunk(type: string, data: Buffer): Buffer {
  const body = join(type, data);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return join(frame.subarray(0, 4), body, frame.subarray(4));
}
function header(width: number, height: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([8, 0], 8);
  return chunk('IHDR', data);
}
const SIGNATURE = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const END = chunk('IEND', Buffer.alloc(0));
const png = (...more: Buffer[]): Buffer => join(SIGNATURE, header(1, 1), chunk('IDAT', deflateSync(Buffer.of(0, 255))), ...more, END);

const segment = (marker: number, data: Buffer): Buffer => join(Buffer.of(0xff, marker, 0, data.length + 2), data);
const frame = (width = 16, height = 16): Buffer =>
  segment(0xc0, Buffer.of(8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0));
const scan = join(segment(0xda, Buffer.of(1, 1, 0, 0, 63, 0)), Buffer.of(0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56));
const SOI = Buffer.of(0xff, 0xd8);
const EOI = Buffer.of(0xff, 0xd9);
const app = (content: string | Buffer): Buffer => segment(0xe1, Buffer.isBuffer(content) ? content : text(content));
const jpeg = (...before: Buffer[]): Buffer => join(SOI, app('Exif'), ...before, frame(), scan, EOI);

/** As `zip` makes them: read from their end. */
function zipEnd(commentLength: number): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(commentLength, 20);
  return end;
}

const declared = { pdf: 'application/pdf', jpg: 'image/jpeg', png: 'image/png' } as const;
const examine = (bytes: Buffer, name: string, type?: string) =>
  examineFile(bytes, { name, declared: type ?? declared[name.split('.').at(-1) as keyof typeof declared] ?? 'application/pdf' });

describe('a whole file is taken', () => {
  test.each([
    ['a PDF', pdf(), 'licence.pdf', 'application/pdf'],
    ['a PDF 2.0 with spaces behind it', join('%PDF-2.0\nstartxref\n0\n%%EOF', '\r\n  \n'), 'a.pdf', 'application/pdf'],
    ['a PDF saved twice, with two ends', join(pdf(), pdf().subarray(9)), 'a.pdf', 'application/pdf'],
    ['a PNG', png(), 'scan.png', 'image/png'],
    ['a JPEG', jpeg(), 'scan.jpg', 'image/jpeg'],
    ['a JPEG with its ending in capitals', jpeg(), 'SCAN.JPEG', 'image/jpeg'],
    ['a JPEG with a thumbnail inside', jpeg(app(jpeg())), 'a.jpg', 'image/jpeg'],
    ['a phone’s JPEG with a second picture behind the first', join(jpeg(), Buffer.alloc(9), jpeg()), 'a.jpg', 'image/jpeg'],
    ['a progressive JPEG of two scans', join(SOI, frame(), scan, scan, EOI), 'a.jpg', 'image/jpeg'],
    ['a name without an ending', png(), '营业执照', 'image/png'],
  ])('%s', (_, bytes, name, kind) => {
    expect(examine(bytes, name, kind)).toEqual({ kind });
  });
});

describe('a lie is refused', () => {
  test.each([
    ['nothing at all', Buffer.alloc(0), 'a.pdf', 'empty'],
    ['10 MB and a byte', Buffer.alloc(FILE_MAX_BYTES + 1), 'a.pdf', 'too-large'],
    ['a page called PDF', text('<!doctype html><script>1</script>'), 'a.pdf', 'unknown-content'],
    ['a program called PNG', join('MZ', Buffer.alloc(64)), 'a.png', 'unknown-content'],
    ['an SVG called PNG', text('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a.png', 'unknown-content'],
    ['a GIF called JPEG', text('GIF89a;'), 'a.jpg', 'unknown-content'],
    ['a PDF that begins later', join('\n', pdf()), 'a.pdf', 'unknown-content'],
    ['half a PNG signature', SIGNATURE.subarray(0, 4), 'a.png', 'unknown-content'],
    ['a PNG called PDF', png(), 'a.pdf', 'not-the-declared-type'],
    ['a PDF without its end', pdf().subarray(0, -8), 'a.pdf', 'damaged'],
    ['a PDF that is only a header and an end', text('%PDF-1.4\n%%EOF'), 'a.pdf', 'damaged'],
    ['a PNG cut off', png().subarray(0, -3), 'a.png', 'damaged'],
    ['a PNG whose data was changed', Buffer.from(png().map((byte, at) => (at === 45 ? byte ^ 1 : byte))), 'a.png', 'damaged'],
    ['a PNG that begins with its data', join(SIGNATURE, chunk('IDAT', Buffer.of(1)), END), 'a.png', 'damaged'],
    ['a PNG of no width', join(SIGNATURE, header(0, 1), END), 'a.png', 'damaged'],
    ['a PNG of 41 million pixels', join(SIGNATURE, header(41_000, 1_000), END), 'a.png', 'too-many-pixels'],
    ['a JPEG of 65,535 × 65,535', join(SOI, frame(65_535, 65_535), scan, EOI), 'a.jpg', 'too-many-pixels'],
    ['a JPEG cut off', jpeg().subarray(0, -2), 'a.jpg', 'damaged'],
    ['a JPEG without a picture', join(SOI, app('x'), EOI), 'a.jpg', 'damaged'],
    ['a JPEG with a segment past its end', join(SOI, Buffer.of(0xff, 0xe1, 0xff, 0xff), EOI), 'a.jpg', 'damaged'],
    ['a PDF with a page behind it', join(pdf(), '<script>alert(1)</script>'), 'a.pdf', 'more-behind-the-end'],
    ['a PDF with much behind it', join(pdf(), Buffer.alloc(5_000, 65)), 'a.pdf', 'more-behind-the-end'],
    ['a PNG with a program behind it', join(png(), 'MZ'), 'a.png', 'more-behind-the-end'],
    ['a JPEG with an archive behind it', join(jpeg(), 'PK\x03\x04'), 'a.jpg', 'more-behind-the-end'],
    ['a JPEG with half a JPEG behind it', join(jpeg(), SOI, frame()), 'a.jpg', 'more-behind-the-end'],
    [
      'a PDF that is an archive too',
      join(pdf().subarray(0, -28), zipEnd(28), 'endobj\nstartxref\n9\n%%EOF\n   '.slice(0, 28)),
      'a.pdf',
      'two-files-in-one',
    ],
    ['a PNG that is a page too', join(SIGNATURE, header(1, 1), chunk('tEXt', text('<html><script>')), END), 'a.png', 'two-files-in-one'],
    ['a PDF that is a page too', join('%PDF-1.4\n%<script>alert(1)</script>\n', pdf().subarray(9)), 'a.pdf', 'two-files-in-one'],
    ['a PDF with a script', pdf('/OpenAction << /S /JavaScript /JS (x) >>'), 'a.pdf', 'active-content'],
    ['a PDF that starts a program', pdf('/S /Launch'), 'a.pdf', 'active-content'],
    ['a PDF with a file inside', pdf('/Names << /EmbeddedFiles 2 0 R >>'), 'a.pdf', 'active-content'],
  ])('%s', (_, bytes, name, fault) => {
    expect(examine(bytes, name)).toEqual({ fault });
  });

  test('a name may not say another type than the content, whatever was declared', () => {
    expect(examine(png(), 'a.jpg', 'image/png')).toEqual({ fault: 'not-the-type-of-its-name' });
    expect(examine(png(), 'a.png.exe', 'image/png')).toEqual({ fault: 'not-the-type-of-its-name' });
    expect(kindOfName('scan.2026-11')).toBe(null);
  });
});

test('no bytes make it fail, and what it takes is one of the three and whole', () => {
  const heads = [pdf(), png(), jpeg()];
  fc.assert(
    fc.property(fc.nat(2), fc.uint8Array({ maxLength: 40 }), fc.nat(200), (which, noise, at) => {
      const whole = heads[which] ?? pdf();
      const cut = Math.min(at, whole.length);
      const bytes = join(whole.subarray(0, cut), Buffer.from(noise), whole.subarray(cut));
      const verdict = examineFile(bytes, { name: 'x', declared: fileKinds[which] ?? '' });
      expect('fault' in verdict || verdict.kind === fileKinds[which]).toBe(true);
      // Cutting off the last byte of what was taken is always noticed.
      if ('kind' in verdict && which !== 0)
        expect(examineFile(bytes.subarray(0, -1), { name: 'x', declared: verdict.kind })).toHaveProperty('fault');
    }),
    { numRuns: 2_000 },
  );
});
