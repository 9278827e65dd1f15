/** What a worker of this drill does: all that the workbench does with conversations, by its own list of jobs. */
import { jobHandlers } from '../../../apps/server/src/wiring.ts';
import { serveWorker } from '../crew/work.ts';

/** The word on the command line under which the program is started as a worker. */
export const WORKER = 'messages-worker';

export function serveMessagesWorker(): void {
  serveWorker({
    heldCall: /\/messages\?/,
    handlersOf: (services) =>
      jobHandlers({
        ...{ services, config: { fxFeedUrl: null } },
        send: () => Promise.reject(new Error('nothing else is called here')),
        hookAddress: () => '',
      }),
  });
}
