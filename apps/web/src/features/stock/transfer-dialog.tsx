import { Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { SaveDialog } from './save-dialog.tsx';
import { type StockRow, useWarehouses } from './use-stock.ts';

type Props = { variant: StockRow['variant']; close: () => void };

/** Sends units to another warehouse. */
export function TransferDialog({ variant, close }: Props) {
  const { t } = useTranslation();
  const { all } = useWarehouses();
  const [from, setFrom] = useState<string>();
  const [to, setTo] = useState<string>();
  const [units, setUnits] = useState<number | null>(null);
  const [note, setNote] = useState('');
  const options = all.filter(({ isActive }) => isActive).map(({ id, name }) => ({ value: id, label: name }));
  const send = () =>
    call('stock-transfers.create', {
      body: { variantId: variant.id, fromWarehouseId: from ?? '', toWarehouseId: to ?? '', units: units ?? 0, note },
    });
  return (
    <SaveDialog
      title={t('stock.transfer.title', { sku: variant.sku })}
      okText={t('stock.transfer.send')}
      isComplete={Boolean(from && to && from !== to && units)}
      testId="send-transfer"
      save={send}
      close={close}
    >
      <div className="stock-fields">
        <Form.Item label={t('stock.transfer.from')} htmlFor="transfer-from">
          <Select id="transfer-from" value={from} options={options} onChange={setFrom} />
        </Form.Item>
        <Form.Item label={t('stock.transfer.to')} htmlFor="transfer-to">
          <Select id="transfer-to" value={to} options={options.filter(({ value }) => value !== from)} onChange={setTo} />
        </Form.Item>
        <Form.Item label={t('stock.units')} htmlFor="transfer-units">
          <InputNumber id="transfer-units" min={1} precision={0} value={units} onChange={setUnits} />
        </Form.Item>
      </div>
      <Form.Item label={t('stock.note')} htmlFor="transfer-note">
        <Input id="transfer-note" maxLength={500} value={note} onChange={({ target }) => setNote(target.value)} />
      </Form.Item>
    </SaveDialog>
  );
}
