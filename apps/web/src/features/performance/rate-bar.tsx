import type { MetricStanding } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { formatPercent } from '../../shared/money.ts';
import { standingOf } from './urgency.ts';

const width = 240;

/** The rate against its table: where each row begins is a tick, the target the taller one. */
export function RateBar({ standing }: { standing: MetricStanding }) {
  const { t, i18n } = useTranslation();
  const { verdict, limitPerMille, rows } = standing;
  if (limitPerMille === null) return null;
  const rate = verdict.rate * 1000;
  const end = Math.min(1000, Math.max(limitPerMille * 4, rate * 1.15));
  const place = (perMille: number) => Math.min(width, (perMille / end) * width);
  const starts = [...new Set(rows.map((row) => row.fromPerMille))].sort((a, b) => a - b);
  const label = t('performance.bar', {
    rate: formatPercent(verdict.rate, i18n.language),
    rows: [limitPerMille, ...starts.filter((from) => from !== limitPerMille)]
      .map((from) => formatPercent(from / 1000, i18n.language))
      .join(' · '),
  });
  return (
    <svg
      className={`rate-bar rate-${standingOf(standing)}`}
      viewBox={`0 0 ${width} 14`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <rect className="rate-ground" y={4} width={width} height={6} rx={2} />
      <rect className="rate-fill" y={4} width={place(rate)} height={6} rx={2} />
      {starts
        .filter((from) => from <= end && from !== limitPerMille)
        .map((from) => (
          <line key={from} className="rate-row" x1={place(from)} x2={place(from)} y1={3} y2={11} vectorEffect="non-scaling-stroke" />
        ))}
      <line className="rate-limit" x1={place(limitPerMille)} x2={place(limitPerMille)} y1={0} y2={14} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
