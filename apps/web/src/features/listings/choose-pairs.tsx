import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';

type Chosen = ReadonlySet<string>;
const toggled = (chosen: Chosen, id: string): Chosen => {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
};

export function ChoosePairs() {
  const { t, i18n } = useTranslation();
  const setSearch = useSetOwnSearch();
  const [products, setProducts] = useState<Chosen>(new Set());
  const [shops, setShops] = useState<Chosen>(new Set());
  const plan = useMutation({
    mutationFn: () => call('publication-runs.create', { body: { productIds: [...products], shopIds: [...shops] } }),
    onSuccess: ({ id }) => setSearch({ run: id, q: undefined }),
  });
  const pairs = products.size * shops.size;
  return (
    <>
      <div className="publish-choice">
        <Products chosen={products} setChosen={setProducts} />
        <Shops chosen={shops} setChosen={setShops} />
      </div>
      {plan.isError && <ErrorPanel error={plan.error} />}
      <Button type="primary" disabled={pairs === 0} loading={plan.isPending} onClick={() => plan.mutate()} data-testid="check-pairs">
        {t('listings.choose.check', { pairs: formatCount(pairs, i18n.language) })}
      </Button>
    </>
  );
}

type Choosing = { chosen: Chosen; setChosen: (chosen: Chosen) => void };

function Products({ chosen, setChosen }: Choosing) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { q } = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const filter = { status: 'active' as const, ...(q ? { q } : {}) };
  const query = useInfiniteQuery({
    queryKey: ['products.list', filter],
    queryFn: ({ pageParam, signal }) => call('products.list', { query: { limit: 50, ...filter, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  return (
    <section className="panel" aria-label={t('listings.choose.products')}>
      <div className="panel-head">
        <h2>{t('listings.choose.products')}</h2>
        <Input.Search
          className="publish-search"
          allowClear
          defaultValue={q ?? ''}
          placeholder={t('listings.choose.productsHint')}
          aria-label={t('listings.choose.productsHint')}
          onSearch={(text) => setSearch({ q: text.trim() || undefined }, true)}
        />
      </div>
      <KeysetTable
        caption={t('listings.choose.products')}
        query={query}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'product',
            title: t('listings.columns.product'),
            render: ({ id, title, code }) => (
              <Checkbox checked={chosen.has(id)} onChange={() => setChosen(toggled(chosen, id))} data-testid={`choose-${code}`}>
                {title} <code className="cell-second">{code}</code>
              </Checkbox>
            ),
          },
        ]}
        empty={
          <EmptyState
            kind={q ? 'no-match' : 'first-use'}
            title={t('listings.choose.noProducts')}
            text={t('listings.choose.noProductsText')}
            action={<Button onClick={() => void navigate({ to: '/products' })}>{t('listings.choose.toProducts')}</Button>}
          />
        }
      />
    </section>
  );
}

function Shops({ chosen, setChosen }: Choosing) {
  const { t } = useTranslation();
  const { shops, error, refetch } = useShops();
  const active = shops.filter(({ state }) => state === 'active');
  const isAll = active.length > 0 && active.every(({ id }) => chosen.has(id));
  if (error) return <ErrorPanel error={error} retry={() => void refetch()} />;
  return (
    <section className="panel" aria-label={t('listings.choose.shops')}>
      <div className="panel-head">
        <h2>{t('listings.choose.shops')}</h2>
        <Checkbox
          checked={isAll}
          onChange={() => setChosen(new Set(isAll ? [] : active.map(({ id }) => id)))}
          data-testid="choose-all-shops"
        >
          {t('listings.choose.allShops')}
        </Checkbox>
      </div>
      <ul className="publish-shops">
        {active.map((shop) => (
          <li key={shop.id}>
            <Checkbox
              checked={chosen.has(shop.id)}
              onChange={() => setChosen(toggled(chosen, shop.id))}
              data-testid={`choose-shop-${shop.market}`}
            >
              <ShopChip shop={shop} />
            </Checkbox>
          </li>
        ))}
      </ul>
    </section>
  );
}
