/** Shops by the platform's rates. See README.md. */
import { type Handlers, refuse } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { listBehind } from './queries/behind.ts';
import { readPerformance, readShopPerformance } from './queries/performance.ts';
import { refuseTable, replayTable } from './queries/replay.ts';
import { rowView, tables } from './standing.ts';

export { watchRows } from './commands/watch-rows.ts';
export { rateDuties } from './duties.ts';
export { ratesOf } from './queries/performance.ts';

type PerformanceHandlers = Pick<
  Handlers,
  'performance.list' | 'performance.get' | 'performance.behind' | 'performance.table' | 'performance.replay'
>;

export function performanceHandlers(services: Pick<Services, 'database' | 'clock' | 'channels'>): PerformanceHandlers {
  return {
    'performance.list': ({ caller }) => readPerformance(services, { caller }),
    'performance.get': async ({ caller, params }) => (await readShopPerformance(services, { caller, ...params })) ?? refuse('not-found'),
    'performance.behind': async ({ caller, params, query }) =>
      (await listBehind(services, { caller, ...params, ...query })) ?? refuse('not-found'),
    'performance.table': async ({ params }) => {
      const { limitPerMille, rows } = tables[params.metric];
      return { limitPerMille, rows: rows.map(rowView) };
    },
    'performance.replay': async ({ caller, body }) => refuseTable(body.table) ?? replayTable(services, { caller, body }),
  };
}
