import { useInfiniteQuery } from '@tanstack/react-query';
import type { QualificationDocument } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { call } from '../../shared/api/call.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { DocumentDrawer } from './document-drawer.tsx';
import { useScopeWords } from './scope-words.ts';
import { DocumentStatus, Validity } from './validity.tsx';

const PAGE = 100;

/** Every paper, those that end first at the top. */
export function Vault() {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const { open } = useOwnSearch();
  const { market } = useScope();
  const query = useInfiniteQuery({
    queryKey: ['documents.list', market],
    queryFn: ({ pageParam, signal }) =>
      call(
        'documents.list',
        { query: { limit: PAGE, ...(market ? { market } : {}), ...(pageParam ? { cursor: pageParam } : {}) } },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const documents = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const shown = documents.find(({ id }) => id === open);
  return (
    <section className="panel">
      <KeysetTable
        caption={t('compliance.vault.list')}
        columns={useColumns()}
        query={query}
        rowKey={({ id }) => id}
        rowData={({ type, status }) => ({ 'data-testid': 'document-row', 'data-type': type, 'data-status': status })}
        onOpen={({ id }) => setSearch({ open: id })}
        empty={<EmptyState kind="first-use" title={t('compliance.vault.empty')} text={t('compliance.vault.emptyText')} />}
      />
      {shown && <DocumentDrawer document={shown} close={() => setSearch({ open: undefined }, true)} />}
    </section>
  );
}

function useColumns(): Column<QualificationDocument>[] {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const { typeName } = useDocumentNames();
  const scopeWords = useScopeWords();
  return [
    {
      key: 'type',
      title: t('compliance.form.type'),
      render: ({ type, file }) => (
        <span className="paper">
          <strong>{typeName(type)}</strong>
          <span className="cell-second" title={file.name}>
            {file.name}
          </span>
        </span>
      ),
    },
    {
      key: 'scope',
      title: t('compliance.form.scope'),
      render: (document) => (
        <span className="paper-scope" title={scopeWords(document)}>
          {scopeWords(document)}
        </span>
      ),
    },
    {
      key: 'markets',
      title: t('compliance.form.markets'),
      render: ({ markets }) =>
        markets.length === 0 ? (
          t('compliance.form.everywhere')
        ) : (
          <span className="chip-list">
            {markets.map((market) => (
              <MarketChip key={market} market={market} />
            ))}
          </span>
        ),
    },
    { key: 'validity', title: t('compliance.form.validity'), render: (document) => <Validity document={document} /> },
    { key: 'status', title: t('compliance.form.status'), render: ({ status }) => <DocumentStatus status={status} /> },
    {
      key: 'action',
      title: t('settings.action'),
      isDeskOnly: true,
      render: ({ id }) => (
        <Button
          size="small"
          onClick={(event) => {
            event.stopPropagation();
            setSearch({ open: id });
          }}
        >
          {t('common.open')}
        </Button>
      ),
    },
  ];
}
