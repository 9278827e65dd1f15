import { BellOutlined } from '@ant-design/icons';
import { Badge, Button } from 'antd';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from '../../shared/use-media.ts';
import { useUnread } from './use-notifications.ts';

const NotificationPanel = lazy(() => import('./panel.tsx').then((module) => ({ default: module.NotificationPanel })));

/** How much is unread; the list itself is fetched when first opened. */
export function NotificationBell() {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const unread = useUnread();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    // The drawer is gone before it could give the focus back itself.
    requestAnimationFrame(() => button.current?.focus());
  };
  return (
    <>
      <Badge count={unread} overflowCount={99} size="small" offset={isPhone ? [-12, 11] : [-6, 6]} color="var(--tw-accent)">
        <Button
          ref={button}
          type="text"
          icon={<BellOutlined />}
          aria-label={t('notifications.button', { count: unread })}
          title={t('notifications.title')}
          data-testid="notifications-button"
          data-unread={unread}
          onClick={() => setOpen(true)}
        />
      </Badge>
      <Suspense>{isOpen && <NotificationPanel close={close} />}</Suspense>
    </>
  );
}
