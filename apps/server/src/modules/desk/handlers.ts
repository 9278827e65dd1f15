import { type Handlers, refuse } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import type { TimelineSource } from '../../platform/timeline.ts';
import { cancelTask, createTask } from './commands/create-task.ts';
import { readChoices } from './queries/choices.ts';
import { countDesk } from './queries/desk-counts.ts';
import { listDesk } from './queries/desk-list.ts';
import { readMarks } from './queries/desk-marks.ts';
import { listTaskRows, listTasks, readTask } from './queries/desk-tasks.ts';
import { readTimeline } from './queries/timeline.ts';

type DeskHandlers = Pick<
  Handlers,
  | 'desk-orders.list'
  | 'desk-orders.get'
  | 'desk-orders.counts'
  | 'desk-orders.choices'
  | 'desk-tasks.create'
  | 'desk-tasks.list'
  | 'desk-tasks.get'
  | 'desk-tasks.rows'
  | 'desk-tasks.cancel'
  | 'orders.timeline'
>;

/** `timeline`: who knows what happened to an order. */
export function deskHandlers(services: Services, timeline: readonly TimelineSource[]): DeskHandlers {
  return {
    'desk-orders.list': ({ caller, query }) => listDesk(services, { caller, query }),
    'desk-orders.get': async ({ caller, params }) => (await readMarks(services, { caller, ...params })) ?? refuse('not-found'),
    'desk-orders.counts': ({ caller, query }) => countDesk(services, { caller, query }),
    'desk-orders.choices': ({ caller }) => readChoices(services, { caller }),
    'desk-tasks.create': (input) => createTask(services, input),
    'desk-tasks.list': ({ caller, query }) => listTasks(services, { caller, query }),
    'desk-tasks.get': async ({ caller, params }) =>
      (await services.database.readMerchant(caller.merchantId, (tx) => readTask(tx, params.taskId))) ?? refuse('not-found'),
    'desk-tasks.rows': (input) => listTaskRows(services, input),
    'desk-tasks.cancel': (input) => cancelTask(services, input),
    'orders.timeline': (input) => readTimeline(services, timeline, input),
  };
}
