import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../money.ts';
import { type Column, DataTable, type RowData, type Sort } from './data-table.tsx';
import { ErrorPanel } from './error-panel.tsx';
import { SkeletonRows } from './skeleton.tsx';

type Page<T> = { items: T[]; nextCursor: string | null };
type Props<T> = {
  caption: string;
  columns: readonly Column<T>[];
  query: UseInfiniteQueryResult<{ pages: Page<T>[] }>;
  rowKey: (row: T) => string;
  empty: ReactNode;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  onOpen?: (row: T) => void;
  rowClass?: (row: T) => string | undefined;
  rowData?: (row: T) => RowData;
};

/**
 * Pages by cursor, each added below the last: no offsets, no total (an exact count of a filtered list costs twenty
 * times the page), so it says how many are shown and whether there are more.
 */
export function KeysetTable<T>({ query, empty, ...table }: Props<T>) {
  const { t, i18n } = useTranslation();
  if (query.isPending) return <SkeletonRows rows={10} label={t('common.loading')} />;
  if (query.isError && !query.data) return <ErrorPanel error={query.error} retry={() => void query.refetch()} />;
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (rows.length === 0) return empty;
  return (
    <>
      <DataTable rows={rows} {...table} />
      <div className="table-more">
        <span className="muted" role="status">
          {t(query.hasNextPage ? 'common.shownAndMore' : 'common.shownAll', {
            count: rows.length,
            shown: formatCount(rows.length, i18n.language),
          })}
        </span>
        {query.hasNextPage && (
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('common.loadMore')}
          </Button>
        )}
      </div>
      {query.isFetchNextPageError && <ErrorPanel error={query.error} retry={() => void query.fetchNextPage()} />}
    </>
  );
}
