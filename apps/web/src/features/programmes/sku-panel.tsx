import { DownloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { MexicoOverview, MexicoSku } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { addressOf, call } from '../../shared/api/call.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { BulkBar, type Chosen, nothingChosen } from './bulk-bar.tsx';
import { useSkuColumns } from './sku-columns.tsx';
import { filterOf } from './sku-filter.ts';
import { SkuFilters } from './sku-filters.tsx';

/** Cards are long: a phone reads fewer at a time. */
const pageOf = (isPhone: boolean): number => (isPhone ? 15 : 50);

/** Every live SKU with every reason that keeps it out; marked one by one, by the page, or all that the filter finds. */
export function SkuPanel({ overview }: { overview: MexicoOverview }) {
  const { t } = useTranslation();
  const mayMark = useCan('programmes:write');
  const setSearch = useSetOwnSearch();
  const filter = filterOf(useOwnSearch());
  const [chosen, setChosen] = useState<Chosen>(nothingChosen);
  const limit = pageOf(useIsPhone());
  const params = { shopId: overview.shop.id };
  const query = useInfiniteQuery({
    queryKey: ['us-to-mexico.skus', params.shopId, filter, limit],
    queryFn: ({ pageParam, signal }) =>
      call('us-to-mexico.skus', { params, query: { limit, ...filter, ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const shown = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const isFiltered = Object.keys(filter).length > 0;
  const open = ({ listingId, channelSkuId }: MexicoSku) => setSearch({ open: listingId, sku: channelSkuId });
  return (
    <section className="panel" aria-label={t('programmes.skuList')} data-testid="sku-panel">
      <header className="panel-head">
        <h2>{t('programmes.skuList')}</h2>
        <Button
          size="small"
          icon={<DownloadOutlined />}
          href={addressOf('us-to-mexico.file', { params, query: filter })}
          download
          data-testid="sku-file"
        >
          CSV
        </Button>
      </header>
      <SkuFilters overview={overview} filter={filter} />
      <KeysetTable
        caption={t('programmes.skuList')}
        columns={useSkuColumns({ chosen, setChosen: mayMark ? setChosen : null })}
        query={query}
        rowKey={({ listingId, channelSkuId }) => `${listingId} ${channelSkuId}`}
        onOpen={open}
        rowData={({ sellerSku, state }) => ({ 'data-testid': 'sku-row', 'data-sku': sellerSku, 'data-state': state })}
        empty={
          isFiltered ? (
            <EmptyState
              kind="no-match"
              title={t('programmes.noMatch')}
              text={t('programmes.noMatchText')}
              action={
                <Button
                  onClick={() => setSearch({ state: undefined, reason: undefined, category: undefined, rhythm: undefined, q: undefined })}
                >
                  {t('programmes.showAll')}
                </Button>
              }
            />
          ) : (
            <EmptyState kind="first-use" title={t('programmes.empty')} text={t('programmes.emptyText')} />
          )
        }
      />
      {mayMark && shown.length > 0 && (
        <BulkBar shopId={params.shopId} shown={shown} isMore={query.hasNextPage} filter={filter} chosen={chosen} setChosen={setChosen} />
      )}
    </section>
  );
}
