import { SettingOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatLongDay } from '../../shared/time.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { byDay } from './kinds.ts';
import { MuteList } from './mute-list.tsx';
import './notifications.css';
import { NotificationRow } from './row.tsx';
import { useMarkRead, useNotifications, useUnread } from './use-notifications.ts';

/** What happened, newest first, by the reader's days. Marking all stops at the newest row shown: what comes meanwhile stays unread. */
export function NotificationPanel({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [isChoosing, setChoosing] = useState(false);
  return (
    <Drawer
      open
      onClose={close}
      size={isPhone ? '100%' : 440}
      title={t('notifications.title')}
      classNames={{ body: 'notices' }}
      data-testid="notifications-panel"
      extra={
        <Button
          type="text"
          icon={<SettingOutlined />}
          aria-label={t('notifications.choose')}
          title={t('notifications.choose')}
          aria-pressed={isChoosing}
          onClick={() => setChoosing(!isChoosing)}
          data-testid="notifications-choose"
        />
      }
    >
      {isChoosing ? <MuteList done={() => setChoosing(false)} /> : <List close={close} />}
    </Drawer>
  );
}

function List({ close }: { close: () => void }) {
  const { t, i18n } = useTranslation();
  const query = useNotifications();
  const unread = useUnread();
  const { markRead, markAllRead } = useMarkRead();
  if (query.isPending) return <SkeletonRows rows={8} label={t('common.loading')} />;
  if (query.isError && !query.data) return <ErrorPanel error={query.error} retry={() => void query.refetch()} />;
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const [newest] = items;
  if (!newest) return <EmptyState kind="first-use" title={t('notifications.empty.title')} text={t('notifications.empty.text')} />;
  return (
    <>
      <div className="notices-head">
        <span className="muted" role="status">
          {unread === 0 ? t('notifications.allRead') : t('notifications.unread', { count: unread })}
        </span>
        <Button
          type="link"
          size="small"
          disabled={unread === 0}
          onClick={() => markAllRead(newest.raisedAt)}
          data-testid="notifications-read-all"
        >
          {t('notifications.markAll')}
        </Button>
      </div>
      {byDay(items, (at) => formatLongDay(at, i18n.language)).map(([day, ofDay]) => (
        <section key={day}>
          <h3>{day}</h3>
          <ul>
            {ofDay.map((each) => (
              <NotificationRow key={each.id} notification={each} markRead={markRead} close={close} />
            ))}
          </ul>
        </section>
      ))}
      {query.isFetchNextPageError && <ErrorPanel error={query.error} retry={() => void query.fetchNextPage()} />}
      {query.hasNextPage && (
        <div className="notices-more">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} data-testid="notifications-more">
            {t('common.loadMore')}
          </Button>
        </div>
      )}
    </>
  );
}
