import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Form, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan, useMe } from '../../app/session.ts';
import { type Answer, apiQuery, call } from '../../shared/api/call.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { DataTable } from '../../shared/widgets/data-table.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { useStockChanged, useWarehouses } from './use-stock.ts';

type Item = Answer<'stock-items.get'>;

/** Lead time and safety stock of a SKU, and by which codes warehouses and shops know it. */
export function ItemFacts({ variantId }: { variantId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(apiQuery('stock-items.get', { params: { variantId } }));
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={2} label={t('common.loading')} />;
  return (
    <>
      {data.leadTimeDays !== null && (
        <Reserves key={`${data.leadTimeDays} ${data.safetyStock}`} item={data} leadTimeDays={data.leadTimeDays} />
      )}
      <Codes item={data} />
    </>
  );
}

/** The safety stock is a rule for every shop, so those who are bound to some shops only look. */
function Reserves({ item: { variant, safetyStock }, leadTimeDays }: { item: Item; leadTimeDays: number }) {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const mayWrite = useCan('stock:write');
  const isWhole = useMe().shopIds === null;
  const changed = useStockChanged();
  const [edited, setEdited] = useState({ leadTimeDays, safetyStock });
  const isSame = edited.leadTimeDays === leadTimeDays && edited.safetyStock === safetyStock;
  const save = useMutation({
    mutationFn: () =>
      call('stock-items.set', {
        params: { variantId: variant.id },
        // What was not touched is not written: a safety stock makes a rule of its own.
        body: {
          ...(edited.leadTimeDays === leadTimeDays ? {} : { leadTimeDays: edited.leadTimeDays }),
          ...(edited.safetyStock === safetyStock ? {} : { safetyStock: edited.safetyStock }),
        },
      }),
    onSuccess: async () => {
      await changed();
      notification.success({ title: t('stock.item.saved'), placement: 'top' });
    },
  });
  const field = (key: 'leadTimeDays' | 'safetyStock', max: number) => (
    <Form.Item label={t(`stock.item.${key}`)} help={t(`stock.item.${key}Help`)} htmlFor={`item-${key}`}>
      <InputNumber
        id={`item-${key}`}
        min={0}
        max={max}
        precision={0}
        disabled={!mayWrite || (key === 'safetyStock' && !isWhole)}
        value={edited[key]}
        onChange={(value) => setEdited({ ...edited, [key]: value ?? 0 })}
      />
    </Form.Item>
  );
  return (
    <section aria-label={t('stock.item.title')}>
      <h2>{t('stock.item.title')}</h2>
      {save.isError && <ErrorPanel error={save.error} />}
      <Form layout="vertical" component="div">
        <div className="stock-fields">
          {field('leadTimeDays', 365)}
          {field('safetyStock', 1_000_000_000)}
        </div>
        {mayWrite && (
          <Button disabled={isSame} loading={save.isPending} onClick={() => save.mutate()} data-testid="save-item">
            {t('stock.save')}
          </Button>
        )}
      </Form>
    </section>
  );
}

function Codes({ item: { variant, warehouseCodes, shopSkus } }: { item: Item }) {
  const { t } = useTranslation();
  const { nameOf } = useWarehouses();
  const title = t('stock.item.codes');
  const rows = [
    { key: 'own', where: t('stock.item.ours'), code: variant.sku, of: '' },
    ...warehouseCodes.map(({ warehouseId, code }) => ({ key: `${warehouseId} ${code}`, where: nameOf(warehouseId), code, of: '' })),
    ...shopSkus.map(({ shop, listingId, channelSkuId, sellerSku, title: of }) => ({
      ...{ key: `${listingId} ${channelSkuId}`, where: <ShopChip shop={shop} /> },
      ...{ code: sellerSku || channelSkuId, of },
    })),
  ];
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <DataTable
        caption={title}
        rows={rows}
        rowKey={({ key }) => key}
        rowData={({ code }) => ({ 'data-testid': 'sku-code', 'data-code': code })}
        columns={[
          { key: 'where', title: t('stock.item.where'), render: ({ where }) => where },
          { key: 'code', title: t('stock.item.code'), render: ({ code }) => <code>{code}</code> },
          { key: 'of', title: t('stock.item.listing'), isDeskOnly: true, render: ({ of }) => <span className="muted">{of || '–'}</span> },
        ]}
      />
    </section>
  );
}
