import { Form, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { SaveDialog } from './save-dialog.tsx';
import { type StockShop, useWarehouses } from './use-stock.ts';

/** From which warehouses a shop is served, the first before the others, and what the platform calls each. */
export function ServingDialog({
  of: { shop, isPushing, maySplit: mayBeSplit, warehouses, channelWarehouses },
  close,
}: {
  of: StockShop;
  close: () => void;
}) {
  const { t } = useTranslation();
  const { all, nameOf } = useWarehouses();
  const [rows, setRows] = useState(warehouses);
  const [maySplit, setMaySplit] = useState(mayBeSplit);
  const save = () => call('stock-shops.set', { params: { shopId: shop.id }, body: { isPushing, maySplit, warehouses: rows } });
  const choose = (ids: string[]) =>
    setRows(ids.map((warehouseId) => rows.find((row) => row.warehouseId === warehouseId) ?? { warehouseId, channelWarehouseId: null }));
  const name = (warehouseId: string, channelWarehouseId: string | undefined) =>
    setRows(rows.map((row) => (row.warehouseId === warehouseId ? { warehouseId, channelWarehouseId: channelWarehouseId ?? null } : row)));
  return (
    <SaveDialog title={t('stock.serving.title', { shop: shop.name })} testId="save-serving" save={save} close={close}>
      <Form.Item label={t('stock.places.warehouses')} htmlFor="serving" extra={t('stock.serving.help')}>
        <Select
          id="serving"
          mode="multiple"
          value={rows.map(({ warehouseId }) => warehouseId)}
          options={all.filter(({ isActive }) => isActive).map((one) => ({ value: one.id, label: one.name }))}
          onChange={choose}
        />
      </Form.Item>
      {channelWarehouses.length > 0 &&
        rows.map(({ warehouseId, channelWarehouseId }) => (
          <Form.Item
            key={warehouseId}
            label={t('stock.serving.channel', { warehouse: nameOf(warehouseId) })}
            htmlFor={`serving-${warehouseId}`}
          >
            <Select
              id={`serving-${warehouseId}`}
              allowClear
              placeholder={t('stock.serving.default')}
              value={channelWarehouseId ?? undefined}
              options={channelWarehouses.map((one) => ({ value: one.channelWarehouseId, label: one.name }))}
              onChange={(next: string | undefined) => name(warehouseId, next)}
            />
          </Form.Item>
        ))}
      <Form.Item label={t('stock.serving.maySplit')} htmlFor="serving-split" extra={t('stock.serving.maySplitText')}>
        <Switch id="serving-split" checked={maySplit} onChange={setMaySplit} />
      </Form.Item>
    </SaveDialog>
  );
}
