import { DeleteOutlined } from '@ant-design/icons';
import type { InboxMacro } from '@tradewind/contract/types';
import { Button, Dropdown, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../../shared/api/call.ts';
import { useAct } from '../use-inbox.ts';
import { useAgents, useLabels, useMacros } from './use-team.ts';

type Act = InboxMacro['acts'][number];
type Fields = Pick<InboxMacro, 'name' | 'key' | 'acts'>;
/** Acts come and go in the middle of their list, so each has a key of its own. */
type Keyed = { at: number; act: Act };
const kinds = ['reply', 'label', 'assign', 'set-aside'] as const;
const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const hours = [1, 4, 24, 72];

const blankOf = (kind: Act['kind'], labelId: string): Act =>
  (
    ({
      reply: { kind: 'reply', text: '' },
      label: { kind: 'label', labelId },
      assign: { kind: 'assign', memberId: 'me' },
      'set-aside': { kind: 'set-aside', hours: null },
    }) as const
  )[kind];
const isSaid = (act: Act): boolean => (act.kind === 'reply' ? act.text.trim() !== '' : act.kind === 'label' ? act.labelId !== '' : true);

/** `macro` null: a new one. */
export function MacroEditor({ macro, done }: { macro: InboxMacro | null; done: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(macro?.name ?? '');
  const [key, setKey] = useState<InboxMacro['key']>(macro?.key ?? null);
  const [rows, setRows] = useState<Keyed[]>(() => (macro?.acts ?? []).map((act, at) => ({ at, act })));
  const labels = useLabels();
  const taken = useMacros().flatMap((other) => (other.id === macro?.id || other.key === null ? [] : [other.key]));
  const keep = useAct(
    (body: Fields): Promise<unknown> =>
      macro ? call('inbox-macros.set', { params: { macroId: macro.id }, body }) : call('inbox-macros.create', { body }),
    done,
  );
  const missing = kinds.filter((kind) => (kind === 'label' ? labels.length > 0 : !rows.some(({ act }) => act.kind === kind)));
  const add = (kind: Act['kind']) =>
    setRows([...rows, { at: Math.max(-1, ...rows.map(({ at }) => at)) + 1, act: blankOf(kind, labels[0]?.id ?? '') }]);
  return (
    <form
      className="inbox-replies"
      data-testid="macro-editor"
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate({ name, key, acts: rows.map(({ act }) => act) });
      }}
    >
      <label htmlFor="macro-name">{t('inbox-team.macros.name')}</label>
      <div className="macro-head">
        <Input id="macro-name" maxLength={60} autoComplete="off" value={name} onChange={({ target }) => setName(target.value)} />
        <Select
          aria-label={t('inbox-team.macros.key')}
          popupMatchSelectWidth={false}
          value={key}
          options={[
            { value: null, label: t('inbox-team.macros.noKey') },
            ...keys.map((value) => ({ value, label: value, disabled: taken.includes(value) })),
          ]}
          onChange={setKey}
          data-testid="macro-key"
        />
      </div>
      <h3>{t('inbox-team.macros.acts')}</h3>
      <ul className="macro-acts">
        {rows.map(({ at, act }) => (
          <li key={at}>
            <ActField act={act} set={(next) => setRows(rows.map((row) => (row.at === at ? { at, act: next } : row)))} />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('inbox-team.macros.dropAct')}
              onClick={() => setRows(rows.filter((row) => row.at !== at))}
            />
          </li>
        ))}
      </ul>
      <Dropdown
        trigger={['click']}
        menu={{
          items: missing.map((kind) => ({ key: kind, label: t(`inbox-team.macros.kinds.${kind}`) })),
          onClick: ({ key: chosen }) => {
            const kind = kinds.find((one) => one === chosen);
            if (kind) add(kind);
          },
        }}
      >
        <Button className="inbox-reply-add" disabled={missing.length === 0 || rows.length >= 10} data-testid="add-act">
          {t('inbox-team.macros.addAct')}
        </Button>
      </Dropdown>
      <div className="inbox-replies-acts">
        <Button onClick={done}>{t('inbox-team.macros.back')}</Button>
        <Button
          type="primary"
          htmlType="submit"
          disabled={name.trim() === '' || rows.length === 0 || !rows.every(({ act }) => isSaid(act))}
          loading={keep.isPending}
          data-testid="keep-macro"
        >
          {t('inbox-team.macros.keep')}
        </Button>
      </div>
    </form>
  );
}

function ActField({ act, set }: { act: Act; set: (act: Act) => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const agents = useAgents();
  const name = t(`inbox-team.macros.kinds.${act.kind}`);
  if (act.kind === 'reply')
    return (
      <Input.TextArea
        aria-label={name}
        placeholder={name}
        rows={3}
        maxLength={2000}
        dir="auto"
        value={act.text}
        onChange={({ target }) => set({ ...act, text: target.value })}
        data-testid="act-reply"
      />
    );
  if (act.kind === 'label')
    return (
      <Select
        aria-label={name}
        prefix={name}
        value={act.labelId || null}
        options={labels.map((label) => ({ value: label.id, label: label.name }))}
        onChange={(labelId: string) => set({ ...act, labelId })}
      />
    );
  if (act.kind === 'assign')
    return (
      <Select
        aria-label={name}
        prefix={name}
        value={act.memberId}
        options={[
          { value: 'me', label: t('inbox-team.macros.me') },
          { value: null, label: t('inbox-team.macros.nobody') },
          ...agents.map((agent) => ({ value: agent.id, label: agent.name })),
        ]}
        onChange={(memberId: string | null) => set({ ...act, memberId })}
      />
    );
  return (
    <Select
      aria-label={name}
      prefix={name}
      value={act.hours}
      options={[
        { value: null, label: t('inbox-team.macros.untilWord') },
        ...hours.map((count) => ({ value: count, label: t('inbox-team.macros.hours', { count }) })),
      ]}
      onChange={(next: number | null) => set({ ...act, hours: next })}
    />
  );
}
