import { goodsCategories } from '@tradewind/rules/categories';
import { Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocumentNames } from '../../shared/document-names.ts';
import { useSetOwnSearch } from '../../shared/own-search.ts';
import { lacks, type ProductFilter, statuses } from './filters.ts';

const SEARCH_AFTER_MS = 250;

export function ProductFilters({ filter }: { filter: ProductFilter }) {
  const { t } = useTranslation();
  const { categoryName } = useDocumentNames();
  const setSearch = useSetOwnSearch();
  return (
    <search className="product-filters" aria-label={t('products.filters.label')}>
      <Search q={filter.q ?? ''} />
      <Select
        aria-label={t('products.columns.status')}
        placeholder={t('products.columns.status')}
        allowClear
        value={filter.status ?? null}
        options={statuses.map((value) => ({ value, label: t(`products.statuses.${value}`) }))}
        onChange={(next) => setSearch({ status: next ?? undefined })}
      />
      <Select
        aria-label={t('products.columns.category')}
        placeholder={t('products.columns.category')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        value={filter.category ?? null}
        options={goodsCategories.map((value) => ({ value, label: categoryName(value) }))}
        onChange={(next) => setSearch({ category: next ?? undefined })}
      />
      <Select
        aria-label={t('products.filters.missing')}
        placeholder={t('products.filters.missing')}
        allowClear
        popupMatchSelectWidth={false}
        value={filter.missing ?? null}
        options={lacks.map((value) => ({ value, label: t(`products.filters.lacks.${value}`) }))}
        onChange={(next) => setSearch({ missing: next ?? undefined })}
      />
    </search>
  );
}

/** Waits until the typing rests; what the address says from elsewhere comes in all the same. */
function Search({ q }: { q: string }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  useEffect(() => {
    if (text.trim() === q) return;
    const timer = setTimeout(() => setSearch({ q: text.trim() || undefined }, true), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, q, setSearch]);
  return (
    <Input.Search
      className="product-search"
      aria-label={t('products.filters.search')}
      placeholder={t('products.filters.search')}
      allowClear
      value={text}
      onChange={({ target }) => setText(target.value)}
      data-testid="product-search"
    />
  );
}
