import { DeleteOutlined, EditOutlined, PlusOutlined, ThunderboltOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { detectLanguage } from '@tradewind/rules/language';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/session.ts';
import { type Answer, apiQuery, call } from '../../shared/api/call.ts';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { blanks, fill } from './blanks.ts';
import type { ConversationDetail } from './inbox-look.ts';
import { chooseLanguage, LanguageChoice, languageFor, ReplyTexts, textIn } from './team/reply-texts.tsx';
import { useAct } from './use-inbox.ts';
import { useKnown } from './use-known.ts';

type Reply = Answer<'saved-replies.list'>['items'][number];
type Props = { conversation: ConversationDetail; choose: (text: string) => void };

/** Null: the words do not tell. */
function knownLanguage(text: string): string | null {
  const { language } = detectLanguage(text);
  return language === 'unknown' ? null : language;
}

/** Answers kept to be given again. One that is chosen comes into the box, where it is read and changed before it is sent. */
export function SavedReplies({ conversation, choose }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        type="text"
        icon={<ThunderboltOutlined />}
        aria-label={t('inbox.replies.title')}
        title={t('inbox.replies.title')}
        onClick={() => setOpen(true)}
        data-testid="saved-replies"
      />
      {isOpen && (
        <Chooser
          conversation={conversation}
          close={() => setOpen(false)}
          choose={(text) => {
            setOpen(false);
            choose(text);
          }}
        />
      )}
    </>
  );
}

function Chooser({ conversation, choose, close }: Props & { close: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(apiQuery('saved-replies.list', {}));
  const [words, setWords] = useState('');
  const [edited, setEdited] = useState<Reply | 'new' | null>(null);
  const { latest, shop } = conversation;
  const [language, setLanguage] = useState(() => languageFor(shop.id, latest?.sender === 'buyer' ? knownLanguage(latest.text) : null));
  const known = useKnown(conversation, useMe().name);
  const sought = words.trim().toLowerCase();
  const found =
    data?.items.filter(({ title, text, texts }) => [title, text, ...Object.values(texts)].join('\n').toLowerCase().includes(sought)) ?? [];
  return (
    <Dialog open title={t('inbox.replies.title')} footer={null} onCancel={close} width={560}>
      {edited ? (
        <Editor reply={edited === 'new' ? null : edited} done={() => setEdited(null)} />
      ) : (
        <div className="inbox-replies" data-testid="reply-chooser">
          <Input
            type="search"
            aria-label={t('inbox.replies.search')}
            placeholder={t('inbox.replies.search')}
            value={words}
            onChange={({ target }) => setWords(target.value)}
          />
          <LanguageChoice
            replies={data?.items ?? []}
            language={language}
            choose={(next) => {
              chooseLanguage(shop.id, next);
              setLanguage(next);
            }}
          />
          {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
          {!error && !data && <SkeletonRows rows={4} label={t('common.loading')} />}
          {data && found.length === 0 && <p className="muted">{t(sought ? 'inbox.replies.noMatch' : 'inbox.replies.none')}</p>}
          <ul>
            {found.map((reply) => (
              <Offered
                key={reply.id}
                reply={reply}
                words={textIn(reply, language)}
                choose={(text) => choose(fill(text, known))}
                edit={() => setEdited(reply)}
              />
            ))}
          </ul>
          <Button className="inbox-reply-add" icon={<PlusOutlined />} onClick={() => setEdited('new')} data-testid="new-reply">
            {t('inbox.replies.add')}
          </Button>
        </div>
      )}
    </Dialog>
  );
}

type OfferedProps = { reply: Reply; words: string; choose: (text: string) => void; edit: () => void };

function Offered({ reply: { id, title }, words, choose, edit }: OfferedProps) {
  const { t } = useTranslation();
  const remove = useAct(() => call('saved-replies.remove', { params: { savedReplyId: id } }));
  return (
    <li>
      <button type="button" className="inbox-reply-choice" onClick={() => choose(words)} data-testid="saved-reply">
        <strong>{title}</strong>
        <span className="muted" dir="auto">
          {words}
        </span>
      </button>
      <Button type="text" icon={<EditOutlined />} aria-label={t('inbox.replies.edit', { title })} onClick={edit} />
      <Button
        type="text"
        icon={<DeleteOutlined />}
        loading={remove.isPending}
        aria-label={t('inbox.replies.remove', { title })}
        onClick={() => remove.mutate(undefined)}
      />
    </li>
  );
}

/** `reply` null: a new one. */
function Editor({ reply, done }: { reply: Reply | null; done: () => void }) {
  const { t } = useTranslation();
  const [title, setTitle] = useState(reply?.title ?? '');
  const [text, setText] = useState(reply?.text ?? '');
  const [texts, setTexts] = useState(reply?.texts ?? {});
  const keep = useAct(
    (body: Pick<Reply, 'title' | 'text' | 'texts'>): Promise<unknown> =>
      reply ? call('saved-replies.set', { params: { savedReplyId: reply.id }, body }) : call('saved-replies.create', { body }),
    done,
  );
  return (
    <form
      className="inbox-replies"
      data-testid="reply-editor"
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate({ title, text, texts: Object.fromEntries(Object.entries(texts).filter(([, words]) => words.trim() !== '')) });
      }}
    >
      <label htmlFor="reply-title">{t('inbox.replies.name')}</label>
      <Input id="reply-title" maxLength={60} autoComplete="off" value={title} onChange={({ target }) => setTitle(target.value)} />
      <label htmlFor="reply-text">{t('inbox.replies.text')}</label>
      <Input.TextArea id="reply-text" rows={6} maxLength={2000} dir="auto" value={text} onChange={({ target }) => setText(target.value)} />
      <ReplyTexts texts={texts} set={setTexts} />
      <p className="muted">
        {t('inbox.replies.blanks')}{' '}
        {blanks.map((blank) => (
          <span key={blank} className="inbox-blank">
            <code>{`{${blank}}`}</code> {t(`inbox.replies.blank.${blank}`)}{' '}
          </span>
        ))}
      </p>
      <div className="inbox-replies-acts">
        <Button onClick={done}>{t('inbox.replies.back')}</Button>
        <Button
          type="primary"
          htmlType="submit"
          disabled={title.trim() === '' || text.trim() === ''}
          loading={keep.isPending}
          data-testid="keep-reply"
        >
          {t('inbox.replies.keep')}
        </Button>
      </div>
    </form>
  );
}
