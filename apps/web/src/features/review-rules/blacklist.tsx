import { PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { BlacklistEntry } from '@tradewind/contract/types';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { BlacklistDialog } from './blacklist-dialog.tsx';
import { useMayKeepRules } from './may-keep.ts';

/** Whom to be wary of. What it says of them is kept as a keyed hash: it can be met again and not be read. */
export function Blacklist() {
  const { t } = useTranslation();
  const mayKeep = useMayKeepRules();
  const [isAdding, setAdding] = useState(false);
  const query = useInfiniteQuery({
    queryKey: ['blacklist.list'],
    queryFn: ({ pageParam, signal }) => call('blacklist.list', { query: { limit: 50, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  return (
    <section className="panel" aria-label={t('review-rules.views.blacklist')}>
      <div className="panel-head">
        <p className="muted">{t('review-rules.blacklist.text')}</p>
        {mayKeep && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)} data-testid="blacklist-add">
            {t('review-rules.blacklist.add')}
          </Button>
        )}
      </div>
      <KeysetTable
        caption={t('review-rules.views.blacklist')}
        columns={useColumns(mayKeep)}
        query={query}
        rowKey={({ id }) => id}
        rowData={({ kind }) => ({ 'data-testid': 'blacklist-row', 'data-kind': kind })}
        empty={<EmptyState kind="first-use" title={t('review-rules.blacklist.none')} text={t('review-rules.blacklist.noneText')} />}
      />
      {isAdding && <BlacklistDialog orderId={null} close={() => setAdding(false)} />}
    </section>
  );
}

function useColumns(mayKeep: boolean): Column<BlacklistEntry>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'kind',
      title: t('review-rules.blacklist.kind'),
      render: ({ kind }) => <strong>{t(`review-rules.blacklist.kinds.${kind}`)}</strong>,
    },
    { key: 'reason', title: t('review-rules.blacklist.reason'), render: ({ reason }) => reason },
    {
      key: 'order',
      title: t('desk.columns.order'),
      render: ({ order }) =>
        order ? (
          <Link to="/orders/$orderId" params={{ orderId: order.id }} className="num">
            {order.channelOrderId}
          </Link>
        ) : (
          <span className="muted">–</span>
        ),
    },
    {
      key: 'by',
      title: t('review-rules.blacklist.by'),
      render: ({ addedBy, addedAt }) => (
        <>
          {addedBy} <Instant at={addedAt} />
        </>
      ),
    },
    ...(mayKeep ? [{ key: 'remove', title: t('settings.action'), render: ({ id }: BlacklistEntry) => <Remove entryId={id} /> }] : []),
  ];
}

function Remove({ entryId }: { entryId: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call('blacklist.remove', { params: { blacklistEntryId: entryId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['blacklist.list'] }),
  });
  return (
    <>
      <Popconfirm title={t('review-rules.blacklist.removeSure')} onConfirm={() => remove.mutate()}>
        <Button size="small" loading={remove.isPending}>
          {t('review-rules.remove')}
        </Button>
      </Popconfirm>
      {remove.isError && <ErrorPanel error={remove.error} />}
    </>
  );
}
