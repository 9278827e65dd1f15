/** What the first bytes of a picture say of it: its format and size. Null for what is no JPEG, PNG or WebP, or is cut short. */
export type Looked = { format: 'JPEG' | 'PNG' | 'WEBP'; width: number; height: number };

export function lookAt(bytes: Uint8Array): Looked | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return pngOf(view) ?? jpegOf(view) ?? webpOf(view);
  } catch {
    // A DataView throws where the bytes end.
    return null;
  }
}

const textAt = (view: DataView, at: number, length: number): string =>
  String.fromCharCode(...Array.from({ length }, (_, index) => view.getUint8(at + index)));

function pngOf(view: DataView): Looked | null {
  if (textAt(view, 1, 3) !== 'PNG' || textAt(view, 12, 4) !== 'IHDR') return null;
  return { format: 'PNG', width: view.getUint32(16), height: view.getUint32(20) };
}

/** The size stands in the frame header, behind segments of any length. */
function jpegOf(view: DataView): Looked | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return { format: 'JPEG', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    if (marker < 0xff00) return null;
  }
}

/** Three kinds, each with the size elsewhere: extended, lossless, lossy. */
function webpOf(view: DataView): Looked | null {
  if (textAt(view, 0, 4) !== 'RIFF' || textAt(view, 8, 4) !== 'WEBP') return null;
  const of = (width: number, height: number): Looked => ({ format: 'WEBP', width, height });
  switch (textAt(view, 12, 4)) {
    case 'VP8X':
      return of((view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(27, true) & 0xffffff) + 1);
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return of((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case 'VP8 ':
      return of(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    default:
      return null;
  }
}
