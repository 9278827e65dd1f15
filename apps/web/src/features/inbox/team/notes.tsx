import { DeleteOutlined } from '@ant-design/icons';
import { Button, Mentions } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../../app/session.ts';
import { call } from '../../../shared/api/call.ts';
import { Instant } from '../../../shared/widgets/instant.tsx';
import type { ConversationDetail } from '../inbox-look.ts';
import { useAct } from '../use-inbox.ts';
import { mentionedIn } from './mentioned.ts';
import './team.css';
import { useAgents } from './use-team.ts';

/** Between colleagues: whoever is called with @ is told, if they may see the conversation. */
export function Notes({ conversation: { id: conversationId, notes, shop } }: { conversation: ConversationDetail }) {
  const { t } = useTranslation();
  const mayWrite = useCan('returns:write');
  const remove = useAct((noteId: string) => call('conversation-notes.remove', { params: { conversationId, noteId } }));
  return (
    <section>
      <h2>{t('inbox.side.notes')}</h2>
      <ul className="inbox-notes">
        {notes.map((note) => (
          <li key={note.id} data-testid="note">
            <p dir="auto">{note.text}</p>
            {note.mentions.length > 0 && (
              <span className="muted">{t('inbox-team.mentions.called', { names: note.mentions.map(({ name }) => name).join(', ') })}</span>
            )}
            <span className="muted">
              {note.by} · <Instant at={note.at} />
              {mayWrite && (
                <Button
                  size="small"
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('inbox.side.removeNote')}
                  onClick={() => remove.mutate(note.id)}
                />
              )}
            </span>
          </li>
        ))}
      </ul>
      {mayWrite && <NoteBox conversationId={conversationId} shopId={shop.id} />}
    </section>
  );
}

function NoteBox({ conversationId, shopId }: { conversationId: string; shopId: string }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const agents = useAgents().filter(({ shopIds }) => shopIds === null || shopIds.includes(shopId));
  const write = useAct(
    (words: string) =>
      call('conversation-notes.create', { params: { conversationId }, body: { text: words, mentions: mentionedIn(words, agents) } }),
    () => setText(''),
  );
  return (
    <>
      <Mentions
        id="inbox-note"
        aria-label={t('inbox.side.note')}
        placeholder={t('inbox-team.mentions.hint')}
        rows={2}
        maxLength={2000}
        value={text}
        options={agents.filter(({ isMe }) => !isMe).map(({ name }) => ({ value: name, label: name }))}
        onChange={setText}
      />
      <Button
        size="small"
        disabled={text.trim() === ''}
        loading={write.isPending}
        onClick={() => write.mutate(text)}
        data-testid="write-note"
      >
        {t('inbox.side.writeNote')}
      </Button>
    </>
  );
}
