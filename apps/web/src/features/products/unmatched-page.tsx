import { CheckOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UnmatchedSku } from '@tradewind/contract/types';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { apiQuery, call, type Request } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';

type Matches = Request<'listing-matches.set'>['body']['matches'];

function useMatching() {
  const { t, i18n } = useTranslation();
  const { notification } = App.useApp();
  const textOf = useProblemText();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (matches: Matches) => call('listing-matches.set', { body: { matches } }),
    onSuccess: async ({ changed }) => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => /^(products|listing-matches)\./.test(String(queryKey[0])) });
      notification.success({
        title: t('products.unmatched.done', { count: changed, skus: formatCount(changed, i18n.language) }),
        placement: 'top',
      });
    },
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
  });
}

/** What the shops sell and nobody has said which product it is. */
export function UnmatchedPage() {
  const { t } = useTranslation();
  const { query: scope } = useScope();
  const mayMatch = useCan('products:write');
  const matching = useMatching();
  const query = useInfiniteQuery({
    queryKey: ['listing-matches.list', scope],
    queryFn: ({ pageParam, signal }) => call('listing-matches.list', { query: { ...scope, limit: 50, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  // Only where there is one answer: of two somebody must choose.
  const clear = (query.data?.pages.flatMap(({ items }) => items) ?? []).filter(({ suggestions }) => suggestions.length === 1).slice(0, 500);
  const accept = () =>
    matching.mutate(
      clear.flatMap(({ listingId, channelSkuId, suggestions }) =>
        suggestions.map(({ variantId }) => ({ listingId, channelSkuId, variantId })),
      ),
    );
  return (
    <>
      <PageHeader
        title={t('products.places.unmatched')}
        answer={t('products.unmatched.answer')}
        actions={
          mayMatch &&
          clear.length > 0 && (
            <Button type="primary" icon={<CheckOutlined />} loading={matching.isPending} onClick={accept} data-testid="accept-all">
              {t('products.unmatched.acceptAll', { count: clear.length })}
            </Button>
          )
        }
      />
      <section className="panel" aria-label={t('products.places.unmatched')}>
        <KeysetTable
          caption={t('products.places.unmatched')}
          columns={useColumns(mayMatch ? (match) => matching.mutate([match]) : null)}
          query={query}
          rowKey={({ listingId, channelSkuId }) => `${listingId} ${channelSkuId}`}
          rowData={({ sellerSku }) => ({ 'data-testid': 'unmatched-row', 'data-sku': sellerSku })}
          empty={<EmptyState kind="first-use" title={t('products.unmatched.empty')} text={t('products.unmatched.emptyText')} />}
        />
      </section>
    </>
  );
}

function useColumns(match: ((match: Matches[number]) => void) | null): Column<UnmatchedSku>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'sku',
      title: t('products.unmatched.sku'),
      render: ({ sellerSku, title }) => (
        <span className="product-words">
          <span className="product-title">{sellerSku || t('products.unmatched.noSku')}</span>
          <span className="cell-second" title={title}>
            {title}
          </span>
        </span>
      ),
    },
    { key: 'shop', title: t('products.columns.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
    { key: 'price', title: t('products.columns.price'), isNumber: true, render: ({ price }) => <Money value={price} /> },
    { key: 'variant', title: t('products.unmatched.variant'), render: (row) => <Choice row={row} match={match} /> },
  ];
}

/** What it may be, or any product that is looked for. */
function Choice({ row, match }: { row: UnmatchedSku; match: ((match: Matches[number]) => void) | null }) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const { listingId, channelSkuId, suggestions } = row;
  const say = (variantId: string) => match?.({ listingId, channelSkuId, variantId });
  const found = useQuery({ ...apiQuery('products.list', { query: { q, limit: 8, status: 'active' } }), enabled: q.length > 1 });
  const options = (found.data?.items ?? []).map(({ id, title, code }) => ({ value: id, label: `${code} · ${title}` }));
  return (
    <span className="match-choice">
      {suggestions.map(({ variantId, sku, title, reason }) => (
        <Button
          key={variantId}
          size="small"
          disabled={!match}
          title={`${title} · ${t(`products.unmatched.reasons.${reason}`)}`}
          onClick={() => say(variantId)}
          data-testid="accept-match"
        >
          {sku}
        </Button>
      ))}
      {match && <ProductChoice options={options} search={setQ} say={say} />}
    </span>
  );
}

type ChoiceProps = { options: { value: string; label: string }[]; search: (q: string) => void; say: (variantId: string) => void };

/** A product first, then which of its variants. */
function ProductChoice({ options, search, say }: ChoiceProps) {
  const { t } = useTranslation();
  const [productId, setProductId] = useState<string | null>(null);
  const product = useQuery({ ...apiQuery('products.get', { params: { productId: productId ?? '' } }), enabled: productId !== null });
  const variants = product.data?.variants.filter(({ status }) => status === 'active') ?? [];
  return (
    <>
      <Select
        size="small"
        className="match-search"
        aria-label={t('products.unmatched.search')}
        placeholder={t('products.unmatched.search')}
        showSearch={{ filterOption: false, onSearch: search }}
        popupMatchSelectWidth={false}
        value={productId}
        options={options}
        onChange={setProductId}
        notFoundContent={null}
      />
      {productId !== null && (
        <Select
          size="small"
          className="match-search"
          aria-label={t('products.unmatched.variant')}
          placeholder={t('products.unmatched.variant')}
          loading={product.isPending}
          popupMatchSelectWidth={false}
          value={null}
          options={variants.map(({ id, sku, optionValues }) => ({ value: id, label: [sku, ...optionValues].join(' · ') }))}
          onChange={say}
        />
      )}
    </>
  );
}
