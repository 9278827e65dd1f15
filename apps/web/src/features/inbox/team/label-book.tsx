import { DeleteOutlined, EditOutlined } from '@ant-design/icons';
import type { ConversationLabel } from '@tradewind/contract/types';
import { Button, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../../shared/api/call.ts';
import { formatCount } from '../../../shared/money.ts';
import { Dialog } from '../../../shared/widgets/dialog.tsx';
import { useAct } from '../use-inbox.ts';
import { useLabels } from './use-team.ts';

const colours = ['grey', 'blue', 'teal', 'violet', 'pink', 'brown'] as const;

/** All labels: made, renamed, recoloured and taken away. */
export function LabelBook({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [changed, setChanged] = useState<ConversationLabel | null>(null);
  return (
    <Dialog open title={t('inbox-team.labels.title')} footer={null} onCancel={close} width={480}>
      <div className="label-book" data-testid="label-book">
        <ul>
          {labels.map((label) => (
            <Kept key={label.id} label={label} change={() => setChanged(label)} />
          ))}
        </ul>
        <Editor key={changed?.id ?? 'new'} label={changed} done={() => setChanged(null)} />
      </div>
    </Dialog>
  );
}

function Kept({ label: { id, name, colour, conversations }, change }: { label: ConversationLabel; change: () => void }) {
  const { t, i18n } = useTranslation();
  const remove = useAct(() => call('conversation-labels.remove', { params: { labelId: id } }));
  return (
    <li>
      <span className="label-chip" data-colour={colour}>
        {name}
      </span>
      <span className="muted">
        {t('inbox-team.labels.used', { count: conversations, shown: formatCount(conversations, i18n.language) })}
      </span>
      <Button type="text" size="small" icon={<EditOutlined />} aria-label={t('inbox-team.labels.change', { name })} onClick={change} />
      <Popconfirm title={t('inbox-team.labels.removeSure')} onConfirm={() => remove.mutate(undefined)}>
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          loading={remove.isPending}
          aria-label={t('inbox-team.labels.remove', { name })}
        />
      </Popconfirm>
    </li>
  );
}

/** `label` null: a new one. */
function Editor({ label, done }: { label: ConversationLabel | null; done: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(label?.name ?? '');
  const [colour, setColour] = useState<ConversationLabel['colour']>(label?.colour ?? 'blue');
  const keep = useAct(
    (body: Pick<ConversationLabel, 'name' | 'colour'>): Promise<unknown> =>
      label ? call('conversation-labels.set', { params: { labelId: label.id }, body }) : call('conversation-labels.create', { body }),
    () => {
      setName('');
      done();
    },
  );
  return (
    <form
      className="label-editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') keep.mutate({ name, colour });
      }}
    >
      <Input
        aria-label={t('inbox-team.labels.name')}
        placeholder={t('inbox-team.labels.add')}
        maxLength={60}
        autoComplete="off"
        value={name}
        onChange={({ target }) => setName(target.value)}
        data-testid="label-name"
      />
      <Select
        aria-label={t('inbox-team.labels.colour')}
        popupMatchSelectWidth={false}
        value={colour}
        options={colours.map((value) => ({
          value,
          label: (
            <span className="label-chip" data-colour={value}>
              {t(`inbox-team.labels.colours.${value}`)}
            </span>
          ),
        }))}
        onChange={setColour}
      />
      <Button type="primary" htmlType="submit" disabled={name.trim() === ''} loading={keep.isPending} data-testid="keep-label">
        {t('inbox-team.labels.keep')}
      </Button>
    </form>
  );
}
