import { DesktopOutlined, MobileOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Session } from '@tradewind/contract/types';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiQuery, call } from '../../shared/api/call.ts';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { ErrorPanel, useProblemText } from '../../shared/widgets/error-panel.tsx';
import { Instant, TimeAgo } from '../../shared/widgets/instant.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { deviceOf } from './device.ts';
import { PasswordForm } from './password-form.tsx';

const sessionsQuery = apiQuery('sessions.list', {});

export function SessionsPage() {
  const { t } = useTranslation();
  const query = useQuery(sessionsQuery);
  const items = query.data?.items ?? [];
  return (
    <>
      <PageHeader
        title={t('settings.places.sessions')}
        answer={t('settings.sessions.answer')}
        actions={<EndOthers count={items.filter(({ isCurrent }) => !isCurrent).length} />}
      />
      <div className="settings-stack">
        <section className="panel">
          <div className="panel-head">
            <h2>{t('settings.sessions.open')}</h2>
          </div>
          {query.isPending ? (
            <SkeletonRows rows={3} label={t('common.loading')} />
          ) : query.isError && !query.data ? (
            <ErrorPanel error={query.error} retry={() => void query.refetch()} />
          ) : (
            <SessionTable sessions={items} />
          )}
        </section>
        <PasswordForm />
      </div>
    </>
  );
}

/** What one ends is gone from the list at once; an answer other than "done" is told above everything. */
function useEnding<T>(end: (what: T) => Promise<unknown>, doneText: string) {
  const { notification } = App.useApp();
  const client = useQueryClient();
  const textOf = useProblemText();
  return useMutation({
    mutationFn: end,
    onSuccess: () => void notification.success({ title: doneText, placement: 'top' }),
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
    onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
}

function EndOthers({ count }: { count: number }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const endOthers = useEnding(() => call('sessions.end-others', {}), t('settings.sessions.othersEnded'));
  const ask = () =>
    modal.confirm({
      title: t('settings.sessions.endOthers'),
      content: t('settings.sessions.endOthersText', { count }),
      okText: t('settings.sessions.endOthersConfirm'),
      okButtonProps: { danger: true, 'data-testid': 'end-others-confirm' },
      cancelText: t('settings.cancel'),
      onOk: () => endOthers.mutateAsync(undefined).catch(() => undefined),
    });
  if (count === 0) return null;
  return (
    <Button loading={endOthers.isPending} onClick={ask} data-testid="end-others">
      {t('settings.sessions.endOthers')}
    </Button>
  );
}

function SessionTable({ sessions }: { sessions: readonly Session[] }) {
  const { t } = useTranslation();
  const columns: Column<Session>[] = [
    { key: 'device', title: t('settings.sessions.device'), render: (session) => <DeviceWords session={session} /> },
    { key: 'address', title: t('settings.sessions.address'), render: ({ address }) => <span className="num">{address ?? '–'}</span> },
    { key: 'began', title: t('settings.sessions.began'), render: ({ createdAt }) => <Instant at={createdAt} /> },
    {
      key: 'active',
      title: t('settings.lastActive'),
      render: ({ isCurrent, lastActiveAt }) => (isCurrent ? t('settings.sessions.now') : <TimeAgo at={lastActiveAt} />),
    },
    { key: 'action', title: t('settings.action'), render: (session) => <EndOne session={session} /> },
  ];
  return (
    <DataTable
      caption={t('settings.sessions.open')}
      columns={columns}
      rows={sessions}
      rowKey={({ id }) => id}
      rowData={({ isCurrent }) => ({ 'data-testid': 'session-row', 'data-current': String(isCurrent) })}
    />
  );
}

function DeviceWords({ session: { userAgent, isCurrent } }: { session: Session }) {
  const { t } = useTranslation();
  const { browser, system, isHandheld } = deviceOf(userAgent);
  const words = [browser, system].filter(Boolean).join(' · ');
  return (
    <span className="device" title={userAgent ?? undefined}>
      {isHandheld ? <MobileOutlined /> : <DesktopOutlined />}
      <span className="device-words">
        <span className="person-name">{words || t('settings.sessions.unknown')}</span>
        {isCurrent && <span className="cell-second">{t('settings.sessions.this')}</span>}
      </span>
    </span>
  );
}

function EndOne({ session }: { session: Session }) {
  const { t } = useTranslation();
  const end = useEnding((sessionId: string) => call('sessions.end', { params: { sessionId } }), t('settings.sessions.ended'));
  // Ending the one that asks is signing out, which the user menu does.
  if (session.isCurrent) return <span className="muted">–</span>;
  return (
    <Button size="small" loading={end.isPending} onClick={() => end.mutate(session.id)} data-testid="end-session">
      {t('settings.sessions.end')}
    </Button>
  );
}
