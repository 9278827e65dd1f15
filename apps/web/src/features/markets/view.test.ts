import { describe, expect, it } from 'vitest';
import { readView } from './view.ts';

const today = '2026-03-05';

describe('the address of the markets page', () => {
  it('shows the month to date, largest GMV first, when nothing is said', () => {
    expect(readView({}, today)).toEqual({
      period: 'month',
      days: { from: '2026-03-01', to: today },
      sort: { key: 'gmv', isDescending: true },
      chart: 'trend',
      metric: 'gmv',
    });
  });

  it('counts seven days with today', () => {
    expect(readView({ period: '7-days' }, today).days).toEqual({ from: '2026-02-27', to: today });
  });

  it('takes own days, and a named period before them', () => {
    const own = { from: '2026-01-01', to: '2026-01-31' };
    expect(readView(own, today)).toMatchObject({ period: 'custom', days: own });
    expect(readView({ ...own, period: 'yesterday' }, today).days).toEqual({ from: '2026-03-04', to: '2026-03-04' });
  });

  it.each([
    [{ from: '2026-02-01', to: '2026-01-01' }],
    [{ from: 'x', to: 'y' }],
    [{ from: '2026-13-40', to: '2026-13-41' }],
    [{ period: 'for-ever', chart: 'pie', metric: 7 }],
  ])('falls back to the month for %j', (search) => {
    expect(readView(search, today)).toMatchObject({ period: 'month', chart: 'trend', metric: 'gmv' });
  });

  it('reads the order of rows', () => {
    expect(readView({ sort: 'roas' }, today).sort).toEqual({ key: 'roas', isDescending: false });
    expect(readView({ sort: '-refunds' }, today).sort).toEqual({ key: 'refunds', isDescending: true });
  });
});
