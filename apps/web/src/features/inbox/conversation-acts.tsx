import { CheckOutlined, DownOutlined, RollbackOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown, Select, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { nowMs } from '../../shared/time.ts';
import type { ConversationDetail } from './inbox-look.ts';
import { LabelPicker } from './team/labels.tsx';
import { useAgents } from './team/use-team.ts';
import { useAct } from './use-inbox.ts';

const hourMs = 3_600_000;
const pauses = [
  { key: 'hour', ms: hourMs },
  { key: 'four-hours', ms: 4 * hourMs },
  { key: 'day', ms: 24 * hourMs },
] as const;

/** Among colleagues only: whose it is, and whether it is done with for now. The platform's count goes on. */
export function ConversationActs({ conversation }: { conversation: ConversationDetail }) {
  const { t } = useTranslation();
  const { id, assignee, aside, shop } = conversation;
  const able = useAgents().filter(({ shopIds }) => shopIds === null || shopIds.includes(shop.id));
  const params = { conversationId: id };
  const assign = useAct((memberId: string | null) => call('conversations.assign', { params, body: { memberId } }));
  const setAside = useAct((until: string | null) => call('conversations.set-aside', { params, body: { until } }));
  const takeUp = useAct(() => call('conversations.take-up', { params, body: {} }));
  // Whoever it was given to may have left since.
  const gone = assignee && !able.some((agent) => agent.id === assignee.id) ? [assignee] : [];
  const options = [
    ...able.filter(({ isMe }) => isMe).map((me) => ({ value: me.id, label: t('inbox.acts.me', { name: me.name }) })),
    ...[...able.filter(({ isMe }) => !isMe), ...gone].map((agent) => ({ value: agent.id, label: agent.name })),
  ];
  return (
    <div className="inbox-acts">
      <Select
        className="inbox-assignee"
        aria-label={t('inbox.acts.assign')}
        placeholder={t('inbox.nobody')}
        prefix={<UserOutlined />}
        allowClear
        popupMatchSelectWidth={false}
        value={assignee?.id ?? null}
        options={options}
        onChange={(next?: string | null) => assign.mutate(next ?? null)}
        data-testid="assignee"
      />
      <LabelPicker conversation={conversation} />
      {aside ? (
        <Button icon={<RollbackOutlined />} loading={takeUp.isPending} onClick={() => takeUp.mutate(undefined)} data-testid="take-up">
          {t('inbox.acts.takeUp')}
        </Button>
      ) : (
        <Space.Compact>
          <Button
            icon={<CheckOutlined />}
            loading={setAside.isPending}
            onClick={() => setAside.mutate(null)}
            title={t('inbox.acts.doneHint')}
            data-testid="set-aside"
          >
            {t('inbox.acts.done')}
          </Button>
          <Dropdown
            trigger={['click']}
            menu={{
              items: pauses.map(({ key }) => ({ key, label: t(`inbox.acts.pauses.${key}`) })),
              onClick: ({ key }) => {
                const pause = pauses.find((one) => one.key === key);
                if (pause) setAside.mutate(new Date(nowMs() + pause.ms).toISOString());
              },
            }}
          >
            <Button icon={<DownOutlined />} aria-label={t('inbox.acts.later')} title={t('inbox.acts.later')} data-testid="later" />
          </Dropdown>
        </Space.Compact>
      )}
    </div>
  );
}
