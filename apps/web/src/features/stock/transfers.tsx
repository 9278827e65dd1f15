import { useInfiniteQuery } from '@tanstack/react-query';
import { Form, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { type Answer, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { useWarehouses } from './use-stock.ts';

type Transfer = Answer<'stock-transfers.list'>['items'][number];

/** What is between two warehouses now. */
export function Transfers() {
  const { t, i18n } = useTranslation();
  const mayWrite = useCan('stock:write');
  const { nameOf } = useWarehouses();
  const [settled, setSettled] = useState<Transfer | null>(null);
  const query = useInfiniteQuery({
    queryKey: ['stock-transfers.list'],
    queryFn: ({ pageParam, signal }) =>
      call('stock-transfers.list', { query: { limit: 50, state: 'open', ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const columns: Column<Transfer>[] = [
    { key: 'sku', title: t('stock.sku'), render: ({ variant }) => variant.sku },
    {
      key: 'way',
      title: t('stock.transfer.way'),
      render: ({ fromWarehouseId, toWarehouseId }) => `${nameOf(fromWarehouseId)} → ${nameOf(toWarehouseId)}`,
    },
    { key: 'left', title: t('stock.transfer.left'), isNumber: true, render: (row) => formatCount(leftOf(row), i18n.language) },
    { key: 'sent', title: t('stock.transfer.sentAt'), render: ({ sentAt }) => <Instant at={sentAt} /> },
    { key: 'by', title: t('stock.ledger.by'), isDeskOnly: true, render: ({ sentBy, note }) => [sentBy, note].filter(Boolean).join(' · ') },
  ];
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('stock.transfer.open')}</h2>
      </div>
      <KeysetTable
        caption={t('stock.transfer.open')}
        columns={columns}
        query={query}
        rowKey={({ id }) => id}
        empty={<EmptyState kind="no-match" title={t('stock.transfer.none')} text={t('stock.transfer.noneText')} />}
        {...(mayWrite ? { onOpen: setSettled } : {})}
      />
      {settled && <SettleDialog transfer={settled} close={() => setSettled(null)} />}
    </section>
  );
}

const leftOf = ({ units, arrived, lost, returned }: Transfer): number => units - arrived - lost - returned;
const ends = ['arrived', 'lost', 'returned'] as const;

function SettleDialog({ transfer, close }: { transfer: Transfer; close: () => void }) {
  const { t, i18n } = useTranslation();
  const left = leftOf(transfer);
  const [units, setUnits] = useState({ arrived: left, lost: 0, returned: 0 });
  const sum = units.arrived + units.lost + units.returned;
  const save = () => call('stock-transfers.settle', { params: { transferId: transfer.id }, body: units });
  return (
    <SaveDialog
      title={t('stock.transfer.settle', { sku: transfer.variant.sku, shown: formatCount(left, i18n.language) })}
      isComplete={sum > 0 && sum <= left}
      testId="settle-transfer"
      save={save}
      close={close}
    >
      <div className="stock-fields">
        {ends.map((end) => (
          <Form.Item key={end} label={t(`stock.transfer.${end}`)} htmlFor={`transfer-${end}`}>
            <InputNumber
              id={`transfer-${end}`}
              min={0}
              max={left}
              precision={0}
              value={units[end]}
              onChange={(value) => setUnits({ ...units, [end]: value ?? 0 })}
            />
          </Form.Item>
        ))}
      </div>
    </SaveDialog>
  );
}
