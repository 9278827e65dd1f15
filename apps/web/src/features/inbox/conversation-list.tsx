import { PauseCircleOutlined, SearchOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { withoutInvisible } from '../../shared/invisible.ts';
import { formatCount } from '../../shared/money.ts';
import { useSetOwnSearch } from '../../shared/own-search.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { type Conversation, type Look, views } from './inbox-look.ts';
import { ReplyClock } from './reply-clock.tsx';
import { LabelChips } from './team/labels.tsx';
import { useAgents, useLabels } from './team/use-team.ts';
import { WaitClocks } from './team/wait-clocks.tsx';
import { Colleagues } from './together/colleagues.tsx';
import { MessageHits } from './together/message-hits.tsx';
import { SearchScope } from './together/search-scope.tsx';
import { useConversations } from './use-inbox.ts';
import { useWordsOf } from './words-of.ts';

export function ConversationList({ look }: { look: Look }) {
  const { t } = useTranslation();
  return (
    <section className="inbox-list" aria-label={t('inbox.list')}>
      <Filters look={look} />
      {look.q !== undefined && <SearchScope look={look} />}
      {look.q !== undefined && look.isOfMessages ? <MessageHits q={look.q} openMessage={look.message} /> : <Rows look={look} />}
    </section>
  );
}

function Filters({ look: { view, q = '', assigneeId, labelId } }: { look: Look }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const agents = useAgents();
  const labels = useLabels();
  const [typed, setTyped] = useState(q);
  useEffect(() => setTyped(q), [q]);
  const look = (next: string) => {
    if (next.trim() !== q) setSearch({ q: next.trim() || undefined }, true);
  };
  return (
    <search className="inbox-filters" aria-label={t('inbox.list')}>
      <FilterChips
        label={t('inbox.viewsName')}
        name="inbox"
        chips={views.map((key) => ({ key, content: t(`inbox.views.${key}`) }))}
        chosen={view}
        choose={(next) => setSearch({ view: next })}
      />
      <div className="inbox-narrow">
        <Input
          type="search"
          aria-label={t('inbox.search')}
          placeholder={t('inbox.search')}
          prefix={<SearchOutlined />}
          maxLength={100}
          allowClear
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            if (target.value === '') look('');
          }}
          onPressEnter={() => look(typed)}
          onBlur={() => look(typed)}
        />
        {view !== 'mine' && (
          <Select
            aria-label={t('inbox.whose')}
            placeholder={t('inbox.whose')}
            allowClear
            popupMatchSelectWidth={false}
            value={assigneeId ?? null}
            options={[{ value: 'nobody', label: t('inbox.nobody') }, ...agents.map(({ id, name }) => ({ value: id, label: name }))]}
            onChange={(next?: string) => setSearch({ assigneeId: next })}
          />
        )}
        {labels.length > 0 && (
          <Select
            aria-label={t('inbox-team.labels.one')}
            placeholder={t('inbox-team.labels.one')}
            allowClear
            popupMatchSelectWidth={false}
            value={labelId ?? null}
            options={labels.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(next?: string) => setSearch({ labelId: next })}
            data-testid="label-filter"
          />
        )}
      </div>
    </search>
  );
}

function Rows({ look }: { look: Look }) {
  const { t, i18n } = useTranslation();
  const query = useConversations(look);
  if (query.isPending) return <SkeletonRows rows={10} label={t('common.loading')} />;
  if (query.isError && !query.data) return <ErrorPanel error={query.error} retry={() => void query.refetch()} />;
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (rows.length === 0) return <NobodyHere look={look} />;
  return (
    <div className="inbox-rows">
      <ul data-testid="conversations">
        {rows.map((one) => (
          <Row key={one.id} one={one} isOpen={one.id === look.open} />
        ))}
      </ul>
      <div className="table-more">
        <span className="muted" role="status">
          {t(query.hasNextPage ? 'common.shownAndMore' : 'common.shownAll', {
            count: rows.length,
            shown: formatCount(rows.length, i18n.language),
          })}
        </span>
        {query.hasNextPage && (
          <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('common.loadMore')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** One way to open a conversation, for the mouse and for j and k. */
function Row({ one, isOpen }: { one: Conversation; isOpen: boolean }) {
  const { t, i18n } = useTranslation();
  const setSearch = useSetOwnSearch();
  const wordsOf = useWordsOf();
  const { latest, unread, shop, assignee, aside } = one;
  const who = withoutInvisible(one.buyerName) || t('inbox.unnamed');
  return (
    <li>
      <button
        type="button"
        className="inbox-row"
        aria-current={isOpen ? 'true' : undefined}
        data-testid="conversation"
        data-id={one.id}
        data-conversation-id={one.channelConversationId}
        data-unread={unread > 0}
        onClick={() => setSearch({ open: one.id, message: undefined })}
      >
        <span className="inbox-row-head">
          <bdi className="inbox-row-who">{who}</bdi>
          <Colleagues conversationId={one.id} isShort />
          <span className="muted">
            <TimeAgo at={one.latestAt} />
          </span>
        </span>
        <span className="inbox-row-words">
          <span className="inbox-row-preview" dir="auto">
            {latest && latest.sender !== 'buyer' && <span className="muted">{t('inbox.us')} </span>}
            <bdi>{latest ? withoutInvisible(wordsOf(latest)) : t('inbox.notRead')}</bdi>
          </span>
          {unread > 0 && (
            <span className="inbox-unread" title={t('inbox.unread', { count: unread, shown: formatCount(unread, i18n.language) })}>
              {formatCount(unread, i18n.language)}
            </span>
          )}
        </span>
        <span className="inbox-row-foot">
          <span className="inbox-row-shop" title={shop.name}>
            <MarketChip market={shop.market} /> {shop.name}
          </span>
          <span className="inbox-row-state">
            {assignee && (
              <span className="muted inbox-row-assignee">
                <UserOutlined /> {assignee.name}
              </span>
            )}
            {aside && <PauseCircleOutlined className="muted" title={t('inbox.views.aside')} />}
            <ReplyClock conversation={one} />
          </span>
        </span>
        <WaitClocks conversation={one} />
        <LabelChips labels={one.labels} />
      </button>
    </li>
  );
}

function NobodyHere({ look: { view, q, assigneeId, labelId } }: { look: Look }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const isNarrowed = q !== undefined || assigneeId !== undefined || labelId !== undefined;
  return (
    <EmptyState
      kind={isNarrowed ? 'no-match' : 'first-use'}
      title={t(isNarrowed ? 'inbox.empty.match' : `inbox.empty.${view}`)}
      text={t(isNarrowed ? 'inbox.empty.matchText' : 'inbox.empty.text')}
      action={
        isNarrowed ? (
          <Button onClick={() => setSearch({ q: undefined, assigneeId: undefined, labelId: undefined })}>{t('inbox.empty.clear')}</Button>
        ) : (
          view !== 'all' && <Button onClick={() => setSearch({ view: 'all' })}>{t('inbox.empty.show')}</Button>
        )
      }
    />
  );
}
