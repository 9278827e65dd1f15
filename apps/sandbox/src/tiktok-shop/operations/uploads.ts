/** Uploading images and papers: a form, judged by its bytes and not by what it calls itself. Larger ones than 10 MB the gateway turns away. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CODE, PlatformError } from '../envelope.ts';
import { fileUrl } from '../files.ts';
import { lookAt } from '../image-size.ts';
import { grantOperation } from '../operation.ts';
import { pictureUrl } from '../pictures.ts';

const LONGEST_SIDE = 4000;
/** Of a main image the platform's own guide says 300; the other bound is our choice. */
const SHORTEST_SIDE = { MAIN_IMAGE: 300, OTHER: 50 } as const;

const upload = grantOperation({
  method: 'POST',
  template: '/product/{version}/images/upload',
  versions: ['202309'],
  scope: 'seller.product.basic',
  isUpload: true,
  body: z.object({
    data: z.instanceof(Uint8Array),
    use_case: z
      .enum(['MAIN_IMAGE', 'ATTRIBUTE_IMAGE', 'DESCRIPTION_IMAGE', 'CERTIFICATION_IMAGE', 'SIZE_CHART_IMAGE'])
      .default('MAIN_IMAGE'),
  }),
  answer({ sim, grant, origin, body: { data, use_case: useCase } }) {
    if (data.byteLength === 0) throw new PlatformError(CODE.imageUnreadable, 'The image is empty');
    const seen = lookAt(data);
    if (!seen) throw new PlatformError(CODE.imageFormat, 'The file is no JPEG, PNG or WEBP image');
    const { width, height, format } = seen;
    const shortest = useCase === 'MAIN_IMAGE' ? SHORTEST_SIDE.MAIN_IMAGE : SHORTEST_SIDE.OTHER;
    if (Math.min(width, height) < shortest || Math.max(width, height) > LONGEST_SIDE)
      throw new PlatformError(CODE.imageDimensions, `The image is not between ${shortest} and ${LONGEST_SIDE} pixels wide and high`);
    const { uri } = sim.acts.uploadImage({ sellerId: grant.sellerId, width, height, format, useCase });
    return { uri, url: pictureUrl(origin, uri.split('/').at(-1) ?? ''), width, height, use_case: useCase };
  },
});

const PDF_BEGINS = '%PDF-';
const PDF_ENDS = '%%EOF';
/** Behind the end mark a few bytes are common. */
const TAIL_BYTES = 1024;

const uploadFile = grantOperation({
  method: 'POST',
  template: '/product/{version}/files/upload',
  versions: ['202309'],
  scope: 'seller.product.basic',
  isUpload: true,
  body: z.object({ data: z.instanceof(Uint8Array), name: z.string().trim().min(1).max(255) }),
  answer({ sim, grant, origin, body: { data, name } }) {
    const text = (from: number, to?: number): string => Buffer.from(data.slice(from, to)).toString('latin1');
    if (data.byteLength === 0) throw new PlatformError(CODE.imageUnreadable, 'The file is empty');
    if (text(0, PDF_BEGINS.length) !== PDF_BEGINS) throw new PlatformError(CODE.imageFormat, 'The file is no PDF');
    if (!text(-TAIL_BYTES).includes(PDF_ENDS)) throw new PlatformError(CODE.imageUnreadable, 'The file is cut short');
    const sha256 = createHash('sha256').update(data).digest('hex');
    const file = sim.acts.uploadFile({ sellerId: grant.sellerId, name, format: 'PDF', bytes: data.byteLength, sha256 });
    return { id: file.id, url: fileUrl(origin, file.id), name, format: file.format };
  },
});

export const UPLOAD_OPERATIONS = [upload, uploadFile];
