import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { intentKindNames } from '@tradewind/contract/intents';
import type { UnsettledIntent } from '@tradewind/contract/types';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { apiQuery } from '../../shared/api/call.ts';
import { marketName } from '../../shared/markets.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';

const programmes = ['us-to-mexico', 'eu-local-hosted'] as const;
const states = ['unknown', 'rejected'] as const;
/** What platforms settle by themselves shows without a click. */
const refetchMs = 60_000;

/** What did platforms refuse, and what may they have done without saying so? */
export function IntentsPage() {
  const { t } = useTranslation();
  const { query: scope } = useScope();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const state = states.find((each) => each === search.state);
  const kind = intentKindNames.find((each) => each === search.kind);
  const query = { ...scope, ...(state ? { state } : {}), ...(kind ? { kind } : {}) };
  const { data, error, refetch } = useQuery({
    ...apiQuery('intents.list', { query }),
    placeholderData: keepPreviousData,
    refetchInterval: refetchMs,
  });
  return (
    <>
      <PageHeader title={t('nav.intents')} answer={t('intents.question')} />
      <section className="panel" aria-label={t('nav.intents')}>
        <div className="panel-head">
          <FilterChips
            label={t('intents.state')}
            name="intent-state"
            chips={[
              { key: undefined, content: t('intents.states.all') },
              ...states.map((key) => ({ key, content: t(`intents.states.${key}`) })),
            ]}
            chosen={state}
            choose={(key) => setSearch({ state: key })}
          />
          <Select
            aria-label={t('intents.kind')}
            allowClear
            placeholder={t('intents.kinds.all')}
            value={kind}
            options={intentKindNames.map((value) => ({ value, label: t(`intents.kinds.${value}`) }))}
            onChange={(value) => setSearch({ kind: value })}
            popupMatchSelectWidth={false}
            data-testid="intent-kind"
          />
        </div>
        {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
        {!error && !data && <SkeletonRows rows={6} label={t('common.loading')} />}
        {data && data.items.length === 0 && (
          <EmptyState
            kind={state || kind ? 'no-match' : 'first-use'}
            title={t(state || kind ? 'intents.noMatch' : 'intents.none')}
            text={t(state || kind ? 'intents.noMatchText' : 'intents.noneText')}
          />
        )}
        {data && data.items.length > 0 && <Intents items={data.items} />}
        {data?.isCut && <p className="muted">{t('intents.cut')}</p>}
      </section>
    </>
  );
}

function Intents({ items }: { items: readonly UnsettledIntent[] }) {
  const { t, i18n } = useTranslation();
  const nameOf = ({ kind, subject }: UnsettledIntent): string => {
    if (kind === 'opening') return marketName(subject, i18n.language);
    const programme = kind === 'programme-application' && programmes.find((each) => each === subject);
    return programme ? t(`intents.programmes.${programme}`) : subject;
  };
  const columns: Column<UnsettledIntent>[] = [
    {
      key: 'subject',
      title: t('intents.subject'),
      render: (intent) => (
        <>
          <strong>{nameOf(intent)}</strong>
          <span className="cell-second">{t(`intents.kinds.${intent.kind}`)}</span>
        </>
      ),
    },
    { key: 'shop', title: t('intents.shop'), render: ({ shop }) => (shop ? <ShopChip shop={shop} /> : <span className="muted">–</span>) },
    {
      key: 'state',
      title: t('intents.state'),
      render: ({ state }) => <Tag tone={state === 'unknown' ? 'soon' : 'losing'}>{t(`intents.states.${state}`)}</Tag>,
    },
    {
      key: 'why',
      title: t('intents.why'),
      render: ({ state, code, message }) => (
        <>
          {t(`intents.todo.${state}`)}
          {(message ?? code) && <span className="cell-second">{message ?? code}</span>}
        </>
      ),
    },
    { key: 'since', title: t('intents.since'), render: ({ since }) => <Instant at={since} /> },
    {
      key: 'do',
      title: t('intents.do'),
      render: (intent) => (
        // The server names pages by their address, which the router types one by one.
        <Link
          to={intent.link.page as '/'}
          search={(previous) => ({ ...previous, ...intent.link.search })}
          aria-label={t('intents.openNamed', { name: nameOf(intent) })}
        >
          {t('common.open')}
        </Link>
      ),
    },
  ];
  return (
    <DataTable
      caption={t('nav.intents')}
      rows={items}
      rowKey={({ kind, id }) => `${kind} ${id}`}
      rowData={({ kind, state }) => ({ 'data-testid': 'intent-row', 'data-kind': kind, 'data-state': state })}
      columns={columns}
    />
  );
}
