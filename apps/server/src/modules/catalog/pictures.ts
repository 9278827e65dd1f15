/**
 * A picture as it came, made ours: decoded and written anew, so that nothing else that lay in the file is kept, turned upright, and no
 * larger than any platform shows. What it is, its content says. The count of pixels is read before anything is unpacked.
 */
import sharp, { type Sharp } from 'sharp';

const PIXELS_MAX = 40_000_000;
const SIDE_MIN = 100;
const SIDE_MAX = 2_048;
const SMALL_SIDE = 192;

export type Picture = { mediaType: string; width: number; height: number; bytes: Buffer; small: Buffer };
export type PictureFault = { fault: 'unknown-content' | 'too-many-pixels' | 'too-small' | 'damaged'; message: string };

const writers: Readonly<Record<string, { mediaType: string; write: (image: Sharp) => Sharp }>> = {
  jpeg: { mediaType: 'image/jpeg', write: (image) => image.jpeg({ quality: 88, mozjpeg: true }) },
  png: { mediaType: 'image/png', write: (image) => image.png({ compressionLevel: 9 }) },
  webp: { mediaType: 'image/webp', write: (image) => image.webp({ quality: 88 }) },
};

const refused = (fault: PictureFault['fault'], message: string): PictureFault => ({ fault, message });
/** A WebP says so behind the length of a container that sounds and films have as well. */
const BEGINNINGS = [/^\xff\xd8\xff/, /^\x89PNG/, /^RIFF.{4}WEBP/s];

export async function pictureOf(bytes: Uint8Array): Promise<Picture | PictureFault> {
  // The library reads many more kinds of file, each of which is a door; only these three reach it.
  const beginning = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (!BEGINNINGS.some((pattern) => pattern.test(beginning)))
    return refused('unknown-content', 'the content is neither a JPEG nor a PNG nor a WebP');
  const opened = () => sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error', sequentialRead: true });
  try {
    const { format, width = 0, height = 0 } = await sharp(bytes, { limitInputPixels: false }).metadata();
    const writer = writers[format ?? ''];
    if (!writer) return refused('unknown-content', 'the content is neither a JPEG nor a PNG nor a WebP');
    if (width * height > PIXELS_MAX) return refused('too-many-pixels', 'the picture has more than 40 million pixels');
    if (Math.min(width, height) < SIDE_MIN) return refused('too-small', `the picture is narrower than ${SIDE_MIN} pixels`);
    const whole = opened().rotate().resize(SIDE_MAX, SIDE_MAX, { fit: 'inside', withoutEnlargement: true });
    const { data, info } = await writer.write(whole).toBuffer({ resolveWithObject: true });
    const small = await opened().rotate().resize(SMALL_SIDE, SMALL_SIDE, { fit: 'cover' }).webp({ quality: 80 }).toBuffer();
    return { mediaType: writer.mediaType, width: info.width, height: info.height, bytes: data, small };
  } catch {
    return refused('damaged', 'the picture is damaged or cut off');
  }
}
