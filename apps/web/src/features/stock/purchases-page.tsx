import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Answer, addressOf, apiQuery } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';

type Advice = Answer<'stock-advice.list'>['items'][number];
const shows = ['all', 'low', 'to-buy', 'dead'] as const;

/** What runs out, what lies dead, and what should be ordered today? */
export function PurchasesPage() {
  const { t } = useTranslation();
  const own = useOwnSearch();
  const show = shows.find((known) => known === own.show) ?? 'all';
  return (
    <>
      <PageHeader
        title={t('stock.places.purchases')}
        answer={t('stock.advice.question')}
        actions={
          <Button
            icon={<DownloadOutlined />}
            href={addressOf('stock-advice.export', { query: { show } })}
            download
            data-testid="export-advice"
          >
            {t('stock.advice.export')}
          </Button>
        }
      />
      <Requires scope="stock:read">
        <Advised show={show} />
      </Requires>
    </>
  );
}

function Advised({ show }: { show: (typeof shows)[number] }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const columns = useColumns();
  const { data, error, refetch } = useQuery(apiQuery('stock-advice.list', { query: { show } }));
  return (
    <section className="panel">
      <div className="panel-head stock-filters">
        <Segmented
          aria-label={t('stock.levels.show')}
          value={show}
          options={shows.map((value) => ({ value, label: t(`stock.advice.shows.${value}`) }))}
          onChange={(value) => setSearch({ show: value }, true)}
        />
      </div>
      {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={8} label={t('common.loading')} />}
      {data && data.items.length === 0 && (
        <EmptyState kind={show === 'all' ? 'first-use' : 'no-match'} title={t('stock.advice.none')} text={t('stock.advice.noneText')} />
      )}
      {data && data.items.length > 0 && (
        <DataTable
          caption={t('stock.places.purchases')}
          columns={columns}
          rows={data.items}
          rowKey={({ variantId }) => variantId}
          rowData={({ sku }) => ({ 'data-testid': 'advice-row', 'data-sku': sku })}
        />
      )}
      <p className="muted stock-note">{t('stock.advice.rule')}</p>
    </section>
  );
}

function useColumns(): Column<Advice>[] {
  const { t, i18n } = useTranslation();
  const counted = (key: 'available' | 'coming' | 'soldLast30' | 'soldLast90' | 'leadTimeDays' | 'toBuy'): Column<Advice> => ({
    key,
    title: t(`stock.advice.columns.${key}`),
    isNumber: true,
    render: (row) => formatCount(row[key], i18n.language),
  });
  return [
    {
      key: 'sku',
      title: t('stock.sku'),
      render: ({ sku, title, isLow, isDead }) => (
        <span className="stock-goods">
          <strong>{sku}</strong>
          <span className="muted">{title}</span>
          {isLow && (
            <span>
              <Tag tone="losing">{t('stock.advice.isLow')}</Tag>
            </span>
          )}
          {isDead && (
            <span>
              <Tag tone="soon">{t('stock.advice.isDead')}</Tag>
            </span>
          )}
        </span>
      ),
    },
    ...(['available', 'coming', 'soldLast30', 'soldLast90'] as const).map(counted),
    {
      key: 'cover',
      title: t('stock.advice.columns.cover'),
      isNumber: true,
      render: ({ coverDays }) =>
        coverDays === null ? (
          <span className="muted">–</span>
        ) : (
          t('stock.advice.days', { count: coverDays, shown: formatCount(coverDays, i18n.language) })
        ),
    },
    counted('leadTimeDays'),
    counted('toBuy'),
  ];
}
