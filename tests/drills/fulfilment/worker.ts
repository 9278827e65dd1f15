/** What a worker of this drill does: it ships parcels. */
import { followShipments } from '../../../apps/server/src/modules/desk/index.ts';
import { shipPackagesJobHandler } from '../../../apps/server/src/modules/fulfilment/index.ts';
import type { JobHandler } from '../../../apps/server/src/platform/lanes/lanes.ts';
import { serveWorker } from '../crew/work.ts';

/** The word on the command line under which the program is started as a worker. */
export const WORKER = 'fulfilment-worker';

export function serveFulfilmentWorker(): void {
  serveWorker({
    heldCall: /\/packages\/ship\b/,
    // Each handler is only given payloads that its own schema produced.
    handlersOf: (services) =>
      [shipPackagesJobHandler(services, { holdsOf: async () => new Map(), followShipments })] as unknown as JobHandler<unknown>[],
  });
}
