import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Overview } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../shared/api/call.ts';
import { betterDirection, type FigureId, figureNumber, formatFigure } from '../../shared/figures.ts';
import { majorUnits } from '../../shared/money.ts';
import { daysOf } from '../../shared/periods.ts';
import { formatDay } from '../../shared/time.ts';
import { useFigureScope, useToday } from '../../shared/use-periods.ts';
import { Change } from '../../shared/widgets/change.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { FigureButton } from '../../shared/widgets/figure-button.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Sparkline } from '../../shared/widgets/sparkline.tsx';

type CardPeriod = 'today' | 'yesterday' | 'month';
const smallFigures = ['orders', 'units', 'averageOrderValue', 'adSpend', 'roas', 'refunds'] as const satisfies readonly FigureId[];

export function PeriodCard({ period }: { period: CardPeriod }) {
  const { t, i18n } = useTranslation();
  const days = daysOf(period, useToday());
  const request = { query: { ...days, ...useFigureScope() } };
  const { data, error, refetch } = useQuery({ ...apiQuery('analytics.overview', request), placeholderData: keepPreviousData });
  const span =
    days.from === days.to
      ? formatDay(days.to, i18n.language)
      : `${formatDay(days.from, i18n.language)} – ${formatDay(days.to, i18n.language)}`;
  return (
    <section className="panel period-card" aria-label={t(`periods.${period}`)} data-testid={`period-${period}`}>
      <header>
        <h2>{t(`periods.${period}`)}</h2>
        <span className="muted">{span}</span>
      </header>
      {data ? (
        <Figures overview={data} period={period} />
      ) : error ? (
        <ErrorPanel error={error} retry={() => void refetch()} />
      ) : (
        <SkeletonRows rows={6} label={t('common.loading')} />
      )}
    </section>
  );
}

function Figures({ overview, period }: { overview: Overview; period: CardPeriod }) {
  const { t } = useTranslation();
  const against = t(`home.against.${period}`);
  const values = overview.series.map(({ gmv }) => (gmv ? majorUnits(gmv) : null));
  return (
    <>
      <FigureButton overview={overview} id="gmv" className="period-main">
        <span className="figure-name">{t('figures.gmv')}</span>
        <span className="period-gmv">
          <Value overview={overview} id="gmv" />
        </span>
        <span className="period-change">
          <Delta overview={overview} id="gmv" /> <span className="muted">{against}</span>
        </span>
      </FigureButton>
      <Sparkline
        values={values}
        label={t('home.sparkline', { period: t(`periods.${period}`) })}
        height={44}
        isLastOpen={overview.comparison.hours !== null}
      />
      <div className="period-figures">
        {smallFigures.map((id) => (
          <FigureButton key={id} overview={overview} id={id}>
            <span className="figure-name">{t(`figures.${id}`)}</span>
            <span className="figure-value">
              <Value overview={overview} id={id} />
            </span>
            <Delta overview={overview} id={id} />
          </FigureButton>
        ))}
      </div>
    </>
  );
}

function Value({ overview, id }: { overview: Overview; id: FigureId }) {
  const { t, i18n } = useTranslation();
  const text = formatFigure(overview, id, i18n.language);
  const value = overview[id];
  // Nothing to divide by is a dash; a rate that is missing is said.
  if (text === null) return <span className="muted">{overview.missingRates.length > 0 ? t('common.noRate') : '–'}</span>;
  const raw = typeof value === 'object' && value !== null ? `${value.amount} ${value.currency}` : String(value);
  return (
    <data className="num" value={raw} data-figure={id}>
      {text}
    </data>
  );
}

function Delta({ overview, id }: { overview: Overview; id: FigureId }) {
  return <Change now={figureNumber(overview, id)} before={figureNumber(overview.comparison, id)} better={betterDirection(id)} />;
}
