import { SearchOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NotificationBell } from '../../features/notifications/bell.tsx';
import { useIsPhone } from '../../shared/use-media.ts';
import { useIsLive } from '../hints.ts';
import { CurrencySelect } from './currency-select.tsx';
import { LanguageSelect } from './language-select.tsx';
import { ScopeSwitch } from './scope-switch.tsx';
import { TaskTray } from './task-tray.tsx';
import { ThemeMenu } from './theme-menu.tsx';
import { UserMenu } from './user-menu.tsx';

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function TopBar({ openPalette, brand }: { openPalette: () => void; brand: ReactNode }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  return (
    <header className="top-bar">
      {brand}
      <ScopeSwitch />
      {!isPhone && (
        <button type="button" className="search-button" onClick={openPalette}>
          <SearchOutlined />
          <span>{t('shell.searchHint')}</span>
          <kbd>{isApple ? '⌘ K' : 'Ctrl K'}</kbd>
        </button>
      )}
      <span className="top-bar-gap" />
      <LiveMark />
      <TaskTray />
      <NotificationBell />
      {!isPhone && <CurrencySelect />}
      {!isPhone && <LanguageSelect isIconOnly />}
      {!isPhone && <ThemeMenu />}
      <UserMenu />
    </header>
  );
}

/** Whether what is on screen follows the shops by itself; when the line is cut, say so rather than look calm. */
function LiveMark() {
  const { t } = useTranslation();
  const isLive = useIsLive();
  const word = t(isLive ? 'shell.live.yes' : 'shell.live.no');
  return (
    <Tooltip title={t(isLive ? 'shell.live.yesText' : 'shell.live.noText')}>
      <Button
        type="text"
        size="small"
        className={`live-mark ${isLive ? 'is-live' : ''}`}
        aria-label={word}
        onClick={() => !isLive && location.reload()}
      >
        <span className="live-dot" />
        <span className="live-word">{word}</span>
      </Button>
    </Tooltip>
  );
}
