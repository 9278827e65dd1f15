import { z } from 'zod';
import { route } from '../route.ts';
import { isPreview, rowError, tableFile } from '../shapes.ts';
import { shipmentRun } from './shipments.ts';

export const shipmentNumberRoutes = {
  'shipment-number-imports.create': route({
    id: 'shipment-number-imports.create',
    method: 'post',
    path: '/shipment-number-imports',
    scope: 'orders:write',
    summary:
      'Ship orders of the seller’s own by a file with the columns order_id, carrier, tracking_number: a preview, or all of it as one task. A file with a bad row, or sent again, ships nothing',
    upload: tableFile,
    query: z.strictObject({
      isPreview,
      /** Rows that speak for false fulfilment ship nothing until a person has seen them. */
      confirmsWarnings: z.enum(['true', 'false']).default('false'),
    }),
    answer: z.strictObject({
      isApplied: z.boolean(),
      rows: z.int(),
      warned: z.array(z.strictObject({ line: z.int(), channelOrderId: z.string(), warnings: z.array(z.string()) })),
      /** Null until it is applied. */
      run: shipmentRun.nullable(),
      errors: z.array(rowError),
    }),
  }),
} as const;
