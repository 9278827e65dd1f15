/** One process of the workbench that works on the database that all of them share, with the jobs of the drill it is of. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { HttpSend } from '@tradewind/channels';
import { realClock } from '../../../apps/server/src/platform/clock/real-clock.ts';
import { createHttpSend } from '../../../apps/server/src/platform/http-out.ts';
import { createWorker, type JobHandler } from '../../../apps/server/src/platform/lanes/lanes.ts';
import { isCertainlyGone, nameOfThisProcess } from '../../../apps/server/src/platform/process-name.ts';
import type { Services } from '../../../apps/server/src/platform/services.ts';
import { silentLog } from '../../../apps/server/src/testing/silent-log.ts';
import type { FromWorker, Opening, ToWorker } from './orders.ts';
import { openServices } from './services.ts';

/** `heldCall`: the address at which a worker stops when it is told to hold. */
export type Work = { handlersOf: (services: Services) => JobHandler<unknown>[]; heldCall: RegExp };

export function serveWorker({ handlersOf, heldCall }: Work): void {
  const say = (message: FromWorker): void => void process.send?.(message);
  const real = createHttpSend({ fetch });
  let gate: { opened: Promise<void>; open: () => void; isTaken: boolean } | null = null;
  const send: HttpSend = async (request) => {
    if (gate && !gate.isTaken && heldCall.test(request.url)) {
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
    if (message.what === 'open') begin(message.opening, send, handlersOf);
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

function begin(opening: Opening, send: HttpSend, handlersOf: Work['handlersOf']): void {
  const { services, database } = openServices(opening, send);
  const random = { number: Math.random, bytes: (length: number) => new Uint8Array(randomBytes(length)) };
  const workerId = `${nameOfThisProcess()}/${randomUUID()}`;
  const { clock, guards } = services;
  const handlers = handlersOf(services);
  const ports = { database, clock, leaseClock: realClock, random, log: silentLog, handlers, workerId, isGone: isCertainlyGone };
  createWorker({ ...ports, guards, concurrency: 6, leaseMs: 30_000 }).start();
}
