import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PricedVariant } from '@tradewind/contract/types';
import { Alert, Button, Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { call, type Request } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { isAboutPrices } from './draft.tsx';
import type { Cell, PreviewedShop } from './previewed.ts';
import { PriceCell } from './price-cell.tsx';
import { PriceDrawer } from './price-drawer.tsx';

type Draft = Request<'price-previews.create'>['body']['draft'];

/** Every variant in every shop: what holds, and what the rules would make of it. */
export function Preview({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const { market, shopId } = useScope();
  const mayWrite = useCan('finance:write');
  const [text, setText] = useState('');
  const [opened, setOpened] = useState<{ variant: PricedVariant['variant']; cell: Cell; shop: PreviewedShop } | null>(null);
  const q = useDeferredValue(text.trim());
  const body = { draft, ...(q ? { q } : {}), ...(market ? { market } : {}), ...(shopId ? { shopIds: [shopId] } : {}) };
  const query = useInfiniteQuery({
    queryKey: ['price-previews.create', body],
    queryFn: ({ pageParam, signal }) =>
      call('price-previews.create', { body: { ...body, ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  });
  const shops = query.data?.pages[0]?.shops ?? [];
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const changes = draft ? [] : rows.flatMap(changesOf);
  return (
    <section className="panel price-panel" aria-label={t('prices.table.title')} data-testid="price-preview">
      <div className="price-tools">
        <h2>{t('prices.table.title')}</h2>
        <Input.Search
          className="price-search"
          allowClear
          aria-label={t('prices.table.search')}
          placeholder={t('prices.table.search')}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        {mayWrite && <Apply changes={changes} isDraft={draft !== null} />}
      </div>
      {query.isError ? (
        <ErrorPanel error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <SkeletonRows rows={8} label={t('common.loading')} />
      ) : rows.length === 0 ? (
        <EmptyState
          kind={q ? 'no-match' : 'first-use'}
          title={t(q ? 'prices.table.noMatch' : 'prices.table.none')}
          text={t(q ? 'prices.table.noMatchText' : 'prices.table.noneText')}
        />
      ) : (
        <DataTable
          caption={t('prices.table.title')}
          columns={columnsOf({
            variant: t('prices.table.variant'),
            cost: t('prices.form.cost'),
            shops,
            open: (variant, cell, shop) => setOpened({ variant, cell, shop }),
          })}
          rows={rows}
          rowKey={({ variant }) => variant.id}
          rowData={({ variant }) => ({ 'data-testid': 'price-row', 'data-sku': variant.sku })}
        />
      )}
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('common.loadMore')}
        </Button>
      )}
      {opened && <PriceDrawer {...opened} close={() => setOpened(null)} />}
    </section>
  );
}

type Wish = Request<'price-applications.create'>['body']['prices'][number];

const changesOf = ({ variant, prices }: PricedVariant): Wish[] =>
  prices.flatMap(({ shopId, before, answer }) =>
    'price' in answer && (before?.amount !== answer.price.amount || before.currency !== answer.price.currency)
      ? [{ variantId: variant.id, shopId, price: answer.price }]
      : [],
  );

const MOST_AT_ONCE = 2_000;

/** Takes over what the table shows; what has moved meanwhile is left out by the server and told here. */
function Apply({ changes, isDraft }: { changes: readonly Wish[]; isDraft: boolean }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const apply = useMutation({
    mutationFn: () => call('price-applications.create', { body: { prices: changes.slice(0, MOST_AT_ONCE) } }),
    onSuccess: () => client.invalidateQueries({ predicate: isAboutPrices }),
  });
  const left = apply.data?.left.length ?? 0;
  return (
    <>
      <Button
        type="primary"
        disabled={changes.length === 0}
        loading={apply.isPending}
        onClick={() => apply.mutate()}
        data-testid="apply-prices"
      >
        {changes.length === 0
          ? t(isDraft ? 'prices.table.saveFirst' : 'prices.table.nothing')
          : t('prices.table.apply', { count: changes.length, shown: formatCount(changes.length, i18n.language) })}
      </Button>
      {apply.data?.application && (
        <Link to="/listings" search={{ view: 'changes' }} data-testid="send-applied">
          {t('prices.table.sendLive')}
        </Link>
      )}
      {apply.isError && <ErrorPanel error={apply.error} />}
      {left > 0 && (
        <Alert type="warning" showIcon title={t('prices.table.left', { count: left, shown: formatCount(left, i18n.language) })} />
      )}
    </>
  );
}

type Columns = {
  variant: string;
  cost: string;
  shops: readonly PreviewedShop[];
  open: (variant: PricedVariant['variant'], cell: Cell, shop: PreviewedShop) => void;
};

function columnsOf({ variant: title, cost, shops, open }: Columns): Column<PricedVariant>[] {
  return [
    {
      key: 'variant',
      title,
      render: ({ variant }) => (
        <span className="price-variant">
          <strong>{variant.sku}</strong>
          <span className="muted">{[variant.title, ...variant.optionValues].join(' · ')}</span>
        </span>
      ),
    },
    {
      key: 'cost',
      title: cost,
      isNumber: true,
      render: ({ variant }) => (variant.cost ? <Money value={variant.cost} /> : <span className="muted">–</span>),
    },
    ...shops.map(
      (shop, index): Column<PricedVariant> => ({
        key: shop.id,
        title: `${shop.market} · ${shop.name}`,
        isNumber: true,
        render: ({ variant, prices }) => {
          const cell = prices[index];
          return cell && <PriceCell cell={cell} shop={shop} sku={variant.sku} open={() => open(variant, cell, shop)} />;
        },
      }),
    ),
  ];
}
