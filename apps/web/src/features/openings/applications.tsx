import { useInfiniteQuery } from '@tanstack/react-query';
import type { Opening } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { call } from '../../shared/api/call.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { OpeningDrawer } from './opening-drawer.tsx';
import { Deposit, PapersTag } from './opening-facts.tsx';
import { OpeningStatusTag, PathTag } from './opening-tags.tsx';
import { useOpeningWords } from './use-opening-words.ts';

const PAGE = 100;

/** Every application, newest first. */
export function Applications() {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const { open } = useOwnSearch();
  const { query: scope } = useScope();
  const query = useInfiniteQuery({
    queryKey: ['openings.list', scope],
    queryFn: ({ pageParam, signal }) =>
      call('openings.list', { query: { limit: PAGE, ...scope, ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const openings = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const shown = openings.find(({ id }) => id === open);
  return (
    <section className="panel openings-table">
      <KeysetTable
        caption={t('openings.list')}
        columns={useColumns()}
        query={query}
        rowKey={({ id }) => id}
        rowData={({ targetMarket, status }) => ({ 'data-testid': `opening-${targetMarket}`, 'data-status': status })}
        onOpen={({ id }) => setSearch({ open: id })}
        empty={<EmptyState kind="first-use" title={t('openings.empty')} text={t('openings.emptyText')} />}
      />
      {shown && <OpeningDrawer opening={shown} close={() => setSearch({ open: undefined }, true)} />}
    </section>
  );
}

function useColumns(): Column<Opening>[] {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  return [
    {
      key: 'market',
      title: t('openings.columns.market'),
      render: ({ targetMarket, sourceShop }) => (
        <span className="opening-stack">
          <MarketChip market={targetMarket} isNamed />
          <span className="cell-second">{t('openings.from', { shop: sourceShop.name })}</span>
        </span>
      ),
    },
    { key: 'status', title: t('openings.columns.status'), render: (opening) => <OpeningStatusTag opening={opening} /> },
    { key: 'now', title: t('openings.columns.now'), render: (opening) => <Now opening={opening} /> },
    {
      key: 'path',
      title: t('openings.columns.path'),
      render: ({ verdict, platform }) => {
        const path = verdict?.path ?? platform?.path;
        return path ? <PathTag path={path} /> : '–';
      },
    },
    {
      key: 'deposit',
      title: t('openings.columns.deposit'),
      isDeskOnly: true,
      render: ({ verdict, platform }) => <Deposit deposit={verdict?.deposit ?? platform?.deposit ?? null} />,
    },
    { key: 'updated', title: t('openings.columns.updated'), render: ({ updatedAt }) => <TimeAgo at={updatedAt} /> },
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

/** What matters about it now: why it was turned down, what keeps it, what lacks, or which shop came of it. */
function Now({ opening }: { opening: Opening }) {
  const { t } = useTranslation();
  const { reasonText } = useOpeningWords();
  const { reasons, problem, verdict, openedShop } = opening;
  const [reason] = reasons;
  if (reason) return <span className="opening-now">{reasonText(reason.code)}</span>;
  if (problem) return <span className="opening-now tone-soon">{t(`openings.problems.${problem}`)}</span>;
  if (verdict) return <PapersTag verdict={verdict} />;
  return <span className="opening-now">{openedShop?.shop?.name ?? '–'}</span>;
}
