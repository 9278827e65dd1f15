import { RobotOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type CaseBucket, caseBuckets } from '@tradewind/rules/after-sales';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { BulkBar, RunStrip } from './bulk-answer.tsx';
import { CaseDrawer } from './case-drawer.tsx';
import './returns.css';
import { RulesDrawer } from './rules-drawer.tsx';
import { useColumns } from './use-columns.tsx';

const kinds = ['cancellation', 'refund', 'return'] as const;
const COUNTED = 1_000;

/** What the address says, as far as it is understood. Without a word of it: what waits for an answer. */
function useFilters() {
  const search = useOwnSearch();
  const bucket: CaseBucket | 'all' = search.bucket === 'all' ? 'all' : (caseBuckets.find((each) => each === search.bucket) ?? 'answer');
  return { bucket, kind: kinds.find((each) => each === search.kind), q: search.q?.trim().slice(0, 60) || undefined };
}

/** Which buyers wait for an answer, until when, and what does it cost? */
export function AfterSalesPage() {
  const { t } = useTranslation();
  const [isRules, setRules] = useState(false);
  const { open } = useOwnSearch();
  const setSearch = useSetOwnSearch();
  return (
    <>
      <PageHeader
        title={t('nav.after-sales')}
        answer={t('returns.question')}
        actions={
          <Button icon={<RobotOutlined />} onClick={() => setRules(true)} data-testid="return-rules-open">
            {t('returns.rules.title')}
          </Button>
        }
      />
      <Requires scope="orders:read">
        <Cases />
        {open && <CaseDrawer caseId={open} close={() => setSearch({ open: undefined }, true)} />}
        {isRules && <RulesDrawer close={() => setRules(false)} />}
      </Requires>
    </>
  );
}

function Cases() {
  const { t } = useTranslation();
  const { query: scope } = useScope();
  const { bucket, kind, q } = useFilters();
  const setSearch = useSetOwnSearch();
  const { run } = useOwnSearch();
  const mayAnswer = useCan('returns:write');
  const [chosenIds, setChosen] = useState<ReadonlySet<string>>(new Set());
  const drop = () => setChosen(new Set());
  const toggle = (id: string) => {
    const ids = new Set(chosenIds);
    if (!ids.delete(id)) ids.add(id);
    setChosen(ids);
  };
  const columns = useColumns(mayAnswer ? { isChosen: (id) => chosenIds.has(id), toggle } : null);
  const request = { ...scope, bucket: bucket === 'all' ? undefined : bucket, kind, q, limit: 50 };
  const query = useInfiniteQuery({
    queryKey: ['returns.list', request],
    queryFn: ({ pageParam, signal }) => call('returns.list', { query: { ...request, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const chosen = query.data?.pages.flatMap(({ items }) => items).filter(({ id }) => chosenIds.has(id)) ?? [];
  const begun = (runId: string) => {
    drop();
    setSearch({ run: runId });
  };
  const isFiltered = kind !== undefined || q !== undefined;
  return (
    <section className="panel" aria-label={t('returns.list')}>
      <Buckets bucket={bucket} />
      <search className="return-filters" aria-label={t('returns.list')}>
        <Input.Search
          aria-label={t('returns.search')}
          placeholder={t('returns.search')}
          allowClear
          defaultValue={q ?? ''}
          maxLength={60}
          onSearch={(text) => setSearch({ q: text.trim() || undefined })}
        />
        <Select
          aria-label={t('returns.kind')}
          placeholder={t('returns.kind')}
          allowClear
          value={kind ?? null}
          options={kinds.map((value) => ({ value, label: t(`returns.kinds.${value}`) }))}
          onChange={(next) => setSearch({ kind: next ?? undefined })}
        />
      </search>
      {run && <RunStrip key={run} runId={run} putAway={() => setSearch({ run: undefined })} />}
      <KeysetTable
        caption={t('returns.list')}
        columns={columns}
        query={query}
        rowKey={(row) => row.id}
        rowData={(row) => ({ 'data-testid': 'case-row', 'data-state': row.bucket })}
        rowClass={(row) => (chosenIds.has(row.id) ? 'row-chosen' : undefined)}
        onOpen={(row) => setSearch({ open: row.id })}
        empty={
          <EmptyState
            kind={isFiltered ? 'no-match' : 'first-use'}
            title={t(isFiltered ? 'returns.empty.match' : 'returns.empty.title')}
            text={t(isFiltered ? 'returns.empty.matchText' : 'returns.empty.text')}
          />
        }
      />
      {chosen.length > 0 && <BulkBar chosen={chosen} drop={drop} begun={begun} />}
    </section>
  );
}

function Buckets({ bucket }: { bucket: CaseBucket | 'all' }) {
  const { t, i18n } = useTranslation();
  const { query: scope } = useScope();
  const setSearch = useSetOwnSearch();
  const { data } = useQuery(apiQuery('returns.counts', { query: scope }));
  const countOf = (key: string): string => {
    const count = data?.items.find((each) => each.bucket === key)?.count;
    if (count === undefined) return '';
    return ` ${formatCount(count, i18n.language)}${count >= COUNTED ? '+' : ''}`;
  };
  return (
    <div className="return-buckets">
      <FilterChips
        label={t('returns.bucketsName')}
        name="bucket"
        chips={[...caseBuckets, 'all' as const].map((key) => ({ key, content: `${t(`returns.buckets.${key}`)}${countOf(key)}` }))}
        chosen={bucket}
        choose={(key) => setSearch({ bucket: key })}
      />
    </div>
  );
}
