import { Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { SaveDialog } from './save-dialog.tsx';
import { type StockRow, useWarehouses } from './use-stock.ts';
import { VariantSelect } from './variant-select.tsx';

const kinds = ['receive', 'return', 'write-off', 'count', 'announce', 'withdraw', 'promotion-reserve', 'promotion-release'] as const;
type Props = { variant?: StockRow['variant']; close: () => void };

/** Goods that came, were counted, are gone, or are on their way. */
export function ChangeDialog({ variant, close }: Props) {
  const { t } = useTranslation();
  const { all } = useWarehouses();
  const active = all.filter(({ isActive }) => isActive);
  const [kind, setKind] = useState<(typeof kinds)[number]>('receive');
  const [variantId, setVariantId] = useState(variant?.id);
  const [warehouseId, setWarehouseId] = useState<string>();
  const [units, setUnits] = useState<number | null>(null);
  const [note, setNote] = useState('');
  const where = warehouseId ?? active[0]?.id;
  const isComplete = variantId !== undefined && where !== undefined && units !== null && (units > 0 || kind === 'count');
  const save = () =>
    call('stock-adjustments.create', {
      body: { kind, rows: [{ variantId: variantId ?? '', warehouseId: where ?? '', units: units ?? 0 }], note },
    });
  return (
    <SaveDialog title={t('stock.change.title')} isComplete={isComplete} testId="save-change" save={save} close={close}>
      <Form.Item label={t('stock.change.kind')} htmlFor="change-kind" extra={t(`stock.change.help.${kind}`)}>
        <Select
          id="change-kind"
          value={kind}
          options={kinds.map((value) => ({ value, label: t(`stock.change.kinds.${value}`) }))}
          onChange={setKind}
        />
      </Form.Item>
      <Form.Item label={t('stock.sku')} htmlFor="change-variant">
        {variant ? <strong>{variant.sku}</strong> : <VariantSelect id="change-variant" value={variantId} onChange={setVariantId} />}
      </Form.Item>
      <div className="stock-fields">
        <Form.Item label={t('stock.warehouse')} htmlFor="change-warehouse">
          <Select
            id="change-warehouse"
            value={where}
            options={active.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setWarehouseId}
          />
        </Form.Item>
        <Form.Item label={t(kind === 'count' ? 'stock.change.counted' : 'stock.units')} htmlFor="change-units">
          <InputNumber
            id="change-units"
            min={kind === 'count' ? 0 : 1}
            max={1_000_000_000}
            precision={0}
            value={units}
            onChange={setUnits}
          />
        </Form.Item>
      </div>
      <Form.Item label={t('stock.note')} htmlFor="change-note">
        <Input id="change-note" maxLength={500} value={note} onChange={({ target }) => setNote(target.value)} />
      </Form.Item>
    </SaveDialog>
  );
}
