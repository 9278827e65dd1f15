import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/money.ts';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import type { WaveDetail } from './use-picking.ts';

type Pick = WaveDetail['picks'][number];

/** From shelf to shelf, in the order in which they are passed. */
export function PickList({ wave }: { wave: WaveDetail }) {
  const { t, i18n } = useTranslation();
  const columns: Column<Pick>[] = [
    {
      key: 'place',
      title: t('picking.place'),
      render: ({ zone, bin }) => <strong>{[zone, bin].filter(Boolean).join(' / ') || t('picking.unplaced')}</strong>,
    },
    {
      key: 'goods',
      title: t('picking.goods'),
      render: ({ sku, title, gtin }) => (
        <span className="picking-goods">
          <strong>{sku}</strong>
          <span className="muted">{title}</span>
          {gtin && <code>{gtin}</code>}
        </span>
      ),
    },
    { key: 'orders', title: t('picking.orders'), isNumber: true, render: ({ orders }) => formatCount(orders, i18n.language) },
    {
      key: 'units',
      title: t('picking.units'),
      isNumber: true,
      render: ({ units }) => <strong className="picking-units">{formatCount(units, i18n.language)}</strong>,
    },
  ];
  if (wave.picks.length === 0)
    return <EmptyState kind="no-match" title={t('picking.nothingToPick')} text={t('picking.nothingToPickText')} />;
  return (
    <section className="panel">
      <DataTable
        caption={t('picking.tabs.pick')}
        columns={columns}
        rows={wave.picks}
        rowKey={({ item }) => item}
        rowData={({ sku }) => ({ 'data-testid': 'pick-row', 'data-sku': sku })}
      />
      <p className="picking-total">
        {t('picking.totalUnits', { count: wave.counts.units, shown: formatCount(wave.counts.units, i18n.language) })}
      </p>
    </section>
  );
}
