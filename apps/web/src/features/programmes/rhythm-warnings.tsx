import { WarningOutlined } from '@ant-design/icons';
import type { MexicoOverview } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/money.ts';
import { useSetOwnSearch } from '../../shared/own-search.ts';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';

type Warning = MexicoOverview['warnings'][number];

/** Marked SKUs whose rhythm is broken, those whose stock ends first at the top. */
export function RhythmWarnings({ overview }: { overview: MexicoOverview }) {
  const { t, i18n } = useTranslation();
  const setSearch = useSetOwnSearch();
  const count = (value: number | null) => (value === null ? '–' : formatCount(value, i18n.language));
  const columns: Column<Warning>[] = [
    {
      key: 'sku',
      title: t('programmes.columns.sku'),
      render: ({ title, sellerSku }) => (
        <span className="sku-name">
          <span className="sku-title">{title}</span>
          <code className="cell-second">{sellerSku}</code>
        </span>
      ),
    },
    { key: 'rhythm', title: t('programmes.columns.rhythm'), render: ({ rhythm }) => t(`programmes.rhythms.${rhythm}`) },
    {
      key: 'sold',
      title: t('programmes.columns.sold'),
      isNumber: true,
      render: (row) => `${count(row.soldLast7)} / ${count(row.soldBefore7)}`,
    },
    { key: 'stock', title: t('programmes.columns.stock'), isNumber: true, render: ({ stock }) => count(stock) },
    { key: 'cover', title: t('programmes.columns.cover'), isNumber: true, render: ({ coverDays }) => count(coverDays) },
    {
      key: 'warning',
      title: t('programmes.columns.warning'),
      render: ({ warning }) =>
        warning && (
          <Tag tone={warning === 'stock-not-counted' ? 'soon' : 'losing'} icon={<WarningOutlined />}>
            {t(`programmes.warnings.${warning}`)}
          </Tag>
        ),
    },
  ];
  return (
    <section className="panel" aria-label={t('programmes.rhythm.title')} data-testid="rhythm-warnings">
      <header className="panel-head">
        <h2>{t('programmes.rhythm.title')}</h2>
        <span className="muted">{t('programmes.rhythm.text', { count: overview.seller.leadTimeDays })}</span>
      </header>
      <DataTable
        caption={t('programmes.rhythm.title')}
        columns={columns}
        rows={overview.warnings}
        rowKey={({ listingId, channelSkuId }) => `${listingId} ${channelSkuId}`}
        onOpen={({ listingId }) => setSearch({ open: listingId })}
      />
    </section>
  );
}
