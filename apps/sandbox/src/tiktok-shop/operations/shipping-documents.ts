/** Where the label and the packing slip of a package are. A label is made some seconds after the shipment was arranged. */
import { z } from 'zod';
import { DOCUMENT_SIZES, DOCUMENT_TYPES, documentUrl, readyAt } from '../documents.ts';
import { CODE, PlatformError } from '../envelope.ts';
import { shopOperation } from '../operation.ts';
import { ordersIn, packageOf, SCOPE } from './fulfilment-rules.ts';

const UNOFFERED = ['SHIPPING_LABEL_PICTURE', 'HAZMAT_LABEL', 'INVOICE_LABEL'] as const;

const documents = shopOperation({
  method: 'GET',
  template: '/fulfillment/{version}/packages/{package_id}/shipping_documents',
  versions: ['202309'],
  scope: SCOPE,
  query: z.strictObject({
    document_type: z.enum([...DOCUMENT_TYPES, ...UNOFFERED]),
    document_size: z.enum(DOCUMENT_SIZES).default('A6'),
    document_format: z.enum(['PDF', 'ZPL']).default('PDF'),
  }),
  answer({ sim, shop, now, origin, path, query }) {
    const parcel = packageOf(sim, shop, path.package_id);
    const type = DOCUMENT_TYPES.find((known) => known === query.document_type);
    if (!type || query.document_format !== 'PDF')
      throw new PlatformError(CODE.documentNotOffered, 'There is no such document of this package');
    if (ordersIn(sim, parcel).some(({ fulfilment }) => fulfilment === 'SELLER'))
      throw new PlatformError(CODE.documentPlatformOnly, 'Documents are for platform shipping only');
    if (parcel.status === 'CANCELLED') throw new PlatformError(CODE.orderCancelled, 'The package is cancelled');
    const ready = readyAt(parcel);
    if (ready === null) throw new PlatformError(CODE.documentBeforeShipping, 'Arrange the shipment before printing');
    if (now < ready) throw new PlatformError(CODE.documentNotReady, 'The document is not ready yet, try again');
    const request = { packageId: parcel.id, type, size: query.document_size };
    return { doc_url: documentUrl({ origin, seed: sim.world.seed, now }, request), tracking_number: parcel.trackingNumber ?? '' };
  },
});

export const SHIPPING_DOCUMENT_OPERATIONS = [documents];
