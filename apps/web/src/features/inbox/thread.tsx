import { ArrowLeftOutlined, IdcardOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { withoutInvisible } from '../../shared/invisible.ts';
import { useSetOwnSearch } from '../../shared/own-search.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { TranslationSwitch } from '../translation/translation-switch.tsx';
import { useMessageTranslations } from '../translation/use-translation.ts';
import { Composer } from './composer.tsx';
import { ConversationActs } from './conversation-acts.tsx';
import type { ConversationDetail, Message } from './inbox-look.ts';
import { MessageBubble } from './message-bubble.tsx';
import { OutgoingBubble } from './outgoing-bubble.tsx';
import { ReplyClock } from './reply-clock.tsx';
import { LabelChips } from './team/labels.tsx';
import { WaitClocksLong } from './team/wait-clocks.tsx';
import { Colleagues } from './together/colleagues.tsx';
import { useJump } from './together/use-jump.ts';
import { useShownPresence } from './together/use-presence.ts';
import { detailQuery, useMessages, useReading } from './use-inbox.ts';

type Props = { conversationId: string; messageId: string | undefined; showBuyer: (() => void) | null; isPhone: boolean };

/** What was said, what is on its way, and the box for what comes next. */
export function Thread({ conversationId, messageId, showBuyer, isPhone }: Props) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const { data, error, refetch } = useQuery(detailQuery(conversationId));
  const mayWrite = useCan('returns:write');
  const typed = useShownPresence(conversationId);
  return (
    <section className="inbox-thread" aria-label={t('inbox.thread')} data-testid="thread">
      <header className="inbox-thread-head">
        {isPhone && (
          <Button
            type="text"
            icon={<ArrowLeftOutlined />}
            aria-label={t('inbox.back')}
            onClick={() => setSearch({ open: undefined })}
            data-testid="thread-back"
          />
        )}
        <div className="inbox-thread-who">
          <h2>{data ? withoutInvisible(data.buyerName) || t('inbox.unnamed') : t('common.loading')}</h2>
          {data && (
            <span className="inbox-thread-shop">
              <ShopChip shop={data.shop} />
              <TranslationSwitch conversationId={data.id} />
            </span>
          )}
          {data && <LabelChips labels={data.labels} />}
          <Colleagues conversationId={conversationId} />
        </div>
        {data && mayWrite && <ConversationActs conversation={data} />}
        {showBuyer && (
          <Button
            icon={<IdcardOutlined />}
            onClick={showBuyer}
            aria-label={t('inbox.side.title')}
            title={t('inbox.side.title')}
            data-testid="show-buyer"
          />
        )}
      </header>
      {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={8} label={t('common.loading')} />}
      {data && (
        <>
          {data.replyBy && (
            <div className="inbox-thread-clock">
              <ReplyClock conversation={data} isLong />
              <WaitClocksLong conversation={data} />
            </div>
          )}
          <Said conversation={data} messageId={messageId} />
          {mayWrite ? <Composer conversation={data} typed={typed} /> : <p className="inbox-closed muted">{t('inbox.composer.noRight')}</p>}
        </>
      )}
    </section>
  );
}

function Said({ conversation, messageId }: { conversation: ConversationDetail; messageId: string | undefined }) {
  const { t } = useTranslation();
  const { id, outgoing } = conversation;
  const query = useMessages(id);
  const messages = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const [newest] = messages;
  const { translationOf, arrived } = useMessageTranslations(id, messages);
  useReading(conversation, newest);
  const { pane, onScroll } = useEndInSight(id, `${newest?.id} ${outgoing.map((one) => one.id + one.state)} ${arrived}`);
  useJump(messageId, query, pane);
  if (query.isPending) return <SkeletonRows rows={8} label={t('common.loading')} />;
  if (query.isError && !query.data) return <ErrorPanel error={query.error} retry={() => void query.refetch()} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrolled by keys too
    <div className="inbox-said" ref={pane} onScroll={onScroll} role="log" aria-label={t('inbox.said')} tabIndex={0}>
      {query.hasNextPage && (
        <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('inbox.earlier')}
        </Button>
      )}
      <ol>
        {inOrder(messages).map((message) => (
          <MessageBubble key={message.id} message={message} conversationId={id} translation={translationOf(message)} />
        ))}
        {outgoing.map((one) => (
          <OutgoingBubble key={one.id} outgoing={one} />
        ))}
      </ol>
      {messages.length === 0 && <p className="muted">{t('inbox.notRead')}</p>}
    </div>
  );
}

const inOrder = (newestFirst: readonly Message[]): Message[] => [...newestFirst].reverse();

/** The newest is in sight when a conversation is opened and as it grows, unless the reader has gone back to what was said before. */
function useEndInSight(conversationId: string, end: string) {
  const pane = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation is the event
  useLayoutEffect(() => {
    isAtEnd.current = true;
  }, [conversationId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was added is the event
  useLayoutEffect(() => {
    if (isAtEnd.current && pane.current) pane.current.scrollTop = pane.current.scrollHeight;
  }, [conversationId, end]);
  // The box to answer in grows with what is written, at the cost of this pane.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pane is there once something is
  useEffect(() => {
    const shown = pane.current;
    if (!shown) return;
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) shown.scrollTop = shown.scrollHeight;
    });
    observer.observe(shown);
    return () => observer.disconnect();
  }, [conversationId, end]);
  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = pane.current ?? { scrollTop: 0, scrollHeight: 0, clientHeight: 0 };
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < 60;
  };
  return { pane, onScroll };
}
