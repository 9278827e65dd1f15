import type { ServiceStanding } from '@tradewind/contract/types';
import { useServiceWords } from './service-words.ts';

const width = 240;

/** The value against its one limit, the taller line: below it is good for what should be small, beyond it for what should be large. */
export function LimitBar({ standing }: { standing: ServiceStanding }) {
  const { valueText, targetText } = useServiceWords();
  const { value, target, missed } = standing;
  if (value === null) return null;
  const limit = target.unit === 'minutes' ? target.limit : target.limit / 1000;
  // A rate that should be high runs to the whole; one that should be low is drawn where it matters, around its limit.
  const end = target.sign === 'at-least' ? 1 : Math.max(limit * 2.5, value * 1.15);
  const place = (amount: number) => Math.min(width, (amount / end) * width);
  const label = `${valueText(standing, value)}, ${targetText(standing)}`;
  return (
    <svg
      className={`rate-bar rate-${missed ? 'missed' : 'kept'}`}
      viewBox={`0 0 ${width} 14`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <rect className="rate-ground" y={4} width={width} height={6} rx={2} />
      <rect className="rate-fill" y={4} width={place(value)} height={6} rx={2} />
      <line className="rate-limit" x1={place(limit)} x2={place(limit)} y1={0} y2={14} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
