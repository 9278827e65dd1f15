import { DeleteOutlined, EditOutlined, FastForwardOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { InboxMacro } from '@tradewind/contract/types';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../../app/session.ts';
import { apiQuery, call } from '../../../shared/api/call.ts';
import { Dialog } from '../../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../../shared/widgets/error-panel.tsx';
import { fill } from '../blanks.ts';
import type { ConversationDetail } from '../inbox-look.ts';
import { useAct } from '../use-inbox.ts';
import { useKnown } from '../use-known.ts';
import { MacroEditor } from './macro-editor.tsx';
import './team.css';
import { useMacroWords } from './use-macro-words.ts';
import { useMacros } from './use-team.ts';

type Props = { conversation: ConversationDetail; draft: (text: string) => void };

/** Those with a key stand in sight, so that a key does nothing that cannot be seen; all of them behind one button. Nothing here sends. */
export function Macros({ conversation, draft }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const run = useRun(conversation, (text) => {
    setOpen(false);
    draft(text);
  });
  const keyed = useMacros().filter(({ key }) => key !== null);
  return (
    <>
      <Button
        type="text"
        icon={<FastForwardOutlined />}
        aria-label={t('inbox-team.macros.title')}
        title={t('inbox-team.macros.title')}
        onClick={() => setOpen(true)}
        data-testid="macros"
      />
      {keyed.map((macro) => (
        <Button
          key={macro.id}
          size="small"
          className="macro-key"
          loading={run.isPending && run.variables.id === macro.id}
          title={t('inbox-team.macros.run', { name: macro.name })}
          onClick={() => run.mutate(macro)}
          data-macro-key={macro.key}
        >
          <kbd>{macro.key}</kbd> {macro.name}
        </Button>
      ))}
      {isOpen && <MacroBook run={(macro) => run.mutate(macro, { onSuccess: () => setOpen(false) })} close={() => setOpen(false)} />}
    </>
  );
}

/** What it drafts comes with its blanks filled as far as they are known, as a saved reply does. */
function useRun(conversation: ConversationDetail, draft: (text: string) => void) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const known = useKnown(conversation, useMe().name);
  return useAct(async ({ id, name }: InboxMacro) => {
    const ran = await call('inbox-macros.run', { params: { conversationId: conversation.id }, body: { macroId: id } });
    if (ran.draft !== null) draft(fill(ran.draft, known));
    const words = t('inbox-team.macros.done', { name });
    message.success(ran.draft === null ? words : `${words} ${t('inbox-team.macros.drafted')}`);
  });
}

function MacroBook({ run, close }: { run: (macro: InboxMacro) => void; close: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(apiQuery('inbox-macros.list', {}));
  const [edited, setEdited] = useState<InboxMacro | 'new' | null>(null);
  return (
    <Dialog open title={t('inbox-team.macros.title')} footer={null} onCancel={close} width={560}>
      {edited ? (
        <MacroEditor macro={edited === 'new' ? null : edited} done={() => setEdited(null)} />
      ) : (
        <div className="inbox-replies" data-testid="macro-book">
          {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
          {data?.items.length === 0 && <p className="muted">{t('inbox-team.macros.none')}</p>}
          <ul>
            {data?.items.map((macro) => (
              <Offered key={macro.id} macro={macro} run={() => run(macro)} edit={() => setEdited(macro)} />
            ))}
          </ul>
          <Button className="inbox-reply-add" icon={<PlusOutlined />} onClick={() => setEdited('new')} data-testid="new-macro">
            {t('inbox-team.macros.add')}
          </Button>
        </div>
      )}
    </Dialog>
  );
}

function Offered({ macro, run, edit }: { macro: InboxMacro; run: () => void; edit: () => void }) {
  const { t } = useTranslation();
  const words = useMacroWords();
  const { id, name, key, acts } = macro;
  const remove = useAct(() => call('inbox-macros.remove', { params: { macroId: id } }));
  return (
    <li>
      <button type="button" className="inbox-reply-choice" onClick={run} data-testid="macro">
        <strong>
          {name} {key && <kbd>{key}</kbd>}
        </strong>
        <span className="muted">{acts.map(words).join(' · ')}</span>
      </button>
      <Button type="text" icon={<EditOutlined />} aria-label={t('inbox-team.macros.edit', { name })} onClick={edit} />
      <Button
        type="text"
        icon={<DeleteOutlined />}
        loading={remove.isPending}
        aria-label={t('inbox-team.macros.remove', { name })}
        onClick={() => remove.mutate(undefined)}
      />
    </li>
  );
}
