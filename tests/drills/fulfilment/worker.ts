/** One process of the workbench that ships parcels, on the database that all of them share. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { HttpSend } from '@tradewind/channels';
import { followShipments } from '../../../apps/server/src/modules/desk/index.ts';
import { shipPackagesJobHandler } from '../../../apps/server/src/modules/fulfilment/index.ts';
import { realClock } from '../../../apps/server/src/platform/clock/real-clock.ts';
import { createHttpSend } from '../../../apps/server/src/platform/http-out.ts';
import { createWorker, type JobHandler } from '../../../apps/server/src/platform/lanes/lanes.ts';
import { isCertainlyGone, nameOfThisProcess } from '../../../apps/server/src/platform/process-name.ts';
import { silentLog } from '../../../apps/server/src/testing/silent-log.ts';
import type { FromWorker, Opening, ToWorker } from './messages.ts';
import { openServices } from './services.ts';

/** The word on the command line under which the program is started as a worker. */
export const WORKER = 'fulfilment-worker';

export function serveFulfilmentWorker(): void {
  const say = (message: FromWorker): void => void process.send?.(message);
  const real = createHttpSend({ fetch });
  let gate: { opened: Promise<void>; open: () => void; isTaken: boolean } | null = null;
  const send: HttpSend = async (request) => {
    if (gate && !gate.isTaken && /\/packages\/ship\b/.test(request.url)) {
      const { opened } = gate;
      gate.isTaken = true;
      say({ what: 'held' });
      await opened;
    }
    return real(request);
  };
  // The cast: only the drill speaks to this process.
  process.on('message', (given) => {
    const message = given as ToWorker;
    if (message.what === 'open') begin(message.opening, send);
    if (message.what === 'open') say({ what: 'open' });
    if (message.what === 'hold') {
      let open = (): void => undefined;
      const opened = new Promise<void>((resolve) => {
        open = resolve;
      });
      gate = { opened, open, isTaken: false };
    }
    if (message.what === 'go') {
      gate?.open();
    }
  });
  process.on('disconnect', () => process.exit(1));
}

function begin(opening: Opening, send: HttpSend): void {
  const { services, database } = openServices(opening, send);
  // Each handler is only given payloads that its own schema produced.
  const handlers = [
    shipPackagesJobHandler(services, { holdsOf: async () => new Map(), followShipments }),
  ] as unknown as JobHandler<unknown>[];
  const random = { number: Math.random, bytes: (length: number) => new Uint8Array(randomBytes(length)) };
  const workerId = `${nameOfThisProcess()}/${randomUUID()}`;
  const { clock, guards } = services;
  const ports = { database, clock, leaseClock: realClock, random, log: silentLog, handlers, workerId, isGone: isCertainlyGone };
  createWorker({ ...ports, guards, concurrency: 6, leaseMs: 30_000 }).start();
}
