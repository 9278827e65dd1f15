import { ApiOutlined, LaptopOutlined, TeamOutlined, TranslationOutlined, UserOutlined } from '@ant-design/icons';
import { Link, Outlet } from '@tanstack/react-router';
import type { Scope } from '@tradewind/contract/types';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/session.ts';
import './settings.css';

type Place = { key: 'profile' | 'sessions' | 'colleagues' | 'translation' | 'api-keys'; to: string; icon: ReactNode; scope: Scope | null };
const places: readonly Place[] = [
  { key: 'profile', to: '/settings/profile', icon: <UserOutlined />, scope: null },
  { key: 'sessions', to: '/settings/sessions', icon: <LaptopOutlined />, scope: null },
  { key: 'colleagues', to: '/settings/colleagues', icon: <TeamOutlined />, scope: 'members:read' },
  { key: 'translation', to: '/settings/translation', icon: <TranslationOutlined />, scope: 'buyers:read' },
  { key: 'api-keys', to: '/settings/api-keys', icon: <ApiOutlined />, scope: 'api-keys:write' },
];

/** One's own matters first, then the merchant's. What one may not see is not offered; its address says why. */
export function SettingsLayout() {
  const { t } = useTranslation();
  const { scopes } = useMe();
  const shown = places.filter(({ scope }) => scope === null || scopes.includes(scope));
  return (
    <div className="settings">
      <nav className="settings-nav" aria-label={t('nav.settings')}>
        {shown.map(({ key, to, icon }) => (
          <Link key={key} to={to} className="settings-link" activeOptions={{ includeSearch: false }} data-testid={`settings-${key}`}>
            {icon}
            {t(`settings.places.${key}`)}
          </Link>
        ))}
      </nav>
      <div className="settings-page">
        <Outlet />
      </div>
    </div>
  );
}
