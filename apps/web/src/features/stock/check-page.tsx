import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { type Answer, apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { useWarehouses } from './use-stock.ts';

type Fault = Answer<'stock-checks.get'>['faults'][number];

/** Do the levels agree with their ledger, their reservations and what came and went? */
export function StockCheckPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('stock.places.check')} answer={t('stock.check.question')} />
      <Requires scope="stock:read">
        <Check />
      </Requires>
    </>
  );
}

function Check() {
  const { t, i18n } = useTranslation();
  const mayWrite = useCan('stock:write');
  const [isRepairing, setRepairing] = useState(false);
  const { data, error, refetch, isFetching } = useQuery(apiQuery('stock-checks.get', {}));
  const columns = useColumns();
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={4} label={t('common.loading')} />;
  const { faults } = data;
  const shown = formatCount(faults.length, i18n.language);
  return (
    <section className="panel">
      <div className="panel-head stock-filters">
        <Button onClick={() => void refetch()} loading={isFetching} data-testid="check-again">
          {t('stock.check.again')}
        </Button>
        {mayWrite && faults.length > 0 && (
          <Button type="primary" onClick={() => setRepairing(true)} data-testid="repair-stock">
            {t('stock.check.repair')}
          </Button>
        )}
      </div>
      {faults.length === 0 ? (
        <EmptyState kind="first-use" title={t('stock.check.good')} text={t('stock.check.goodText')} />
      ) : (
        <DataTable
          caption={t('stock.places.check')}
          columns={columns}
          rows={faults}
          rowKey={({ variantId, warehouseId, fault }) => `${variantId} ${warehouseId} ${fault}`}
          rowData={({ sku }) => ({ 'data-testid': 'fault-row', 'data-sku': sku })}
        />
      )}
      {isRepairing && (
        <SaveDialog
          title={t('stock.check.repair')}
          okText={t('stock.check.repair')}
          testId="confirm-repair"
          save={() => call('stock-checks.repair', { body: {} })}
          close={() => setRepairing(false)}
        >
          <p>{t('stock.check.repairText', { shown })}</p>
        </SaveDialog>
      )}
    </section>
  );
}

function useColumns(): Column<Fault>[] {
  const { t, i18n } = useTranslation();
  const { nameOf } = useWarehouses();
  return [
    { key: 'sku', title: t('stock.sku'), render: ({ sku }) => <strong>{sku}</strong> },
    { key: 'warehouse', title: t('stock.warehouse'), render: ({ warehouseId }) => nameOf(warehouseId) },
    { key: 'fault', title: t('stock.check.what'), render: ({ fault }) => t(`stock.check.faults.${fault}`) },
    { key: 'ours', title: t('stock.check.ours'), isNumber: true, render: ({ ours }) => formatCount(ours, i18n.language) },
    { key: 'found', title: t('stock.check.found'), isNumber: true, render: ({ found }) => formatCount(found, i18n.language) },
  ];
}
