import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { call, type Request } from '../../shared/api/call.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { usePublicationColumns } from './publication-columns.tsx';
import { PublicationDrawer } from './publication-drawer.tsx';

type Filter = NonNullable<Request<'publications.list'>['query']>;

export function PublicationTable({ filter, empty }: { filter: Filter; empty: ReactNode }) {
  const { t } = useTranslation();
  const { open } = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const query = useInfiniteQuery({
    queryKey: ['publications.list', filter],
    queryFn: ({ pageParam, signal }) => call('publications.list', { query: { limit: 50, ...filter, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  return (
    <>
      <KeysetTable
        caption={t('listings.list')}
        columns={usePublicationColumns()}
        query={query}
        rowKey={({ id }) => id}
        rowData={({ product, shop, state }) => ({
          ...{ 'data-testid': 'publication-row', 'data-product': product.code, 'data-market': shop.market, 'data-state': state },
        })}
        onOpen={({ id }) => setSearch({ open: id })}
        empty={empty}
      />
      {open && <PublicationDrawer publicationId={open} close={() => setSearch({ open: undefined })} />}
    </>
  );
}
