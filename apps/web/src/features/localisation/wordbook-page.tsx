import { DeleteOutlined, DownloadOutlined, ImportOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { TranslationEntry } from '@tradewind/contract/types';
import { textLanguages } from '@tradewind/rules/localisation';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf, call } from '../../shared/api/call.ts';
import { TableImport } from '../../shared/imports/table-import.tsx';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { useMayEdit } from '../products/page.tsx';
import { useLanguageName } from './words.tsx';
import './localisation.css';

const kinds = ['term', 'sentence'] as const;
type Kind = (typeof kinds)[number];
type Language = TranslationEntry['from'];
const isOfEntries = ({ queryKey }: { queryKey: readonly unknown[] }): boolean => queryKey[0] === 'translation-entries.list';

/** The merchant's own words in other languages, and the sentences that were approved. */
export function WordbookPage() {
  const { t } = useTranslation();
  const mayEdit = useMayEdit();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const kind: Kind = search.kind === 'sentence' ? 'sentence' : 'term';
  const [isImporting, setImporting] = useState(false);
  const q = search.q?.trim().slice(0, 100) || undefined;
  const query = useInfiniteQuery({
    queryKey: ['translation-entries.list', kind, q],
    queryFn: ({ pageParam, signal }) => call('translation-entries.list', { query: { limit: 50, kind, q, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  return (
    <>
      <PageHeader
        title={t('products.places.words')}
        answer={t('localisation.book.answer')}
        actions={
          <>
            <Button
              icon={<DownloadOutlined />}
              href={addressOf('translation-entries.export', { query: { kind } })}
              download
              data-testid="export-words"
            >
              {t('localisation.book.export')}
            </Button>
            {mayEdit && (
              <Button icon={<ImportOutlined />} onClick={() => setImporting(true)} data-testid="import-words">
                {t('localisation.book.import')}
              </Button>
            )}
          </>
        }
      />
      {mayEdit && <AddEntry key={kind} kind={kind} />}
      <section className="panel" aria-label={t('products.places.words')}>
        <div className="product-filters">
          <FilterChips
            label={t('localisation.filter')}
            name="word-kind"
            chips={kinds.map((key) => ({ key, content: t(`localisation.book.${key}s`) }))}
            chosen={kind}
            choose={(next) => setSearch({ kind: next })}
          />
          <Input.Search
            allowClear
            className="product-search"
            aria-label={t('localisation.book.search')}
            placeholder={t('localisation.book.search')}
            defaultValue={q ?? ''}
            onSearch={(next) => setSearch({ q: next || undefined }, true)}
          />
        </div>
        <KeysetTable
          caption={t('products.places.words')}
          columns={useColumns(mayEdit)}
          query={query}
          rowKey={({ id }) => id}
          rowData={() => ({ 'data-testid': 'word-row' })}
          empty={
            q ? (
              <EmptyState
                kind="no-match"
                title={t('localisation.noMatch')}
                text={t('localisation.noMatchText')}
                action={<Button onClick={() => setSearch({ q: undefined })}>{t('localisation.all')}</Button>}
              />
            ) : (
              <EmptyState kind="first-use" title={t('localisation.book.empty')} text={t('localisation.book.emptyText')} />
            )
          }
        />
      </section>
      {isImporting && <WordImport kind={kind} close={() => setImporting(false)} />}
    </>
  );
}

function AddEntry({ kind }: { kind: Kind }) {
  const { t } = useTranslation();
  const nameOf = useLanguageName();
  const client = useQueryClient();
  const [entry, setEntry] = useState({ from: 'en' as Language, to: 'de' as Language, source: '', target: '' });
  const add = useMutation({
    mutationFn: () =>
      call('translation-entries.set', { body: { ...entry, kind, target: entry.target.trim() === '' ? null : entry.target } }),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: isOfEntries });
      setEntry({ ...entry, source: '', target: '' });
    },
  });
  const options = textLanguages.map((value) => ({ value, label: nameOf(value) }));
  return (
    <section className="panel product-panel" aria-label={t('localisation.book.add')}>
      <div className="product-filters">
        {(['from', 'to'] as const).map((side) => (
          <Select
            key={side}
            aria-label={t(`localisation.book.${side}`)}
            value={entry[side]}
            options={options}
            onChange={(value) => setEntry({ ...entry, [side]: value })}
          />
        ))}
        {(['source', 'target'] as const).map((side) => (
          <Input
            key={side}
            className="product-search"
            aria-label={t(`localisation.book.${side}`)}
            placeholder={t(side === 'target' && kind === 'term' ? 'localisation.book.keep' : `localisation.book.${side}`)}
            value={entry[side]}
            onChange={({ target }) => setEntry({ ...entry, [side]: target.value })}
            data-testid={`word-${side}`}
          />
        ))}
        <Button
          type="primary"
          disabled={entry.source.trim() === ''}
          loading={add.isPending}
          onClick={() => add.mutate()}
          data-testid="word-add"
        >
          {t('localisation.book.add')}
        </Button>
      </div>
      {add.isError && <ErrorPanel error={add.error} />}
    </section>
  );
}

function useColumns(mayEdit: boolean): Column<TranslationEntry>[] {
  const { t } = useTranslation();
  const nameOf = useLanguageName();
  return [
    { key: 'source', title: t('localisation.book.source'), render: ({ source, from }) => <span lang={from}>{source}</span> },
    {
      key: 'target',
      title: t('localisation.book.target'),
      render: ({ target, to }) =>
        target === null ? <span className="muted">{t('localisation.book.keep')}</span> : <span lang={to}>{target}</span>,
    },
    { key: 'pair', title: t('localisation.book.languages'), render: ({ from, to }) => `${nameOf(from)} → ${nameOf(to)}` },
    { key: 'at', title: t('localisation.columns.at'), isDeskOnly: true, render: ({ updatedAt }) => <TimeAgo at={updatedAt} /> },
    ...(mayEdit ? [{ key: 'act', title: t('localisation.book.forget'), render: (row: TranslationEntry) => <Forget entry={row} /> }] : []),
  ];
}

function Forget({ entry: { id, source } }: { entry: TranslationEntry }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const forget = useMutation({
    mutationFn: () => call('translation-entries.remove', { params: { translationEntryId: id } }),
    onSettled: () => client.invalidateQueries({ predicate: isOfEntries }),
  });
  return (
    <Button
      size="small"
      type="text"
      icon={<DeleteOutlined />}
      loading={forget.isPending}
      onClick={() => forget.mutate()}
      aria-label={`${t('localisation.book.forget')}: ${source.slice(0, 60)}`}
    />
  );
}

function WordImport({ kind, close }: { kind: Kind; close: () => void }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <TableImport
      title={t('localisation.book.import')}
      text={t('localisation.book.fileText')}
      send={(file, isPreview) =>
        call('translation-entry-imports.create', { file, query: { isPreview: isPreview ? 'true' : 'false', kind } })
      }
      outcome={({ added, changed, unchanged }) =>
        t('localisation.book.outcome', { added: count(added), changed: count(changed), unchanged: count(unchanged) })
      }
      hasChanges={({ added, changed }) => added + changed > 0}
      onApplied={() => client.invalidateQueries({ predicate: isOfEntries })}
      close={close}
    />
  );
}
