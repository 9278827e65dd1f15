import type { DeskOrder } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { useViews } from '../../shared/views/use-views.ts';
import { DroppedNotice, ViewBar } from '../../shared/views/view-bar.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { ShipDialog } from '../fulfilment/ship-dialog.tsx';
import { type Act, type AskingAct, actionOf } from './acts.ts';
import { BucketChips } from './bucket-chips.tsx';
import { type Choice, DeskBulkBar } from './bulk-bar.tsx';
import { ChosenActs } from './chosen-acts.tsx';
import { useDeskColumns } from './desk-columns.tsx';
import { DeskDrawer } from './desk-drawer.tsx';
import { type DeskFilter, deskViews, noFilter, parseFilter } from './desk-filters.ts';
import { useDeskKeys } from './desk-keys.ts';
import { DeskFilterBar } from './filter-bar.tsx';
import { KeyHelp } from './key-help.tsx';
import { TaskStrip } from './task-strip.tsx';
import { type Target, useActs, useDeskPages } from './use-desk.ts';
import { WordsDialog } from './words-dialog.tsx';
import './desk.css';

export function OrderDeskPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('desk.places.desk')} answer={t('desk.question')} />
      <Requires scope="orders:read">
        <OrderDesk />
      </Requires>
    </>
  );
}

const nothing: Choice = { ids: new Set(), isAll: false };

function OrderDesk() {
  const { t, i18n } = useTranslation();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const { query: scope } = useScope();
  const mayWrite = useCan('orders:write');
  const filter = useMemo(() => parseFilter(search), [search]);
  const query = useDeskPages(filter);
  const views = useViews(deskViews);
  const panel = useRef<HTMLElement>(null);
  const [choice, setChoice] = useState<Choice>(nothing);
  const [asking, setAsking] = useState<{ act: AskingAct; target: Target; count: string } | null>(null);
  const [isHelping, setHelping] = useState(false);
  const [shipping, setShipping] = useState<readonly string[] | null>(null);
  const { act, taskId, putAway } = useActs(() => setChoice(nothing));

  // Another look is another set of orders.
  const look = JSON.stringify([filter, scope]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the look is the event
  useEffect(() => setChoice(nothing), [look]);

  const toggle = (id: string) => {
    const ids = new Set(choice.ids);
    if (!ids.delete(id)) ids.add(id);
    setChoice({ ids, isAll: false });
  };
  const targetOf = (focusedId: string | null): Target | null => {
    if (choice.isAll) return { filter: { ...filter, ...scope } };
    if (choice.ids.size > 0) return { orderIds: [...choice.ids] };
    return focusedId ? { orderIds: [focusedId] } : null;
  };
  const begin = (wish: Act, focusedId: string | null = null) => {
    const target = mayWrite ? targetOf(focusedId) : null;
    if (!target) return;
    const size = 'orderIds' in target ? target.orderIds.length : 0;
    const count = size > 0 ? t('desk.bulk.chosen', { count: size, shown: formatCount(size, i18n.language) }) : t('desk.bulk.all');
    if (wish.words === null) act({ action: actionOf(wish, ''), target });
    else setAsking({ act: wish, target, count });
  };
  const assign = (memberId: string | null) => {
    const target = targetOf(null);
    if (target) act({ action: { kind: 'assign', memberId }, target });
  };
  const sendFrom = (warehouseId: string | null) => {
    const target = targetOf(null);
    if (target) act({ action: { kind: 'choose-warehouse', warehouseId }, target });
  };
  useDeskKeys({
    panel,
    isOff: asking !== null || shipping !== null || isHelping || search.open !== undefined,
    toggle,
    begin,
    help: () => setHelping(true),
  });
  const columns = useDeskColumns(
    mayWrite ? { isChosen: (id) => choice.isAll || choice.ids.has(id), toggle } : null,
    filter.bucket !== undefined && filter.bucket !== 'late',
  );
  const ofViews = { page: deskViews.page, views, toKeep: () => views.current };

  return (
    <section className="panel desk" data-testid="order-desk" ref={panel}>
      <DeskFilterBar filter={filter} views={<ViewBar {...ofViews} allLabel={t('desk.allOrders')} />} />
      <DroppedNotice {...ofViews} />
      <BucketChips chosen={filter.bucket} />
      <TaskStrip taskId={taskId} putAway={putAway} />
      <KeysetTable<DeskOrder>
        caption={t('desk.list')}
        columns={columns}
        query={query}
        rowKey={({ id }) => id}
        rowData={({ id, bucket, channelOrderId }) => ({
          ...{ 'data-testid': 'desk-row', 'data-order-id': id, 'data-bucket': bucket, 'data-channel-order-id': channelOrderId },
        })}
        rowClass={({ id }) => (choice.isAll || choice.ids.has(id) ? 'row-chosen' : undefined)}
        onOpen={({ id }) => setSearch({ open: id })}
        empty={<NoOrders filter={filter} />}
      />
      {mayWrite && (choice.isAll || choice.ids.size > 0) && (
        <DeskBulkBar
          choice={choice}
          isMore={query.hasNextPage || (query.data?.pages.flatMap(({ items }) => items).length ?? 0) > choice.ids.size}
          chooseAll={() => setChoice({ ids: new Set(), isAll: true })}
          drop={() => setChoice(nothing)}
          begin={begin}
          assign={assign}
          sendFrom={sendFrom}
          actions={<ChosenActs target={() => targetOf(null)} ship={setShipping} />}
        />
      )}
      {asking && (
        <WordsDialog
          act={asking.act}
          count={asking.count}
          close={() => setAsking(null)}
          give={(words) => {
            act({ action: actionOf(asking.act, words), target: asking.target });
            setAsking(null);
          }}
        />
      )}
      {shipping && <ShipDialog orderIds={shipping} close={() => setShipping(null)} />}
      {isHelping && <KeyHelp close={() => setHelping(false)} />}
      {search.open && <DeskDrawer key={search.open} orderId={search.open} close={() => setSearch({ open: undefined })} />}
    </section>
  );
}

function NoOrders({ filter }: { filter: DeskFilter }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <EmptyState
      kind={isNarrowed ? 'no-match' : 'first-use'}
      title={t(isNarrowed ? 'desk.empty.match' : 'desk.empty.title')}
      text={t(isNarrowed ? 'desk.empty.matchText' : 'desk.empty.text')}
      action={isNarrowed && <Button onClick={() => setSearch(noFilter)}>{t('desk.filters.clear')}</Button>}
    />
  );
}
