import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { TextSummary } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { call } from '../../shared/api/call.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { RunPanel } from './run-panel.tsx';
import { StateTag, states, useLanguageName, useReasonWords, useSourceWords } from './words.tsx';
import './localisation.css';

/** Every text of every product in every market: what was drafted, what waits for eyes, what is behind. */
export function TextsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const { query: scope } = useScope();
  const state = states.find((each) => each === search.state);
  const filter = { ...(state ? { state } : {}), ...(scope.market ? { market: scope.market } : {}) };
  const query = useInfiniteQuery({
    queryKey: ['product-texts.list', filter],
    queryFn: ({ pageParam, signal }) => call('product-texts.list', { query: { limit: 50, ...filter, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const chips = states.map((key) => ({ key, content: t(`localisation.states.${key}`) }));
  return (
    <>
      <PageHeader title={t('localisation.title')} answer={t('localisation.answer')} />
      {search.run && <RunPanel textRunId={search.run} />}
      <section className="panel" aria-label={t('localisation.title')}>
        <div className="product-filters">
          <FilterChips
            label={t('localisation.filter')}
            name="text-state"
            chips={[{ key: undefined, content: t('localisation.all') }, ...chips]}
            chosen={state}
            choose={(next) => setSearch({ state: next })}
          />
        </div>
        <KeysetTable
          caption={t('localisation.title')}
          columns={useColumns()}
          query={query}
          rowKey={({ product, market }) => `${product.id} ${market}`}
          rowData={({ product, market }) => ({ 'data-testid': 'text-row', 'data-code': product.code, 'data-market': market })}
          onOpen={({ product, market }) =>
            void navigate({ to: '/products/$productId/texts', params: { productId: product.id }, search: { at: market } })
          }
          empty={
            Object.keys(filter).length > 0 ? (
              <EmptyState
                kind="no-match"
                title={t('localisation.noMatch')}
                text={t('localisation.noMatchText')}
                action={<Button onClick={() => setSearch({ state: undefined, market: undefined })}>{t('localisation.all')}</Button>}
              />
            ) : (
              <EmptyState
                kind="first-use"
                title={t('localisation.empty')}
                text={t('localisation.emptyText')}
                action={
                  <Link to="/products">
                    <Button type="primary">{t('nav.products')}</Button>
                  </Link>
                }
              />
            )
          }
        />
      </section>
    </>
  );
}

function useColumns(): Column<TextSummary>[] {
  const { t } = useTranslation();
  const nameOf = useLanguageName();
  const sourceWords = useSourceWords();
  const reasonOf = useReasonWords();
  return [
    {
      key: 'product',
      title: t('localisation.columns.product'),
      render: ({ product, title }) => (
        <span className="product-words">
          <span className="product-title">{title || product.title}</span>
          <span className="cell-second">{product.title}</span>
        </span>
      ),
    },
    {
      key: 'market',
      title: t('localisation.columns.market'),
      render: ({ market, language }) => (
        <>
          <MarketChip market={market} /> <span className="cell-second">{nameOf(language)}</span>
        </>
      ),
    },
    { key: 'state', title: t('localisation.columns.state'), render: (row) => <StateTag {...row} /> },
    {
      key: 'source',
      title: t('localisation.columns.source'),
      isDeskOnly: true,
      render: ({ sources, reason }) => (
        <>
          {sources[0] ? sourceWords(sources[0]) : '–'}
          {reason && <span className="cell-second">{reasonOf(reason)}</span>}
        </>
      ),
    },
    { key: 'at', title: t('localisation.columns.at'), render: ({ updatedAt }) => <TimeAgo at={updatedAt} /> },
  ];
}
