/** A form of one file and some words, as bytes. */
import { createHash } from 'node:crypto';

export type Upload = { fields: Readonly<Record<string, string>>; file: { field: string; fileName: string; bytes: Uint8Array } };

/** The boundary is made from the file, so that the same upload is the same bytes and no file holds its own boundary but by a miracle. */
export function multipart({ fields, file }: Upload): { contentType: string; body: Uint8Array } {
  const boundary = `form-${createHash('sha256').update(file.bytes).digest('hex').slice(0, 40)}`;
  const words = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const disposition = `form-data; name="${file.field}"; filename="${safeName(file.fileName)}"`;
  const head = `${words.join('')}--${boundary}\r\ncontent-disposition: ${disposition}\r\ncontent-type: application/octet-stream\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body };
}

/** Nothing that could end the header early. */
const safeName = (name: string): string => name.replace(/[^\w.-]/g, '_').slice(-100) || 'file';
