import type { MetricStanding } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '../../shared/time.ts';

type Props = { standing: MetricStanding; timeZone: string; isLong?: boolean };

/** What comes next, in a sentence or two; instants are the shop's, since a deadline is. */
export function ForecastWords({ standing: { forecast, covered }, timeZone, isLong = false }: Props) {
  const { t, i18n } = useTranslation();
  if (!covered || !forecast) return <p className="muted">{t('performance.notCovered')}</p>;
  const { ifNothingShips, untilNextRow, isSoon, toShip, keepsPresentRow, eventsToday } = forecast;
  const instant = (at: string) => formatInstant(at, i18n.language, { timeZone, isNamed: true });
  const { nextRowAt, worst } = ifNothingShips;
  const words =
    nextRowAt &&
    t(worst.points > 0 ? 'performance.forecast.byDeadline' : 'performance.forecast.warnedByDeadline', {
      count: worst.points,
      at: instant(nextRowAt),
    });
  const ahead = words && (
    <>
      {isSoon ? <strong className="tone-soon">{words}</strong> : words}{' '}
      {toShip > 0 && t(keepsPresentRow ? 'performance.forecast.toShip' : 'performance.forecast.beyond', { count: toShip })}
    </>
  );
  const next = untilNextRow
    ? t(untilNextRow.verdict.points > 0 ? 'performance.forecast.next' : 'performance.forecast.nextWarning', {
        events: untilNextRow.events,
        count: untilNextRow.verdict.points,
      })
    : t('performance.forecast.last');
  return (
    <p className="forecast" data-testid="forecast" data-ahead={nextRowAt !== null}>
      {ahead}
      {(!ahead || isLong) && <span className="muted"> {next}</span>}
      {isLong && untilNextRow?.atPace && (
        <span className="muted"> {t('performance.forecast.pace', { today: eventsToday, at: instant(untilNextRow.atPace) })}</span>
      )}
    </p>
  );
}
