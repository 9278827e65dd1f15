import { QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import { type ReactNode, useEffect, useState } from 'react';
import type { Language } from '../shared/i18n/languages.ts';
import { useIsPhone, useMedia } from '../shared/use-media.ts';
import { applyPalette, type Mode } from './palette.ts';
import { usePreferences } from './preferences.ts';
import { queryClient } from './session.ts';
import { nonce } from './style-nonce.ts';
import { themeOf } from './theme.ts';

/** Ant Design's own words (empty tables, confirmations) per language, fetched with the language. */
const antLocales: Record<Language, () => Promise<{ default: Locale }>> = {
  'zh-CN': () => import('antd/es/locale/zh_CN'),
  en: () => import('antd/es/locale/en_US'),
  th: () => import('antd/es/locale/th_TH'),
  vi: () => import('antd/es/locale/vi_VN'),
  ms: () => import('antd/es/locale/ms_MY'),
};

export function useMode(): Mode {
  const { theme } = usePreferences();
  const isSystemDark = useMedia('(prefers-color-scheme: dark)');
  return theme === 'system' ? (isSystemDark ? 'dark' : 'light') : theme;
}

export function Providers({ children }: { children: ReactNode }) {
  const { language, isCompact } = usePreferences();
  const mode = useMode();
  const isPhone = useIsPhone();
  const [antLocale, setAntLocale] = useState<Locale>();

  useEffect(() => {
    let isCurrent = true;
    void antLocales[language]().then((loaded) => {
      if (isCurrent) setAntLocale(loaded.default);
    });
    return () => {
      isCurrent = false;
    };
  }, [language]);
  useEffect(() => {
    applyPalette(document.documentElement, mode);
  }, [mode]);
  useEffect(() => {
    document.documentElement.dataset.density = isCompact ? 'compact' : 'normal';
  }, [isCompact]);

  return (
    <ConfigProvider
      csp={{ nonce }}
      theme={themeOf(mode, isPhone)}
      {...(antLocale ? { locale: antLocale } : {})}
      // The policy forbids style tags without our nonce; two spaces between Han characters of a button look broken.
      button={{ autoInsertSpace: false }}
    >
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </ConfigProvider>
  );
}
