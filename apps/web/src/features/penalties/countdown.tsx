import { ClockCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { formatSpan, nowMs } from '../../shared/time.ts';
import { Instant } from '../../shared/widgets/instant.tsx';

const soonSeconds = 3 * 86_400;

/** Until when something may be done, in the shop's zone, with what is left of it. */
export function Countdown({ until, shopZone, hasYear = false }: { until: string; shopZone: string; hasYear?: boolean }) {
  const { t, i18n } = useTranslation();
  const seconds = (Date.parse(until) - nowMs()) / 1000;
  const isOver = seconds < 0;
  const isSoon = !isOver && seconds < soonSeconds;
  return (
    <span className={isOver ? 'muted' : ''}>
      <Instant at={until} shopZone={shopZone} hasYear={hasYear} />{' '}
      <span className={`num ${isSoon ? 'tone-soon' : 'muted'}`}>
        {isSoon ? <ClockCircleOutlined /> : isOver && <WarningOutlined />}{' '}
        {isOver ? t('penalties.over') : t('penalties.left', { span: formatSpan(seconds, i18n.language) })}
      </span>
    </span>
  );
}
