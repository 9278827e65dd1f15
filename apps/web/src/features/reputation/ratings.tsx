import { WarningOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ServiceStanding } from '@tradewind/contract/types';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { type Answer, apiQuery } from '../../shared/api/call.ts';
import { formatCount, formatPercent } from '../../shared/money.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { MarketChip, ShopChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { serviceState, toneOfState, useServiceWords } from '../performance/service-words.ts';
import { type Course, RatingsChart } from './ratings-chart.tsx';

type Market = Answer<'review-ratings.get'>['items'][number];
const courses = ['average', 'negative'] as const;

/** The course of thirteen weeks by market, and beside it how each shop stands by the platform's limit. */
export function Ratings() {
  const { t } = useTranslation();
  const { query: scope } = useScope();
  const isPhone = useIsPhone();
  const [course, setCourse] = useState<Course>('average');
  const { data, error, refetch } = useQuery(apiQuery('review-ratings.get', { query: scope }));
  return (
    <div className="reputation-top">
      <section className="panel" aria-label={t('reputation.ratings.title')} data-testid="ratings">
        <div className="panel-head">
          <h2>{t('reputation.ratings.title')}</h2>
          <FilterChips
            label={t('reputation.ratings.course')}
            name="ratings"
            chips={courses.map((key) => ({ key, content: t(`reputation.ratings.${key}`) }))}
            chosen={course}
            choose={(key) => setCourse(key ?? 'average')}
          />
        </div>
        {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
        {!error && !data && <SkeletonRows rows={6} label={t('common.loading')} />}
        {data && data.items.length === 0 && (
          <EmptyState kind="first-use" title={t('reputation.ratings.none')} text={t('reputation.ratings.noneText')} />
        )}
        {data && data.items.length > 0 && (
          <div className="reputation-course">
            <RatingsChart items={data.items} asOf={data.asOf} course={course} />
            {/* On a phone the lines say it: as cards it would push the reviews out of reach. */}
            {!isPhone && <Markets items={data.items} />}
          </div>
        )}
      </section>
      <Limit />
    </div>
  );
}

function Markets({ items }: { items: readonly Market[] }) {
  const { t, i18n } = useTranslation();
  const stars = (average: number | null) =>
    average === null ? '–' : new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(average);
  const columns: Column<Market>[] = [
    { key: 'market', title: t('reputation.columns.market'), render: ({ market }) => <MarketChip market={market} /> },
    { key: 'average', title: t('reputation.ratings.average'), isNumber: true, render: ({ average }) => stars(average) },
    {
      key: 'reviews',
      title: t('reputation.columns.reviews'),
      isNumber: true,
      render: ({ reviews }) => formatCount(reviews, i18n.language),
    },
    {
      key: 'negative',
      title: t('reputation.negative'),
      isNumber: true,
      render: ({ negative, reviews }) => (reviews === 0 ? '–' : formatPercent(negative / reviews, i18n.language)),
    },
  ];
  return (
    <DataTable
      caption={t('reputation.ratings.byMarket')}
      columns={columns}
      rows={[...items].sort((a, b) => (a.average ?? 5) - (b.average ?? 5))}
      rowKey={({ market }) => market}
      rowData={({ market }) => ({ 'data-testid': 'rating-market', 'data-market': market })}
    />
  );
}

const SHOWN = 8;

/** As the platform counts it: reviews of one and two stars over the orders of thirty days that were not cancelled. */
function Limit() {
  const { t } = useTranslation();
  const { market, shopId } = useScope();
  const { data, error, refetch } = useQuery(apiQuery('performance.list', {}));
  const { valueText, targetText } = useServiceWords();
  const standings = (data?.items ?? [])
    .filter(({ shop }) => (!market || shop.market === market) && (!shopId || shop.id === shopId))
    .flatMap(({ shop, service }) => service.filter(({ metric }) => metric === 'negative-reviews').map((standing) => ({ shop, standing })))
    .sort((a, b) => Number(b.standing.missed) - Number(a.standing.missed) || (b.standing.value ?? 0) - (a.standing.value ?? 0));
  const [first] = standings;
  return (
    <section className="panel" aria-label={t('reputation.limit.title')} data-testid="negative-limit">
      <div className="panel-head">
        <h2>{t('reputation.limit.title')}</h2>
        {first && <span className="muted">{targetText(first.standing)}</span>}
      </div>
      {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={4} label={t('common.loading')} />}
      <p className="reputation-note muted">{t('reputation.limit.text')}</p>
      <ul className="reputation-limit">
        {standings.slice(0, SHOWN).map(({ shop, standing }) => (
          <li key={shop.id} data-testid="negative-shop" data-missed={String(standing.missed)}>
            <ShopChip shop={shop} />
            <Link to="/performance/$shopId" params={{ shopId: shop.id }} search={{ behind: 'negative-reviews.bad' }} className="num">
              <Standing standing={standing} text={valueText(standing, standing.value)} />
            </Link>
          </li>
        ))}
      </ul>
      {standings.length > SHOWN && (
        <p className="reputation-note">
          <Link to="/performance">{t('reputation.limit.all')}</Link>
        </p>
      )}
    </section>
  );
}

/** A value that is still being read would frighten for nothing. */
function Standing({ standing, text }: { standing: ServiceStanding; text: string }) {
  const { t } = useTranslation();
  const state = serviceState(standing);
  const isKnown = state === 'met' || state === 'missed' || state === 'few';
  return (
    <Tag tone={toneOfState[state]} icon={state === 'missed' && <WarningOutlined />}>
      {isKnown ? text : t(`performance.service.state.${state}`)}
    </Tag>
  );
}
