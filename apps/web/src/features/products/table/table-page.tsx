import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../../app/session.ts';
import { type Answer, call } from '../../../shared/api/call.ts';
import { formatCount } from '../../../shared/money.ts';
import { useOwnSearch } from '../../../shared/own-search.ts';
import { EmptyState } from '../../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../../shared/widgets/error-panel.tsx';
import { PageHeader } from '../../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../../shared/widgets/skeleton.tsx';
import { filterOf, type ProductFilter } from '../filters.ts';
import { useMayEdit } from '../page.tsx';
import { columnsFor } from './columns.ts';
import { TableEditor } from './table-editor.tsx';
import type { ProductRows } from './table-state.ts';

/** More than anybody looks through; the rest is found by a narrower filter, or changed by a file. */
const ROWS_MAX = 10_000;

async function readAll(query: ProductFilter & { productIds?: string }, signal: AbortSignal) {
  const products: ProductRows[] = [];
  let [cursor, rows]: [string | undefined, number] = [undefined, 0];
  do {
    const page: Answer<'product-rows.list'> = await call(
      'product-rows.list',
      { query: { limit: 200, ...query, ...(cursor ? { cursor } : {}) } },
      signal,
    );
    products.push(...page.items);
    rows += page.items.reduce((sum, { variants }) => sum + variants.length, 0);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && rows < ROWS_MAX);
  return { products, isCut: cursor !== undefined };
}

/** What was chosen or filtered, to be changed like a spreadsheet. */
export function ProductTablePage() {
  const { t, i18n } = useTranslation();
  const mayEdit = useMayEdit();
  const maySetCosts = useCan('costs:write');
  const search = useOwnSearch();
  const filter = filterOf(search);
  const query = search.ids ? { ...filter, productIds: search.ids } : filter;
  const read = useQuery({
    queryKey: ['product-rows.list', query],
    queryFn: ({ signal }) => readAll(query, signal),
    enabled: mayEdit,
    // What is being changed is not read anew beneath the reader's hands; who else changed it is told when it is saved.
    ...{ staleTime: Number.POSITIVE_INFINITY, gcTime: 0 },
  });
  return (
    <>
      <PageHeader title={t('products.table.title')} answer={t('products.table.answer')} />
      {!mayEdit ? (
        <EmptyState kind="no-right" title={t('common.noRight.title')} text={t('products.readOnly')} />
      ) : read.isPending ? (
        <SkeletonRows rows={12} label={t('common.loading')} />
      ) : read.isError ? (
        <ErrorPanel error={read.error} retry={() => void read.refetch()} />
      ) : read.data.products.length === 0 ? (
        <EmptyState kind="no-match" title={t('products.empty.match')} text={t('products.empty.matchText')} />
      ) : (
        <>
          {read.data.isCut && <p role="status">{t('products.table.cut', { rows: formatCount(ROWS_MAX, i18n.language) })}</p>}
          <TableEditor key={read.dataUpdatedAt} products={read.data.products} columns={columnsFor(maySetCosts)} />
        </>
      )}
    </>
  );
}
