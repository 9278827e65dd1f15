import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery, call } from '../../shared/api/call.ts';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Allocations } from './allocations.tsx';
import { type StockRow, useStockChanged } from './use-stock.ts';

const kinds = ['exact', 'fixed', 'percent', 'buffer'] as const;
type Rule = { kind: (typeof kinds)[number]; value: number; safetyStock: number; minimum: number };
const allOfIt: Rule = { kind: 'exact', value: 0, safetyStock: 0, minimum: 0 };
const everyShop = 'every';

/** How much of a SKU a shop may show, with what each shop would show before anything changes. */
export function RuleDialog({ variant, close }: { variant: StockRow['variant']; close: () => void }) {
  const { t } = useTranslation();
  const changed = useStockChanged();
  const held = useQuery(apiQuery('allocation-rules.list', {}));
  const shops = useQuery(apiQuery('stock-shops.list', {}));
  const [shop, setShop] = useState(everyShop);
  const [edited, setEdited] = useState<Rule | null>(null);
  const shopId = shop === everyShop ? null : shop;
  const before = held.data?.items.find((rule) => rule.shopId === shopId && rule.variantId === variant.id);
  const rule =
    edited ?? (before ? { kind: before.kind, value: before.value, safetyStock: before.safetyStock, minimum: before.minimum } : allOfIt);
  const change = { shopId, variantId: variant.id, rule };
  const preview = useQuery({
    queryKey: ['allocation-rules.preview', variant.id, change],
    queryFn: ({ signal }) => call('allocation-rules.preview', { body: { variantId: variant.id, change } }, signal),
    placeholderData: (earlier) => earlier,
  });
  const save = useMutation({
    mutationFn: (next: Rule | null) => call('allocation-rules.set', { body: { shopId, variantId: variant.id, rule: next } }),
    onSuccess: async () => {
      await changed();
      close();
    },
  });
  const numberField = (key: 'value' | 'safetyStock' | 'minimum', label: string) => (
    <Form.Item label={label} htmlFor={`rule-${key}`}>
      <InputNumber
        id={`rule-${key}`}
        min={0}
        max={key === 'value' && rule.kind === 'percent' ? 100 : 1_000_000_000}
        precision={0}
        value={rule[key]}
        onChange={(value) => setEdited({ ...rule, [key]: value ?? 0 })}
      />
    </Form.Item>
  );
  return (
    <Dialog
      open
      width={600}
      title={t('stock.rule.title', { sku: variant.sku })}
      onCancel={close}
      cancelText={t('settings.cancel')}
      okText={t('stock.save')}
      okButtonProps={{ loading: save.isPending, 'data-testid': 'save-rule' }}
      onOk={() => save.mutate(rule)}
    >
      <Form layout="vertical" component="div">
        {save.isError && <ErrorPanel error={save.error} />}
        <div className="stock-fields">
          <Form.Item label={t('stock.rule.shop')} htmlFor="rule-shop">
            <Select
              id="rule-shop"
              value={shop}
              options={[
                { value: everyShop, label: t('stock.rule.every') },
                ...(shops.data?.items ?? []).map((one) => ({ value: one.shop.id, label: `${one.shop.name} · ${one.shop.market}` })),
              ]}
              onChange={(next) => {
                setShop(next);
                setEdited(null);
              }}
            />
          </Form.Item>
          <Form.Item label={t('stock.rule.kind')} htmlFor="rule-kind">
            <Select
              id="rule-kind"
              value={rule.kind}
              options={kinds.map((value) => ({ value, label: t(`stock.rule.kinds.${value}`) }))}
              onChange={(kind) => setEdited({ ...rule, kind, value: 0 })}
            />
          </Form.Item>
          {rule.kind !== 'exact' && numberField('value', t(`stock.rule.values.${rule.kind}`))}
          {numberField('safetyStock', t('stock.rule.safetyStock'))}
          {numberField('minimum', t('stock.rule.minimum'))}
        </div>
        {before && (
          <Button danger onClick={() => save.mutate(null)} loading={save.isPending}>
            {t('stock.rule.remove')}
          </Button>
        )}
        <h2>{t('stock.rule.preview')}</h2>
        {preview.isError ? <ErrorPanel error={preview.error} /> : <Allocations items={preview.data?.items ?? []} />}
      </Form>
    </Dialog>
  );
}
