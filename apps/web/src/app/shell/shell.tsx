import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { App } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from '../../shared/use-media.ts';
import { Mark } from '../../shared/widgets/icons.tsx';
import { useHintStream } from '../hints.ts';
import { usePreferences } from '../preferences.ts';
import { AwayBanner } from './away-banner.tsx';
import { BottomBar, Rail } from './rail.tsx';
import { useShortcuts } from './shortcuts.ts';
import { TopBar } from './top-bar.tsx';

const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })));
const ShortcutSheet = lazy(() => import('./shortcut-sheet.tsx').then((module) => ({ default: module.ShortcutSheet })));

/** Rail, top bar and the page. The palette and the sheet are fetched when first asked for. */
export function Shell() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const isPhone = useIsPhone();
  const { isRailNarrow } = usePreferences();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useHintStream(client);
  useShortcuts({ openPalette: () => setPaletteOpen(true), openSheet: () => setSheetOpen(true) });

  // A reader of the page by ear must hear that another page has come.
  const [announced, setAnnounced] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is the event, the title its text
  useEffect(() => {
    const timer = setTimeout(() => setAnnounced(document.title), 300);
    return () => clearTimeout(timer);
  }, [path]);

  return (
    <div className="shell" data-rail={isPhone ? 'none' : isRailNarrow ? 'narrow' : 'wide'}>
      <a className="skip-link" href="#page">
        {t('shell.skip')}
      </a>
      {!isPhone && <Rail />}
      <div className="shell-main">
        <TopBar
          openPalette={() => setPaletteOpen(true)}
          brand={
            isPhone && (
              <Link to="/" aria-label={t('nav.home')}>
                <Mark size={28} />
              </Link>
            )
          }
        />
        <AwayBanner />
        <main id="page" className="page" tabIndex={-1}>
          {/* Dialogs and notices of the pages; the sign-in page needs none and is spared their size. */}
          <App component={false}>
            <Outlet />
          </App>
        </main>
      </div>
      {isPhone && <BottomBar openPalette={() => setPaletteOpen(true)} />}
      <div className="sr-only" aria-live="polite">
        {announced}
      </div>
      <Suspense>
        {isPaletteOpen && <Palette close={() => setPaletteOpen(false)} />}
        {isSheetOpen && <ShortcutSheet close={() => setSheetOpen(false)} />}
      </Suspense>
    </div>
  );
}
