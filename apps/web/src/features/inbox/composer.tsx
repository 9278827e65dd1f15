import { SendOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setPreferences, usePreferences } from '../../app/preferences.ts';
import { apiQuery, call, type Request } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { nowMs } from '../../shared/time.ts';
import { Instant } from '../../shared/widgets/instant.tsx';
import { OutgoingPanel } from '../translation/outgoing-panel.tsx';
import { useOutgoing } from '../translation/use-outgoing.ts';
import { SuggestButton, Suggestion } from './assist/suggestion.tsx';
import { useSuggestion } from './assist/use-suggestion.ts';
import { openBlank } from './blanks.ts';
import { Guard, useVerdict } from './guard.tsx';
import type { ConversationDetail } from './inbox-look.ts';
import { PictureButton } from './picture-button.tsx';
import { SavedReplies } from './saved-replies.tsx';
import { Macros } from './team/macros.tsx';
import { Collision } from './together/collision.tsx';
import { isCollision, seenOf, useCollision } from './together/use-collision.ts';
import { type SeenUpTo, useDraft } from './together/use-draft.ts';
import { useAct, useMessages } from './use-inbox.ts';

type Sending = Request<'messages.create'>['body']['message'];
/** Above this share of what the channel takes it is said how much is left. */
const NEAR = 0.8;

/** What the buyer reads stands here before it goes: in the box, or, in another language, in the panel below it. Nothing is trimmed or added after. */
export function Composer({ conversation, typed }: { conversation: ConversationDetail; typed: (isTyping: boolean) => void }) {
  const { t } = useTranslation();
  const { limits, shop } = conversation;
  if (!limits) return <p className="inbox-closed muted">{t('inbox.composer.noChannel')}</p>;
  if (limits.until !== null && Date.parse(limits.until) < nowMs())
    return (
      <p className="inbox-closed muted" data-testid="composer-closed">
        {t('inbox.composer.silent')} <Instant at={limits.until} shopZone={shop.timeZone} />
      </p>
    );
  return <Box key={conversation.id} conversation={conversation} limits={limits} typed={typed} />;
}

type BoxProps = { conversation: ConversationDetail; limits: NonNullable<ConversationDetail['limits']>; typed: (isTyping: boolean) => void };

function Box({ conversation, limits, typed }: BoxProps) {
  const { t, i18n } = useTranslation();
  const { id: conversationId, buyerName } = conversation;
  const { sendsOnEnter } = usePreferences();
  const newest = useMessages(conversationId).data?.pages[0]?.items;
  const seen = seenOf(conversation, newest);
  const { text, begunAt, setText } = useDraft(conversationId, seen);
  const asked = useSuggestion({ conversation, newest: newest?.[0] });
  const [suggestionId, setSuggestionId] = useState<string | null>(null);
  const collision = useCollision({ conversation, newest, begunAt });
  const field = useRef<TextAreaRef>(null);
  const outgoing = useOutgoing(conversationId, text, setText);
  const verdict = useVerdict(outgoing.text, (asked) =>
    apiQuery('message-checks.create', { params: { conversationId }, body: { text: asked } }),
  );
  const [confirmed, setConfirmed] = useState<string | null>(null);
  // Confirmed is this very text: another letter, and it is asked again.
  const isConfirmed = confirmed === outgoing.text;
  const isHeldBack = verdict !== null && !verdict.isAllowed && !(isConfirmed && verdict.mayConfirm);
  const send = useAct(
    ({ message, seenUpTo }: { message: Sending; seenUpTo: SeenUpTo | null }) => {
      const typedText = outgoing.typed ? { typed: outgoing.typed } : {};
      const from = suggestionId === null ? {} : { suggestionId };
      const body = { message, isConfirmed, ...typedText, ...from, ...(seenUpTo ? { seenUpTo } : {}) };
      return call('messages.create', { params: { conversationId }, body });
    },
    undefined,
    isCollision,
  );
  const isTooLong = outgoing.text.length > limits.text;
  const blank = openBlank(text) ?? openBlank(outgoing.text);
  const isReady = outgoing.text.trim() !== '' && !isTooLong && blank === null && !isHeldBack && !send.isPending;
  const give = (seenUpTo: SeenUpTo | null = begunAt ?? seen) => {
    if (!isReady) return;
    typed(false);
    send.mutate(
      { message: { kind: 'text', text: outgoing.text }, seenUpTo },
      {
        onError: collision.refused,
        // What was typed meanwhile is the next message.
        onSuccess: () => {
          collision.settled();
          setSuggestionId(null);
          setText((words) => (words === text ? '' : words));
        },
        onSettled: () => field.current?.focus(),
      },
    );
  };
  const ask = () => {
    if (isReady && !collision.holds()) give();
  };
  const draft = (words: string) => {
    setText((before) => (before.trim() === '' ? words : `${before}\n${words}`));
    requestAnimationFrame(() => field.current?.focus());
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return field.current?.blur();
    // Enter also ends a word that is being composed (Chinese, Thai, Vietnamese): that one sends nothing.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.shiftKey) return;
    if (!sendsOnEnter && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    ask();
  };
  return (
    <div className="inbox-composer" data-testid="composer">
      <Suggestion
        conversation={conversation}
        asked={asked}
        use={(id, words) => {
          setSuggestionId(id);
          draft(words);
        }}
      />
      <Input.TextArea
        ref={field}
        id="inbox-reply"
        aria-label={t('inbox.composer.label', { name: buyerName || t('inbox.unnamed') })}
        placeholder={t(sendsOnEnter ? 'inbox.composer.hintEnter' : 'inbox.composer.hintCtrl')}
        rows={2}
        dir="auto"
        status={isTooLong || blank ? 'error' : ''}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          typed(target.value.trim() !== '');
        }}
        onKeyDown={onKey}
      />
      {outgoing.panel && <OutgoingPanel panel={outgoing.panel} maxLength={limits.text} />}
      {collision.isShown && text.trim() !== '' && (
        <Collision
          said={collision.said}
          typing={collision.typing}
          isSending={send.isPending}
          send={() => give(seen)}
          drop={() => {
            collision.settled();
            setText('');
          }}
          wait={collision.settled}
        />
      )}
      {verdict && !verdict.isAllowed && (
        <Guard
          text={outgoing.text}
          verdict={verdict}
          isConfirmed={isConfirmed}
          confirm={(is) => setConfirmed(is ? outgoing.text : null)}
          rewrite={outgoing.rewrite}
        />
      )}
      {blank && (
        <span className="tone-losing" role="status">
          {t('inbox.composer.blank', { blank })}
        </span>
      )}
      <div className="inbox-composer-acts">
        <SavedReplies conversation={conversation} choose={draft} />
        <Macros conversation={conversation} draft={draft} />
        <SuggestButton asked={asked} />
        {limits.kinds.includes('image') && <PictureButton conversationId={conversationId} seen={seen} />}
        <Checkbox checked={sendsOnEnter} onChange={({ target }) => setPreferences({ sendsOnEnter: target.checked })}>
          {t('inbox.composer.enterSends')}
        </Checkbox>
        {outgoing.text.length > limits.text * NEAR && (
          <span className={isTooLong ? 'tone-losing num' : 'muted num'}>
            {formatCount(outgoing.text.length, i18n.language)} / {formatCount(limits.text, i18n.language)}
          </span>
        )}
        <Button type="primary" icon={<SendOutlined />} disabled={!isReady} loading={send.isPending} onClick={ask} data-testid="send">
          {t('inbox.composer.send')}
        </Button>
      </div>
    </div>
  );
}
