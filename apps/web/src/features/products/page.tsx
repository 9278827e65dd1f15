import { DownloadOutlined, ImportOutlined, PlusOutlined, ShopOutlined, TableOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan, useMe } from '../../app/session.ts';
import { addressOf, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { filterOf, noFilter, type ProductFilter } from './filters.ts';
import { useProductColumns } from './product-columns.tsx';
import { ProductFilters } from './product-filters.tsx';

/** A product is every shop's, so those who are bound to some shops only look. */
export function useMayEdit(): boolean {
  const { shopIds } = useMe();
  return useCan('products:write') && shopIds === null;
}

export function ProductsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayEdit = useMayEdit();
  const filter = filterOf(useOwnSearch());
  const setSearch = useSetOwnSearch();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const query = useInfiniteQuery({
    queryKey: ['products.list', filter],
    queryFn: ({ pageParam, signal }) => call('products.list', { query: { limit: 50, ...filter, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const shown = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <>
      <PageHeader title={t('nav.products')} answer={t('products.answer')} actions={<Actions filter={filter} />} />
      <section className="panel" aria-label={t('nav.products')}>
        <ProductFilters filter={filter} />
        <KeysetTable
          caption={t('nav.products')}
          columns={useProductColumns({ chosen, setChosen: mayEdit ? setChosen : null })}
          query={query}
          rowKey={({ id }) => id}
          rowData={({ code }) => ({ 'data-testid': 'product-row', 'data-code': code })}
          onOpen={({ id }) => void navigate({ to: '/products/$productId', params: { productId: id } })}
          empty={
            isFiltered ? (
              <EmptyState
                kind="no-match"
                title={t('products.empty.match')}
                text={t('products.empty.matchText')}
                action={<Button onClick={() => setSearch(noFilter)}>{t('products.empty.clear')}</Button>}
              />
            ) : (
              <EmptyState
                kind="first-use"
                title={t('products.empty.title')}
                text={t('products.empty.text')}
                action={mayEdit && <TakeIn isPrimary />}
              />
            )
          }
        />
        {mayEdit && chosen.size > 0 && <BulkBar shown={shown} chosen={chosen} setChosen={setChosen} />}
      </section>
    </>
  );
}

function Actions({ filter }: { filter: ProductFilter }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayEdit = useMayEdit();
  const formats = (['xlsx', 'csv'] as const).map((format) => ({
    key: format,
    label: (
      <a href={addressOf('products.export', { query: { ...filter, format } })} download data-testid={`export-${format}`}>
        {t('products.export.as', { format: format.toUpperCase() })}
      </a>
    ),
  }));
  return (
    <>
      <Dropdown menu={{ items: formats }} trigger={['click']}>
        <Button icon={<DownloadOutlined />} data-testid="export-open">
          {t('products.export.title')}
        </Button>
      </Dropdown>
      {mayEdit && (
        <>
          <Button
            icon={<TableOutlined />}
            onClick={() => void navigate({ to: '/products/table', search: filter })}
            data-testid="edit-table"
          >
            {t('products.table.open')}
          </Button>
          <TakeIn />
          <Button icon={<ImportOutlined />} onClick={() => void navigate({ to: '/products/imports' })}>
            {t('products.imports.open')}
          </Button>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/products/new' })} data-testid="new-product">
            {t('products.add')}
          </Button>
        </>
      )}
    </>
  );
}

/** Makes products of what the shops sell already; asked again until nothing is left. */
function TakeIn({ isPrimary = false }: { isPrimary?: boolean }) {
  const { t, i18n } = useTranslation();
  const { notification } = App.useApp();
  const textOf = useProblemText();
  const client = useQueryClient();
  const take = useMutation({
    mutationFn: async () => {
      const sum = { products: 0, matched: 0 };
      for (let isMore = true; isMore; ) {
        const answer = await call('products.take-in', {});
        sum.products += answer.products;
        sum.matched += answer.matched;
        isMore = answer.isMore;
      }
      return sum;
    },
    onSuccess: async ({ products, matched }) => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => /^(products|listing-matches)\./.test(String(queryKey[0])) });
      const count = (value: number) => formatCount(value, i18n.language);
      notification.success({ title: t('products.takeIn.done', { products: count(products), matched: count(matched) }), placement: 'top' });
    },
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
  });
  return (
    <Button
      icon={<ShopOutlined />}
      type={isPrimary ? 'primary' : 'default'}
      loading={take.isPending}
      onClick={() => take.mutate()}
      title={t('products.takeIn.text')}
      data-testid={isPrimary ? 'take-in-first' : 'take-in'}
    >
      {t('products.takeIn.title')}
    </Button>
  );
}
