import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { type Answer, apiQuery } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { DeliveryChart } from './delivery-chart.tsx';
import './fulfilment.css';

type Path = Answer<'delivery-days.list'>['items'][number];
const windows = ['30', '90'] as const;

/** How long do parcels take, by which way, and where are we slower than others? */
export function DeliveryPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('desk.places.delivery')} answer={t('fulfilment.delivery.question')} />
      <Requires scope="analytics:read">
        <DeliveryDays />
      </Requires>
    </>
  );
}

function DeliveryDays() {
  const { t } = useTranslation();
  const { query: scope } = useScope();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const days = windows.find((each) => each === search.days) ?? '30';
  const { data, error, refetch } = useQuery(apiQuery('delivery-days.list', { query: { ...scope, days: days === '90' ? 90 : 30 } }));
  const columns = useColumns();
  return (
    <section className="panel" aria-label={t('desk.places.delivery')} data-testid="delivery-days">
      <div className="ship-delivery-head">
        <FilterChips
          label={t('fulfilment.delivery.window')}
          name="delivery-days"
          chips={windows.map((key) => ({ key, content: t('fulfilment.delivery.days', { count: Number(key) }) }))}
          chosen={days}
          choose={(next) => setSearch({ days: next === '30' ? undefined : next })}
        />
        <p className="muted">{t('fulfilment.delivery.text')}</p>
      </div>
      {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={8} label={t('common.loading')} />}
      {data && data.items.length === 0 && (
        <EmptyState kind="first-use" title={t('fulfilment.delivery.none')} text={t('fulfilment.delivery.noneText')} />
      )}
      {data && data.items.length > 0 && (
        <>
          <div className="ship-delivery-chart">
            <DeliveryChart paths={data.items} />
          </div>
          <DataTable
            caption={t('desk.places.delivery')}
            columns={columns}
            rows={data.items}
            rowKey={({ market, carrier, path }) => `${market} ${carrier} ${path}`}
            rowData={({ market, path }) => ({ 'data-testid': 'delivery-row', 'data-market': market, 'data-path': path })}
          />
        </>
      )}
    </section>
  );
}

function useColumns(): Column<Path>[] {
  const { t, i18n } = useTranslation();
  const days = (value: number) =>
    new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
  const share = (value: number) => new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 }).format(value);
  return [
    { key: 'market', title: t('fulfilment.delivery.market'), render: ({ market }) => <MarketChip market={market} isNamed /> },
    { key: 'carrier', title: t('fulfilment.delivery.carrier'), render: ({ carrier }) => carrier ?? <span className="muted">–</span> },
    { key: 'path', title: t('fulfilment.columns.path'), render: ({ path }) => t(`fulfilment.delivery.paths.${path}`) },
    { key: 'orders', title: t('fulfilment.delivery.orders'), isNumber: true, render: ({ orders }) => formatCount(orders, i18n.language) },
    { key: 'median', title: t('fulfilment.delivery.median'), isNumber: true, render: ({ medianDays }) => days(medianDays) },
    { key: 'p90', title: t('fulfilment.delivery.p90'), isNumber: true, render: ({ p90Days }) => days(p90Days) },
    {
      key: 'benchmark',
      title: t('fulfilment.delivery.benchmark'),
      isNumber: true,
      render: ({ benchmark }) =>
        benchmark ? <span title={benchmark.asOf}>{days(benchmark.days)}</span> : <span className="muted">–</span>,
    },
    {
      key: 'slower',
      title: t('fulfilment.delivery.slower'),
      isNumber: true,
      render: ({ slowerShare }) => (slowerShare === null ? <span className="muted">–</span> : share(slowerShare)),
    },
  ];
}
