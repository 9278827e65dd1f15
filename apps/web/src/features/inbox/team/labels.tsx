import { TagOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../../shared/api/call.ts';
import type { Conversation, ConversationDetail } from '../inbox-look.ts';
import { useAct } from '../use-inbox.ts';
import { LabelBook } from './label-book.tsx';
import './team.css';
import { useLabels } from './use-team.ts';

/** A dot of its colour and its name. */
export function LabelChips({ labels }: Pick<Conversation, 'labels'>) {
  if (labels.length === 0) return null;
  return (
    <span className="label-chips" data-testid="labels">
      {labels.map(({ id, name, colour }) => (
        <span key={id} className="label-chip" data-colour={colour} title={name}>
          {name}
        </span>
      ))}
    </span>
  );
}

/** Which labels a conversation bears; `l` opens it. */
export function LabelPicker({ conversation }: { conversation: ConversationDetail }) {
  const { t } = useTranslation();
  const [isManaging, setManaging] = useState(false);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Popover
        trigger="click"
        placement="bottomRight"
        open={isOpen}
        onOpenChange={setOpen}
        title={t('inbox-team.labels.put')}
        content={
          <Choices
            conversation={conversation}
            manage={() => {
              setOpen(false);
              setManaging(true);
            }}
          />
        }
      >
        <Button
          icon={<TagOutlined />}
          aria-label={t('inbox-team.labels.put')}
          title={t('inbox-team.labels.put')}
          data-testid="label-picker"
        />
      </Popover>
      {isManaging && <LabelBook close={() => setManaging(false)} />}
    </>
  );
}

function Choices({
  conversation: { id: conversationId, labels: borne },
  manage,
}: {
  conversation: ConversationDetail;
  manage: () => void;
}) {
  const { t } = useTranslation();
  const labels = useLabels();
  const put = useAct(({ labelId, isOn }: { labelId: string; isOn: boolean }): Promise<unknown> => {
    const params = { conversationId, labelId };
    return isOn ? call('conversations.put-label', { params, body: {} }) : call('conversations.take-label', { params });
  });
  return (
    <div className="label-choices" data-testid="label-choices">
      {labels.length === 0 && <span className="muted">{t('inbox-team.labels.none')}</span>}
      {labels.map(({ id, name, colour }) => (
        <Checkbox
          key={id}
          checked={borne.some((label) => label.id === id)}
          disabled={put.isPending}
          onChange={({ target }) => put.mutate({ labelId: id, isOn: target.checked })}
        >
          <span className="label-chip" data-colour={colour}>
            {name}
          </span>
        </Checkbox>
      ))}
      <Button size="small" type="link" onClick={manage} data-testid="manage-labels">
        {t('inbox-team.labels.manage')}
      </Button>
    </div>
  );
}
