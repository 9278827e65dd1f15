import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Overview } from '@tradewind/contract/types';
import { Popover } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../api/call.ts';
import { type FigureId, formatFigure } from '../figures.ts';
import type { Language } from '../i18n/languages.ts';
import { formatCount, formatMoney, formatRate } from '../money.ts';
import { formatDay } from '../time.ts';
import { TimeAgo } from './instant.tsx';
import { SkeletonRows } from './skeleton.tsx';

/** A number one can question: it opens what it means, what it is made of, and the way to its rows. */
export function FigureButton({
  overview,
  id,
  children,
  className,
}: {
  overview: Overview;
  id: FigureId;
  children: ReactNode;
  className?: string;
}) {
  const { t } = useTranslation();
  return (
    <Popover trigger="click" placement="bottomLeft" destroyOnHidden content={<Explanation overview={overview} id={id} />}>
      <button type="button" className={`figure-button ${className ?? ''}`}>
        <span className="sr-only">{`${t(`figures.${id}`)}: ${t('figures.why')} `}</span>
        {children}
      </button>
    </Popover>
  );
}

function Explanation({ overview, id }: { overview: Overview; id: FigureId }) {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  // The reader's language is one of ours: the switcher offers no other.
  const { data } = useQuery({
    ...apiQuery('analytics.figures', { query: { language: locale as Language } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const definition = data?.items.find((item) => item.id === id);
  const { comparison } = overview;
  const span = (days: { from: string; to: string }) =>
    days.from === days.to ? formatDay(days.from, locale) : `${formatDay(days.from, locale)} – ${formatDay(days.to, locale)}`;
  const before = formatFigure(comparison, id, locale);
  return (
    <div className="explanation">
      <strong>{t(`figures.${id}`)}</strong>
      {definition ? <p>{definition.definition}</p> : <SkeletonRows rows={2} label={t('common.loading')} />}
      <dl>
        <dt>{t('figures.period')}</dt>
        <dd>
          {span(overview)} · {overview.timeZone === 'shop' ? t('periods.shopDay') : t('periods.zoneDay', { zone: overview.timeZone })}
        </dd>
        <dt>{t('figures.before')}</dt>
        <dd>
          {before ?? t('common.noComparison')} · {span(comparison)}
          {comparison.hours !== null &&
            ` · ${t('figures.firstHours', { count: comparison.hours, hours: formatCount(comparison.hours, locale) })}`}
        </dd>
        {overview.dataAsOf && (
          <>
            <dt>{t('figures.asOf')}</dt>
            <dd>
              <TimeAgo at={overview.dataAsOf} />
            </dd>
          </>
        )}
      </dl>
      <Native overview={overview} id={id} />
      {overview.missingRates.length > 0 && (
        <p className="tone-soon">{t('figures.missingRates', { currencies: overview.missingRates.join(', ') })}</p>
      )}
      <Link to="/markets" search={(previous) => ({ ...previous, from: overview.from, to: overview.to, period: undefined })}>
        {t('figures.byMarket')}
      </Link>
    </div>
  );
}

/** What the figure is made of, currency by currency, with the rate each was converted at. */
function Native({ overview, id }: { overview: Overview; id: FigureId }) {
  const { t, i18n } = useTranslation();
  if (id !== 'gmv' && id !== 'refunds' && id !== 'adSpend') return null;
  return (
    <table className="explanation-table">
      <caption className="sr-only">{t('figures.native')}</caption>
      <tbody>
        {overview.native.map((row) => {
          const rate = overview.fx.find(({ from }) => from === row.currency);
          return (
            <tr key={row.currency}>
              <th scope="row" className="num">
                {formatMoney(row[id], i18n.language)}
              </th>
              <td className="muted num" title={rate && `${rate.source}, ${formatDay(rate.on, i18n.language)}`}>
                {rate
                  ? `× ${formatRate(rate.rate, i18n.language)} · ${formatDay(rate.on, i18n.language)}`
                  : row.currency === overview.currency
                    ? ''
                    : t('common.noRate')}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
