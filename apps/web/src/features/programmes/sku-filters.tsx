import type { MexicoOverview } from '@tradewind/contract/types';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDocumentNames } from '../../shared/document-names.ts';
import { formatCount } from '../../shared/money.ts';
import { useSetOwnSearch } from '../../shared/own-search.ts';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { rhythmFilters, type SkuFilter, skuStates } from './sku-filter.ts';
import { useReasonWords } from './use-reason-words.ts';

export function SkuFilters({ overview, filter }: { overview: MexicoOverview; filter: SkuFilter }) {
  const { t, i18n } = useTranslation();
  const { categoryName } = useDocumentNames();
  const reasonWords = useReasonWords('us-to-mexico');
  const setSearch = useSetOwnSearch();
  const { counts, categories } = overview;
  const counted = (words: string, count: number) => `${words} (${formatCount(count, i18n.language)})`;
  const reasons = Object.entries(counts.byReason).sort((a, b) => b[1] - a[1]);
  return (
    <div className="sku-filters">
      <FilterChips
        label={t('programmes.filters.state')}
        name="state"
        chosen={filter.state}
        choose={(state) => setSearch({ state, reason: state === 'sellable' ? undefined : filter.reason })}
        chips={[undefined, ...skuStates].map((key) => ({
          key,
          content: (
            <>
              {key ? t(`programmes.states.${key}`) : t('programmes.filters.all')}{' '}
              <span className="num">{formatCount(key ? counts[key] : counts.skus, i18n.language)}</span>
            </>
          ),
        }))}
      />
      <Select
        allowClear
        aria-label={t('programmes.filters.reason')}
        placeholder={t('programmes.filters.reason')}
        value={filter.reason}
        popupMatchSelectWidth={false}
        options={reasons.map(([code, count]) => ({ value: code, label: counted(reasonWords({ code, qualification: '…' }), count) }))}
        onChange={(reason?: string) => setSearch({ reason })}
        className="sku-reason"
      />
      <Select
        allowClear
        aria-label={t('programmes.filters.category')}
        placeholder={t('programmes.filters.category')}
        value={filter.category}
        popupMatchSelectWidth={false}
        options={categories.map(({ category, skus }) => ({
          value: category ?? 'unmapped',
          label: counted(category ? categoryName(category) : t('programmes.unmapped'), skus),
        }))}
        onChange={(category?: string) => setSearch({ category })}
        className="sku-category"
      />
      <Select
        allowClear
        aria-label={t('programmes.filters.rhythm')}
        placeholder={t('programmes.filters.rhythm')}
        value={filter.rhythm}
        popupMatchSelectWidth={false}
        options={rhythmFilters.map((rhythm) => ({ value: rhythm, label: t(`programmes.rhythms.${rhythm}`) }))}
        onChange={(rhythm?: SkuFilter['rhythm']) => setSearch({ rhythm })}
        className="sku-rhythm"
      />
      <Input.Search
        className="sku-search"
        allowClear
        defaultValue={filter.q ?? ''}
        placeholder={t('programmes.filters.search')}
        aria-label={t('programmes.filters.search')}
        onSearch={(text) => setSearch({ q: text.trim() || undefined })}
      />
    </div>
  );
}
