import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call, type Request } from '../../shared/api/call.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { useFieldName } from './difference.tsx';
import { ProductCell } from './product-cell.tsx';
import { PublicationDrawer } from './publication-drawer.tsx';

/** Listings that show something else than they were last sent as, each opened to choose. */
export function Drifted({ scope }: { scope: NonNullable<Request<'publication-drifts.list'>['query']> }) {
  const { t } = useTranslation();
  const { open } = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const fieldName = useFieldName();
  const query = useInfiniteQuery({
    queryKey: ['publication-drifts.list', 'pages', scope],
    queryFn: ({ pageParam, signal }) => call('publication-drifts.list', { query: { limit: 50, ...scope, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  return (
    <section className="panel" aria-label={t('listings.live.drift.list')}>
      <KeysetTable
        caption={t('listings.live.drift.list')}
        query={query}
        rowKey={({ id }) => id}
        rowData={({ product, shop }) => ({
          ...{ 'data-testid': 'drift-row', 'data-product': product.code, 'data-market': shop.market },
        })}
        onOpen={({ id }) => setSearch({ open: id })}
        columns={[
          { key: 'product', title: t('listings.columns.product'), render: ({ product }) => <ProductCell product={product} /> },
          { key: 'shop', title: t('listings.columns.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
          {
            key: 'what',
            title: t('listings.live.drift.what'),
            render: ({ differences }) => differences.map(fieldName).join(', '),
          },
          { key: 'since', title: t('listings.live.drift.since'), render: ({ foundAt }) => <TimeAgo at={foundAt} /> },
        ]}
        empty={<EmptyState kind="first-use" title={t('listings.live.drift.empty')} text={t('listings.live.drift.emptyText')} />}
      />
      {open && <PublicationDrawer publicationId={open} close={() => setSearch({ open: undefined })} />}
    </section>
  );
}
