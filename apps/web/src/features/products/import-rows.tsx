import { useInfiniteQuery } from '@tanstack/react-query';
import type { ProductImport, ProductImportRow } from '@tradewind/contract/types';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';
import { useColumnWords, useFaultWords } from './use-faults.ts';

const verdicts = ['created', 'changed', 'unchanged', 'failed', 'undone', 'not-undone'] as const;
const tones: Record<ProductImportRow['verdict'], Tone> = {
  ...{ created: 'done', changed: 'plain', unchanged: 'quiet', failed: 'losing', undone: 'quiet', 'not-undone': 'soon' },
} as const;

export function ImportRows({ file }: { file: ProductImport }) {
  const { t } = useTranslation();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  // What failed is what a person came for.
  const wanted = verdicts.find((each) => each === search.verdict) ?? (search.verdict === 'all' || file.failed === 0 ? undefined : 'failed');
  const params = { importId: file.id };
  const query = useInfiniteQuery({
    queryKey: ['product-imports.rows', params, wanted],
    queryFn: ({ pageParam, signal }) =>
      call('product-imports.rows', { params, query: { limit: 50, verdict: wanted, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  return (
    <>
      <Segmented
        className="import-verdicts"
        aria-label={t('products.imports.rows')}
        value={wanted ?? 'all'}
        options={['all' as const, ...verdicts].map((value) => ({ value, label: t(`products.verdicts.${value}`) }))}
        onChange={(verdict) => setSearch({ verdict }, true)}
      />
      <KeysetTable
        caption={t('products.imports.rows')}
        columns={useColumns()}
        query={query}
        rowKey={({ line }) => String(line)}
        rowData={({ verdict, line }) => ({ 'data-testid': 'import-line', 'data-verdict': verdict, 'data-line': String(line) })}
        empty={<EmptyState kind="no-match" title={t('products.imports.noRows')} text={t('products.imports.noRowsText')} />}
      />
    </>
  );
}

function useColumns(): Column<ProductImportRow>[] {
  const { t, i18n } = useTranslation();
  return [
    { key: 'line', title: t('products.imports.line'), render: ({ line }) => formatCount(line, i18n.language) },
    { key: 'sku', title: t('products.fields.sku'), render: ({ sku }) => sku ?? <span className="muted">–</span> },
    {
      key: 'verdict',
      title: t('products.columns.status'),
      render: ({ verdict }) => <Tag tone={tones[verdict]}>{t(`products.verdicts.${verdict}`)}</Tag>,
    },
    { key: 'why', title: t('products.imports.why'), render: (row) => <Why row={row} /> },
  ];
}

function Why({ row }: { row: ProductImportRow }) {
  const { t } = useTranslation();
  const faultWords = useFaultWords();
  const columnWords = useColumnWords();
  if (row.faults.length === 0) return <span className="muted">{row.columns.map(columnWords).join(' · ') || '–'}</span>;
  return (
    <ul className="row-faults">
      {row.faults.map(({ column, value, code, line }) => (
        <li key={`${column} ${code}`}>
          {column && <strong>{columnWords(column)}</strong>} {value && <code>{value}</code>} {faultWords(code)}
          {line !== null && <span className="muted"> {t('products.imports.seeLine', { line })}</span>}
        </li>
      ))}
    </ul>
  );
}
