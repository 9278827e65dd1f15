/** `*_ge` includes its second, `*_lt` and the older `*_le` exclude and include theirs. */
import type { Instant } from '../../world/types.ts';

type Timed = { id: string; createdAt: Instant; updatedAt: Instant };
export type TimeWindow = {
  create_time_ge?: number | undefined;
  create_time_lt?: number | undefined;
  create_time_le?: number | undefined;
  update_time_ge?: number | undefined;
  update_time_lt?: number | undefined;
  update_time_le?: number | undefined;
};

export function within(row: Timed, window: TimeWindow): boolean {
  return (
    inRange(row.createdAt, { ge: window.create_time_ge, lt: window.create_time_lt, le: window.create_time_le }) &&
    inRange(row.updatedAt, { ge: window.update_time_ge, lt: window.update_time_lt, le: window.update_time_le })
  );
}

function inRange(at: Instant, range: Record<'ge' | 'lt' | 'le', number | undefined>): boolean {
  const second = Math.floor(at / 1000);
  return (
    (range.ge === undefined || second >= range.ge) &&
    (range.lt === undefined || second < range.lt) &&
    (range.le === undefined || second <= range.le)
  );
}

export function byTime(field: 'create_time' | 'update_time'): (row: Timed) => [number, string] {
  return (row) => [field === 'create_time' ? row.createdAt : row.updatedAt, row.id];
}
