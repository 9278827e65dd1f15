import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery, call } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Allocations } from './allocations.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { type Rule, useStockChanged } from './use-stock.ts';

const kinds = ['exact', 'fixed', 'percent', 'buffer'] as const;
type Share = Pick<Rule, 'kind' | 'value' | 'safetyStock' | 'minimum'>;
const allOfIt: Share = { kind: 'exact', value: 0, safetyStock: 0, minimum: 0 };
const everyShop = 'every';

/** `variant` null: the rule is for every SKU that has none of its own. */
type Props = { variant: { id: string; sku: string } | null; shopId?: string | null; close: () => void };

/** How much of the stock a shop may show; of one SKU, with what each shop would show before anything changes. */
export function RuleDialog({ variant, shopId: opened = null, close }: Props) {
  const { t } = useTranslation();
  const changed = useStockChanged();
  const held = useQuery(apiQuery('allocation-rules.list', {}));
  const shops = useQuery(apiQuery('stock-shops.list', {}));
  const [shop, setShop] = useState(opened ?? everyShop);
  const [edited, setEdited] = useState<Share | null>(null);
  const scope = { shopId: shop === everyShop ? null : shop, variantId: variant?.id ?? null };
  const before = held.data?.items.find((rule) => rule.shopId === scope.shopId && rule.variantId === scope.variantId);
  const rule =
    edited ?? (before ? { kind: before.kind, value: before.value, safetyStock: before.safetyStock, minimum: before.minimum } : allOfIt);
  const remove = useMutation({
    mutationFn: () => call('allocation-rules.set', { body: { ...scope, rule: null } }),
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
    <SaveDialog
      width={600}
      title={variant ? t('stock.rule.title', { sku: variant.sku }) : t('stock.rule.titleOfAll')}
      testId="save-rule"
      save={() => call('allocation-rules.set', { body: { ...scope, rule } })}
      close={close}
    >
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
      {remove.isError && <ErrorPanel error={remove.error} />}
      {before && (
        <Button danger onClick={() => remove.mutate()} loading={remove.isPending} data-testid="remove-rule">
          {t('stock.rule.remove')}
        </Button>
      )}
      {variant && <WouldShow variantId={variant.id} change={{ ...scope, rule }} />}
    </SaveDialog>
  );
}

type Change = { shopId: string | null; variantId: string | null; rule: Share };

function WouldShow({ variantId, change }: { variantId: string; change: Change }) {
  const { t } = useTranslation();
  const { data, error, isError } = useQuery({
    queryKey: ['allocation-rules.preview', variantId, change],
    queryFn: ({ signal }) => call('allocation-rules.preview', { body: { variantId, change } }, signal),
    placeholderData: (earlier) => earlier,
  });
  return (
    <>
      <h2>{t('stock.rule.preview')}</h2>
      {isError ? <ErrorPanel error={error} /> : <Allocations items={data?.items ?? []} />}
    </>
  );
}
