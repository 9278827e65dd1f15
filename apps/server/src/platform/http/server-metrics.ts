import type { Database } from '../database/database.ts';
import { queueFigures } from '../lanes/lanes.ts';
import type { Clock } from '../ports.ts';
import type { EventStreams } from './events.ts';
import type { Metrics } from './metrics.ts';

/** Figures asked for at each reading of /metrics. Sums over all merchants: no label names one. */
export function watchServer(
  metrics: Metrics,
  { database, clock, events }: { database: Database; clock: Clock; events: EventStreams },
): void {
  const lag = metrics.gauge('tw_queue_lag_seconds', 'How long the oldest due work has been waiting');
  const due = metrics.gauge('tw_queue_due_lanes', 'Lanes with work due now');
  const halted = metrics.gauge('tw_queue_halted_lanes', 'Lanes that do not run, by why');
  const parked = metrics.gauge('tw_queue_parked_jobs', 'Jobs kept for a person');
  const pool = metrics.gauge('tw_database_connections', 'Connections by pool and state');
  const streams = metrics.gauge('tw_event_streams', 'Browsers listening for hints');
  metrics.onCollect(async () => {
    streams.set(events.count());
    for (const [name, { total, idle, waiting }] of Object.entries(database.stats())) {
      pool.set(total - idle, { pool: name, state: 'busy' });
      pool.set(idle, { pool: name, state: 'idle' });
      pool.set(waiting, { pool: name, state: 'waited-for' });
    }
    const now = clock.now();
    const figures = await queueFigures(database.system, now);
    lag.set(figures.oldestDueAt === null ? 0 : Math.max(0, now - figures.oldestDueAt) / 1000);
    due.set(figures.dueLanes);
    halted.set(figures.pausedLanes, { why: 'paused' });
    halted.set(figures.stoppedLanes, { why: 'stopped' });
    parked.set(figures.parkedJobs);
  });
}
