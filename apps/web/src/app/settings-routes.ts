import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { loadTexts } from '../shared/i18n/index.ts';
import { shell } from './shell-route.tsx';

const layout = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/layout.tsx'), 'SettingsLayout'),
});
const settingsHome = createRoute({
  getParentRoute: () => layout,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/profile', replace: true });
  },
});
const profile = createRoute({
  getParentRoute: () => layout,
  path: '/profile',
  component: lazyRouteComponent(() => import('../features/settings/profile-page.tsx'), 'ProfilePage'),
});
const sessions = createRoute({
  getParentRoute: () => layout,
  path: '/sessions',
  component: lazyRouteComponent(() => import('../features/settings/sessions-page.tsx'), 'SessionsPage'),
});
const colleagues = createRoute({
  getParentRoute: () => layout,
  path: '/colleagues',
  component: lazyRouteComponent(() => import('../features/settings/colleagues-page.tsx'), 'ColleaguesPage'),
});
const translation = createRoute({
  getParentRoute: () => layout,
  path: '/translation',
  loader: () => loadTexts('translation'),
  component: lazyRouteComponent(() => import('../features/translation/settings-page.tsx'), 'TranslationSettingsPage'),
});
const apiKeys = createRoute({
  getParentRoute: () => layout,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('../features/settings/api-keys-page.tsx'), 'ApiKeysPage'),
});

export const settings = layout.addChildren([settingsHome, profile, sessions, colleagues, translation, apiKeys]);
