import { UserAddOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Member } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { Invitations } from './invitations.tsx';
import { InviteDialog, type Wanted } from './invite-dialog.tsx';
import { useMemberColumns } from './member-columns.tsx';
import { MemberDialog } from './member-dialog.tsx';

export function ColleaguesPage() {
  const { t } = useTranslation();
  const mayInvite = useCan('members:write');
  const [wanted, setWanted] = useState<Wanted | null>(null);
  return (
    <>
      <PageHeader
        title={t('settings.places.colleagues')}
        answer={t('settings.colleagues.answer')}
        actions={
          mayInvite ? (
            <Button type="primary" icon={<UserAddOutlined />} onClick={() => setWanted({})} data-testid="invite">
              {t('settings.invite.action')}
            </Button>
          ) : (
            <span className="muted">{t('common.noRight.text', { scope: t('scopes.members:write') })}</span>
          )
        }
      />
      <Requires scope="members:read">
        <div className="settings-stack">
          <Members />
          <Invitations inviteAgain={setWanted} />
        </div>
      </Requires>
      {wanted && <InviteDialog wanted={wanted} close={() => setWanted(null)} />}
    </>
  );
}

const PAGE = 100;

function Members() {
  const { t } = useTranslation();
  const [changing, setChanging] = useState<Member | null>(null);
  const columns = useMemberColumns(setChanging);
  const query = useInfiniteQuery({
    queryKey: ['members.list'],
    queryFn: ({ pageParam, signal }) =>
      call('members.list', { query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // Whoever accepts an invitation, or comes and goes, is seen without a reload.
    refetchInterval: 30_000,
  });
  return (
    <section className="panel" data-testid="members">
      <div className="panel-head">
        <h2>{t('settings.colleagues.members')}</h2>
      </div>
      <KeysetTable
        caption={t('settings.colleagues.members')}
        columns={columns}
        query={query}
        rowKey={({ id }) => id}
        rowData={({ email }) => ({ 'data-testid': 'member-row', 'data-email': email })}
        empty={<EmptyState kind="no-match" title={t('settings.colleagues.none')} text={t('settings.colleagues.noneText')} />}
      />
      {changing && <MemberDialog member={changing} close={() => setChanging(null)} />}
    </section>
  );
}
