import type { ServiceMetric, ServiceStanding } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { formatCount, formatPercent } from '../../shared/money.ts';
import type { Tone } from '../../shared/widgets/status-tag.tsx';

export type ServiceState = 'met' | 'missed' | 'few' | 'nothing' | 'reading' | 'no-consent' | 'not-offered' | 'uncovered';

/** What can be said of a standing: first whether anything is known, then whether anybody judges it. */
export function serviceState({ covered, source, value, judged, missed }: ServiceStanding): ServiceState {
  if (source !== 'ready') return source;
  if (!covered) return 'uncovered';
  if (value === null) return 'nothing';
  if (missed) return 'missed';
  return judged ? 'met' : 'few';
}

export const toneOfState: Record<ServiceState, Tone> = {
  met: 'done',
  missed: 'losing',
  few: 'quiet',
  nothing: 'quiet',
  reading: 'plain',
  'no-consent': 'soon',
  'not-offered': 'quiet',
  uncovered: 'quiet',
};

export const isMinutes = (metric: ServiceMetric): boolean => metric === 'first-response';

/** Limits of 0.7 % and 1.5 % are told from what only rounds to them. */
const finelyBelow = 0.05;

/** A value and a target in the metric's own unit: 24.5 min, 86.2 %. */
export function useServiceWords() {
  const { t, i18n } = useTranslation();
  const valueText = ({ metric }: Pick<ServiceStanding, 'metric'>, value: number | null): string => {
    if (value === null) return '–';
    return isMinutes(metric)
      ? t('performance.service.minutes', { minutes: formatCount(Number(value.toFixed(1)), i18n.language) })
      : formatPercent(value, i18n.language, value < finelyBelow ? 2 : 1);
  };
  const targetText = (standing: ServiceStanding): string => {
    const { unit, limit, sign } = standing.target;
    return t(`performance.service.target.${sign}`, { limit: valueText(standing, unit === 'minutes' ? limit : limit / 1000) });
  };
  return { valueText, targetText };
}
