import { AuditOutlined, LogoutOutlined, RocketOutlined, SettingOutlined, UserOutlined, WarningOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Popover, Segmented, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { signOut } from '../../features/sign-in/sign-in.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { setPreferences, usePreferences } from '../preferences.ts';
import { queryClient, useCan, useMe } from '../session.ts';
import { CurrencySelect } from './currency-select.tsx';
import { LanguageSelect } from './language-select.tsx';
import { themes } from './theme-menu.tsx';

/** Who is signed in, personal switches, sign-out. On a phone it also holds what the top bar has no room for. */
export function UserMenu() {
  const { t } = useTranslation();
  const { name } = useMe();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover trigger="click" placement="bottomRight" open={isOpen} onOpenChange={setOpen} content={<Card close={() => setOpen(false)} />}>
      <Button type="text" data-testid="user-menu" icon={<UserOutlined />} aria-label={t('shell.user', { name })} title={name} />
    </Popover>
  );
}

function Card({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const isPhone = useIsPhone();
  const mayReadPenalties = useCan('penalties:read');
  const { isCompact, hasShortcuts, theme } = usePreferences();
  const [isLeaving, setLeaving] = useState(false);
  const leave = async () => {
    setLeaving(true);
    await signOut();
    queryClient.clear();
    // A full load: nothing of the session may survive in memory.
    location.assign('/sign-in');
  };
  return (
    <div className="user-card">
      <div>
        <strong>{me.name}</strong>
        <div className="muted">{me.email}</div>
        <div className="muted">
          {me.merchant.name}
          {me.role && ` · ${t(`roles.${me.role}`)}`}
        </div>
      </div>
      {isPhone && (
        <>
          <CurrencySelect isWide />
          <Segmented
            block
            value={theme}
            options={themes.map((value) => ({ value, label: t(`shell.themes.${value}`) }))}
            onChange={(value) => setPreferences({ theme: value })}
          />
          <LanguageSelect />
        </>
      )}
      <div className="user-switch">
        <span id="compact-label">{t('shell.compact')}</span>
        <Switch aria-labelledby="compact-label" checked={isCompact} onChange={(checked) => setPreferences({ isCompact: checked })} />
      </div>
      {!isPhone && (
        <div className="user-switch">
          <span id="shortcuts-label">{t('shell.shortcuts')}</span>
          <Switch
            aria-labelledby="shortcuts-label"
            checked={hasShortcuts}
            onChange={(checked) => setPreferences({ hasShortcuts: checked })}
          />
        </div>
      )}
      {isPhone && (
        <>
          {mayReadPenalties && (
            <Link to="/penalties" className="user-link" onClick={close}>
              <WarningOutlined /> {t('nav.penalties')}
            </Link>
          )}
          <Link to="/openings" className="user-link" onClick={close}>
            <RocketOutlined /> {t('nav.openings')}
          </Link>
          <Link to="/rules" className="user-link" onClick={close}>
            <AuditOutlined /> {t('nav.rules')}
          </Link>
        </>
      )}
      <Link to="/settings/profile" className="user-link" onClick={close} data-testid="open-settings">
        <SettingOutlined /> {t('shell.settings')}
      </Link>
      <Button block data-testid="sign-out" icon={<LogoutOutlined />} loading={isLeaving} onClick={() => void leave()}>
        {t('shell.signOut')}
      </Button>
    </div>
  );
}
