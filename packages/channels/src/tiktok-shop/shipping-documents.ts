/**
 * Labels and packing slips: the platform answers an address that ends after a while, from which the bytes are fetched at once. The
 * address is a secret of its own, and no token goes there. It holds a buyer's name and street, so it stays in this file.
 */
import { z } from 'zod';
import { ChannelFailure, type DocumentKind, type ShippingDocument, type ShopAccess } from '../port.ts';
import { readAnswer, text } from './fields.ts';
import { OPERATIONS } from './operations.ts';
import { fetchable, type Platform } from './platform.ts';

const KINDS: Readonly<Record<DocumentKind, string>> = {
  label: 'SHIPPING_LABEL',
  'packing-slip': 'PACKING_SLIP',
  'label-and-packing-slip': 'SHIPPING_LABEL_AND_PACKING_SLIP',
};
const PDF_HEAD = '%PDF-';

const located = z.object({ doc_url: z.string().min(1), tracking_number: text });

export async function shippingDocument(
  platform: Platform,
  shop: ShopAccess,
  { channelPackageId, kind, size }: { channelPackageId: string; kind: DocumentKind; size: 'A6' | 'A5' },
): Promise<ShippingDocument> {
  const operation = OPERATIONS.shippingDocument;
  const query = { document_type: KINDS[kind], document_size: size, document_format: 'PDF' };
  const pathIds = { package_id: channelPackageId };
  const data = await platform.caller.signed({ operation, baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop, pathIds, query });
  const wire = readAnswer(located, data, operation.name);
  const bytes = await platform.caller.download(OPERATIONS.documentDownload, fetchable(platform, OPERATIONS.shippingDocument, wire.doc_url));
  if (Buffer.from(bytes.subarray(0, PDF_HEAD.length)).toString('latin1') !== PDF_HEAD)
    throw new ChannelFailure('retry-later', `TikTok Shop, ${OPERATIONS.documentDownload.name}: what arrived is no PDF`);
  return { bytes, trackingNumber: wire.tracking_number || null };
}
