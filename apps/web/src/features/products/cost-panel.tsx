import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Product } from '@tradewind/contract/types';
import { currencies, currencyExponent } from '@tradewind/rules/money';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { formatDay } from '../../shared/time.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { useMayEdit } from './page.tsx';

/** What each variant costs to buy, by the day from which it does. */
export function CostPanel({ product }: { product: Product }) {
  const { t, i18n } = useTranslation();
  const maySetCosts = useCan('costs:write');
  const mayWrite = useMayEdit() && maySetCosts;
  return (
    <section className="panel product-panel" aria-label={t('products.costs.title')}>
      <h2>{t('products.costs.title')}</h2>
      <ul className="cost-list">
        {product.variants.map(({ id, sku, costs }) => (
          <li key={id} data-testid="cost-row">
            <strong>{sku}</strong>{' '}
            {(costs ?? []).length === 0 ? (
              <span className="muted">{t('products.costs.none')}</span>
            ) : (
              (costs ?? []).map(({ validFrom, cost }) => (
                <span key={validFrom} className="cost-entry">
                  <Money value={cost} />{' '}
                  <span className="muted">{t('products.costs.from', { day: formatDay(validFrom, i18n.language) })}</span>
                </span>
              ))
            )}
          </li>
        ))}
      </ul>
      {mayWrite && <NewCost product={product} />}
    </section>
  );
}

function NewCost({ product }: { product: Product }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [variantId, setVariantId] = useState(product.variants[0]?.id ?? '');
  const [amount, setAmount] = useState<number | null>(null);
  const [currency, setCurrency] = useState('CNY');
  const [validFrom, setValidFrom] = useState('');
  const save = useMutation({
    mutationFn: () =>
      call('variant-costs.set', {
        params: { variantId, validFrom },
        body: { cost: { amount: Math.round((amount ?? 0) * 10 ** currencyExponent(currency)), currency } },
      }),
    onSuccess: (saved) => client.setQueryData(apiQuery('products.get', { params: { productId: saved.id } }).queryKey, saved),
  });
  return (
    <>
      <div className="cost-form">
        <Select
          aria-label={t('products.fields.sku')}
          value={variantId}
          popupMatchSelectWidth={false}
          options={product.variants.map(({ id, sku }) => ({ value: id, label: sku }))}
          onChange={setVariantId}
        />
        <InputNumber
          aria-label={t('products.fields.cost')}
          placeholder={t('products.fields.cost')}
          min={0}
          precision={currencyExponent(currency)}
          value={amount}
          onChange={setAmount}
          data-testid="cost-amount"
        />
        <Select
          aria-label={t('products.fields.cost_currency')}
          showSearch
          value={currency}
          options={currencies.map((value) => ({ value, label: value }))}
          onChange={setCurrency}
        />
        <Input
          aria-label={t('products.fields.cost_from')}
          type="date"
          value={validFrom}
          onChange={({ target }) => setValidFrom(target.value)}
          data-testid="cost-from"
        />
        <Button disabled={!amount || validFrom === ''} loading={save.isPending} onClick={() => save.mutate()} data-testid="cost-save">
          {t('products.costs.add')}
        </Button>
      </div>
      {save.isError && <ErrorPanel error={save.error} />}
    </>
  );
}
