import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { MarketFigures } from '@tradewind/contract/types';
import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMode } from '../../app/providers.tsx';
import { type Answer, apiQuery } from '../../shared/api/call.ts';
import { figureNumber, formatFigure } from '../../shared/figures.ts';
import { marketColour } from '../../shared/markets.ts';
import { daysOf } from '../../shared/periods.ts';
import { useFigureScope, useToday } from '../../shared/use-periods.ts';
import { Change } from '../../shared/widgets/change.tsx';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { ConvertedMoney } from '../../shared/widgets/money.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';

const periods = ['today', 'yesterday', 'month'] as const;

export function MarketBars() {
  const { t } = useTranslation();
  const [period, setPeriod] = useState<(typeof periods)[number]>('month');
  const days = daysOf(period, useToday());
  const request = { query: { ...days, ...useFigureScope() } };
  const { data, error, refetch } = useQuery({ ...apiQuery('analytics.markets', request), placeholderData: keepPreviousData });
  return (
    <section className="panel" aria-label={t('home.byMarket')}>
      <header className="panel-head">
        <h2>{t('home.byMarket')}</h2>
        <span className="panel-head-side">
          <Segmented
            size="small"
            value={period}
            options={periods.map((value) => ({ value, label: t(`periods.${value}`) }))}
            onChange={setPeriod}
          />
          <Link to="/markets" search={(previous) => ({ ...previous, period })}>
            {t('home.allMarkets')}
          </Link>
        </span>
      </header>
      {data ? (
        <Rows answer={data} />
      ) : error ? (
        <ErrorPanel error={error} retry={() => void refetch()} />
      ) : (
        <SkeletonRows rows={10} label={t('common.loading')} />
      )}
    </section>
  );
}

function Rows({ answer }: { answer: Answer<'analytics.markets'> }) {
  const { t, i18n } = useTranslation();
  const rows = useMemo(
    () => [...answer.items].sort((a, b) => (figureNumber(b, 'gmv') ?? -1) - (figureNumber(a, 'gmv') ?? -1)),
    [answer.items],
  );
  const top = Math.max(1, ...rows.map((row) => row.gmv?.amount ?? 0));
  const columns: Column<MarketFigures>[] = [
    { key: 'market', title: t('figures.market'), render: (row) => <MarketChip market={row.market} isNamed />, widthPx: 150 },
    {
      key: 'gmv',
      title: t('figures.gmv'),
      isNumber: true,
      render: (row) => (
        <span className="bar-cell">
          <Bar share={(row.gmv?.amount ?? 0) / top} market={row.market} />
          <ConvertedMoney value={row.gmv} fx={answer.fx} nativeCurrency={row.currency} />
        </span>
      ),
    },
    {
      key: 'change',
      title: t('figures.change'),
      isNumber: true,
      render: (row) => <Change now={figureNumber(row, 'gmv')} before={figureNumber(row.comparison, 'gmv')} />,
    },
    { key: 'orders', title: t('figures.orders'), isNumber: true, render: (row) => formatFigure(row, 'orders', i18n.language) },
    {
      key: 'roas',
      title: t('figures.roas'),
      isNumber: true,
      isDeskOnly: true,
      render: (row) => formatFigure(row, 'roas', i18n.language) ?? '–',
    },
    {
      key: 'refundRate',
      title: t('figures.refundRate'),
      isDeskOnly: true,
      isNumber: true,
      render: (row) => formatFigure(row, 'refundRate', i18n.language) ?? '–',
    },
  ];
  if (rows.length === 0) return <EmptyState kind="no-match" title={t('home.noSales.title')} text={t('home.noSales.text')} />;
  return (
    <DataTable
      caption={t('home.byMarket')}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.market}
      rowData={(row) => ({ 'data-testid': `home-market-${row.market}` })}
    />
  );
}

function Bar({ share, market }: { share: number; market: string }) {
  const mode = useMode();
  return (
    <svg className="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect width={Math.max(share > 0 ? 0.8 : 0, share * 100)} height="8" rx="1" fill={marketColour(market, mode)} />
    </svg>
  );
}
