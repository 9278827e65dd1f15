import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Review } from '@tradewind/contract/types';
import { reviewThemes } from '@tradewind/rules/review-theme-names';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { useSetOwnSearch } from '../../shared/own-search.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { useReviewTranslations } from '../translation/use-review-translations.ts';
import { AnswerTag, ReviewWords, Themes, useLanguageName } from './review-words.tsx';
import { Stars } from './stars.tsx';
import { noFilters, ratings, states, useFilters, writtenLanguages } from './use-filters.ts';

export function Reviews() {
  const { t } = useTranslation();
  const { query: scope } = useScope();
  const filters = useFilters();
  const setSearch = useSetOwnSearch();
  const request = { ...scope, ...filters, limit: 50 };
  const query = useInfiniteQuery({
    queryKey: ['reviews.list', request],
    queryFn: ({ pageParam, signal }) => call('reviews.list', { query: { ...request, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const columns = useColumns(query.data?.pages.flatMap(({ items }) => items) ?? []);
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  return (
    <section className="panel" aria-label={t('reputation.list')}>
      <Filters />
      <KeysetTable
        caption={t('reputation.list')}
        columns={columns}
        query={query}
        rowKey={(row) => row.id}
        rowData={(row) => ({ 'data-testid': 'review-row', 'data-rating': String(row.rating) })}
        onOpen={(row) => setSearch({ open: row.id })}
        empty={
          <EmptyState
            kind={isFiltered ? 'no-match' : 'first-use'}
            title={t(isFiltered ? 'reputation.empty.match' : 'reputation.empty.title')}
            text={t(isFiltered ? 'reputation.empty.matchText' : 'reputation.empty.text')}
            action={isFiltered && <Button onClick={() => setSearch(noFilters)}>{t('reputation.empty.clear')}</Button>}
          />
        }
      />
    </section>
  );
}

function Filters() {
  const { t } = useTranslation();
  const { rating, state, theme, language } = useFilters();
  const setSearch = useSetOwnSearch();
  const nameOf = useLanguageName();
  const wide = { allowClear: true, popupMatchSelectWidth: false } as const;
  return (
    <search className="reputation-filters" aria-label={t('reputation.filters')}>
      <FilterChips
        label={t('reputation.state')}
        name="review-state"
        chips={[
          { key: undefined, content: t('reputation.states.all') },
          ...states.map((key) => ({ key, content: t(`reputation.states.${key}`) })),
        ]}
        chosen={state}
        choose={(key) => setSearch({ state: key })}
      />
      <Select
        {...wide}
        aria-label={t('reputation.rating')}
        placeholder={t('reputation.rating')}
        value={rating ?? null}
        options={ratings.map((value) => ({
          value,
          label: value === 'negative' ? t('reputation.negative') : t('reputation.stars', { rating: value }),
        }))}
        onChange={(next) => setSearch({ rating: next ?? undefined })}
        data-testid="review-rating"
      />
      <Select
        {...wide}
        aria-label={t('reputation.theme')}
        placeholder={t('reputation.theme')}
        value={theme ?? null}
        options={reviewThemes.map((value) => ({ value, label: t(`reputation.reasons.${value}`) }))}
        onChange={(next) => setSearch({ theme: next ?? undefined })}
        data-testid="review-theme"
      />
      <Select
        {...wide}
        aria-label={t('reputation.language')}
        placeholder={t('reputation.language')}
        value={language ?? null}
        options={writtenLanguages.map((value) => ({ value, label: nameOf(value) }))}
        onChange={(next) => setSearch({ language: next ?? undefined })}
        data-testid="review-language"
      />
      <ProductFilter />
    </search>
  );
}

/** Products that buyers complained of; any other is reached by its number in the address. */
function ProductFilter() {
  const { t } = useTranslation();
  const { query: scope } = useScope();
  const { channelProductId } = useFilters();
  const setSearch = useSetOwnSearch();
  const { data } = useQuery(apiQuery('review-reasons.list', { query: { ...scope, days: 90 } }));
  const known = (data?.items ?? []).map((item) => ({
    value: item.channelProductId,
    label: `${item.title ?? item.channelProductId} · ${item.shop.name}`,
  }));
  const isKnown = channelProductId === undefined || known.some(({ value }) => value === channelProductId);
  return (
    <Select
      allowClear
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={t('reputation.product')}
      placeholder={t('reputation.product')}
      value={channelProductId ?? null}
      options={isKnown ? known : [{ value: channelProductId, label: channelProductId }, ...known]}
      onChange={(next) => setSearch({ product: next ?? undefined })}
      data-testid="review-product"
    />
  );
}

function useColumns(rows: readonly Review[]): Column<Review>[] {
  const { t } = useTranslation();
  const translationOf = useReviewTranslations(rows);
  return [
    {
      key: 'review',
      title: t('reputation.columns.review'),
      render: (row) => (
        <span className="reputation-review">
          <Stars rating={row.rating} />
          <ReviewWords review={row} translation={translationOf(row)} isShort />
        </span>
      ),
    },
    {
      key: 'product',
      title: t('reputation.columns.product'),
      render: ({ product }) =>
        product ? (
          <span className="reputation-product" title={product.title ?? product.channelProductId}>
            {product.title ?? product.channelProductId}
          </span>
        ) : (
          <span className="muted">{t('reputation.ofShop')}</span>
        ),
    },
    { key: 'shop', title: t('reputation.columns.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
    { key: 'themes', title: t('reputation.columns.themes'), render: ({ themes }) => <Themes themes={themes} /> },
    { key: 'answer', title: t('reputation.columns.answer'), render: (row) => <AnswerTag review={row} /> },
    { key: 'written', title: t('reputation.columns.written'), render: ({ writtenAt }) => <Instant at={writtenAt} /> },
  ];
}
