import { PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ApiKey } from '@tradewind/contract/types';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';
import { Instant, TimeAgo } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { ApiKeyDialog } from './api-key-dialog.tsx';
import { ShopsWords } from './shops-words.tsx';

const PAGE = 50;

export function ApiKeysPage() {
  const { t } = useTranslation();
  const mayMake = useCan('api-keys:write');
  const [isMaking, setMaking] = useState(false);
  return (
    <>
      <PageHeader
        title={t('settings.places.api-keys')}
        answer={t('settings.keys.answer')}
        actions={
          mayMake && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)} data-testid="make-key">
              {t('settings.keys.action')}
            </Button>
          )
        }
      />
      <Requires scope="api-keys:write">
        <Keys />
      </Requires>
      {isMaking && <ApiKeyDialog close={() => setMaking(false)} />}
    </>
  );
}

function Keys() {
  const { t } = useTranslation();
  const query = useInfiniteQuery({
    queryKey: ['api-keys.list'],
    queryFn: ({ pageParam, signal }) =>
      call('api-keys.list', { query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('settings.places.api-keys')}</h2>
        <a href="/api/docs" target="_blank" rel="noreferrer">
          {t('settings.keys.docs')}
        </a>
      </div>
      <KeysetTable
        caption={t('settings.places.api-keys')}
        columns={useKeyColumns()}
        query={query}
        rowKey={({ id }) => id}
        rowData={({ name, revokedAt }) => ({ 'data-testid': 'key-row', 'data-name': name, 'data-revoked': String(revokedAt !== null) })}
        empty={<EmptyState kind="first-use" title={t('settings.keys.none')} text={t('settings.keys.noneText')} />}
      />
    </section>
  );
}

function useKeyColumns(): Column<ApiKey>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'name',
      title: t('settings.keys.name'),
      render: ({ name, prefix }) => (
        <span className="person">
          <span className="person-name" title={name}>
            {name}
          </span>
          <code className="cell-second">{prefix}…</code>
        </span>
      ),
    },
    {
      key: 'scopes',
      title: t('settings.keys.scopes'),
      render: ({ scopes }) => {
        const words = scopes.map((scope) => t(`scopes.${scope}`)).join(' · ');
        return (
          <span className="scope-words" title={words}>
            {words}
          </span>
        );
      },
    },
    { key: 'shops', title: t('settings.shops'), render: ({ shopIds }) => <ShopsWords shopIds={shopIds} /> },
    { key: 'made', title: t('settings.keys.made'), render: ({ createdAt }) => <Instant at={createdAt} /> },
    {
      key: 'used',
      title: t('settings.keys.used'),
      render: ({ lastUsedAt }) => (lastUsedAt ? <TimeAgo at={lastUsedAt} /> : <span className="muted">{t('settings.keys.unused')}</span>),
    },
    { key: 'action', title: t('settings.action'), render: (key) => <Revoke apiKey={key} /> },
  ];
}

function Revoke({ apiKey: { id, name, revokedAt } }: { apiKey: ApiKey }) {
  const { t } = useTranslation();
  const { modal, notification } = App.useApp();
  const client = useQueryClient();
  const textOf = useProblemText();
  const revoke = useMutation({
    mutationFn: () => call('api-keys.revoke', { params: { apiKeyId: id } }),
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['api-keys.list'] }),
  });
  if (revokedAt) return <span className="tag tag-quiet">{t('settings.keys.revoked')}</span>;
  const ask = () =>
    modal.confirm({
      title: t('settings.keys.revokeTitle', { name }),
      content: t('settings.keys.revokeText'),
      okText: t('settings.keys.revoke'),
      okButtonProps: { danger: true, 'data-testid': 'revoke-key-confirm' },
      cancelText: t('settings.cancel'),
      autoFocusButton: 'cancel',
      onOk: () => revoke.mutateAsync().catch(() => undefined),
    });
  return (
    <Button size="small" loading={revoke.isPending} onClick={ask} data-testid="revoke-key">
      {t('settings.keys.revoke')}
    </Button>
  );
}
