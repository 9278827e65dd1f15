import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';

type Props = { id: string; value: string | undefined; onChange: (variantId: string) => void };

/** Finds a variant by the beginning of its SKU. Bundles have no shelf of their own and are left out. */
export function VariantSelect({ id, value, onChange }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const { data } = useQuery({
    queryKey: ['stock-levels.list', 'select', typed],
    queryFn: ({ signal }) => call('stock-levels.list', { query: { limit: 20, show: 'all', ...(typed ? { sku: typed } : {}) } }, signal),
    placeholderData: (before) => before,
  });
  const options = (data?.items ?? [])
    .filter(({ variant }) => !variant.isBundle)
    .map(({ variant }) => ({ value: variant.id, label: `${variant.sku} · ${variant.title}` }));
  return (
    <Select
      id={id}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={value ?? null}
      options={options}
      placeholder={t('stock.levels.sku')}
      notFoundContent={t('stock.levels.noMatch')}
      onChange={onChange}
    />
  );
}
