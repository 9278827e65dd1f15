import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Invitation } from '@tradewind/contract/types';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { formatInstant } from '../../shared/time.ts';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import type { Wanted } from './invite-dialog.tsx';
import { ShopsWords } from './shops-words.tsx';

const PAGE = 50;

/** Who was invited and has not come yet. */
export function Invitations({ inviteAgain }: { inviteAgain: (wanted: Wanted) => void }) {
  const { t } = useTranslation();
  const columns = useInvitationColumns(inviteAgain);
  const query = useInfiniteQuery({
    queryKey: ['invitations.list'],
    queryFn: ({ pageParam, signal }) =>
      call('invitations.list', { query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: 30_000,
  });
  return (
    <section className="panel" data-testid="invitations">
      <div className="panel-head">
        <h2>{t('settings.invitations.title')}</h2>
      </div>
      <KeysetTable
        caption={t('settings.invitations.title')}
        columns={columns}
        query={query}
        rowKey={({ id }) => id}
        rowData={({ email }) => ({ 'data-testid': 'invitation-row', 'data-email': email })}
        empty={<p className="panel-foot muted">{t('settings.invitations.none')}</p>}
      />
    </section>
  );
}

function useInvitationColumns(inviteAgain: (wanted: Wanted) => void): Column<Invitation>[] {
  const { t, i18n } = useTranslation();
  const mayChange = useCan('members:write');
  const columns: Column<Invitation>[] = [
    {
      key: 'email',
      title: t('signIn.email'),
      render: ({ email, invitedBy }) => (
        <span className="person">
          <span className="person-name" title={email}>
            {email}
          </span>
          {invitedBy && <span className="cell-second">{t('settings.invitations.by', { name: invitedBy })}</span>}
        </span>
      ),
    },
    { key: 'role', title: t('settings.role'), render: ({ role }) => t(`roles.${role}`) },
    { key: 'shops', title: t('settings.shops'), render: ({ shopIds }) => <ShopsWords shopIds={shopIds} /> },
    {
      key: 'state',
      title: t('settings.state'),
      render: ({ state, expiresAt }) =>
        state === 'expired' ? (
          <span className="tag tag-soon">{t('settings.invitations.expired')}</span>
        ) : (
          <span className="tag tag-plain">{t('settings.invitations.pending', { at: formatInstant(expiresAt, i18n.language) })}</span>
        ),
    },
  ];
  if (!mayChange) return columns;
  return [
    ...columns,
    { key: 'action', title: t('settings.action'), render: (row) => <Actions invitation={row} inviteAgain={inviteAgain} /> },
  ];
}

function Actions({ invitation, inviteAgain }: { invitation: Invitation; inviteAgain: (wanted: Wanted) => void }) {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const client = useQueryClient();
  const textOf = useProblemText();
  const revoke = useMutation({
    mutationFn: () => call('invitations.revoke', { params: { invitationId: invitation.id } }),
    onSuccess: () => void notification.success({ title: t('settings.invitations.revoked'), placement: 'top' }),
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['invitations.list'] }),
  });
  const { email, role, shopIds } = invitation;
  return (
    <span className="row-actions">
      <Button size="small" onClick={() => inviteAgain({ email, role, shopIds })} data-testid="invite-again">
        {t('settings.invitations.again')}
      </Button>
      <Button size="small" loading={revoke.isPending} onClick={() => revoke.mutate()} data-testid="revoke-invitation">
        {t('settings.invitations.revoke')}
      </Button>
    </span>
  );
}
