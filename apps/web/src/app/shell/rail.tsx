import { MenuFoldOutlined, MenuUnfoldOutlined, SearchOutlined } from '@ant-design/icons';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useShops } from '../../shared/api/shops.ts';
import { Mark } from '../../shared/widgets/icons.tsx';
import { setPreferences, usePreferences } from '../preferences.ts';
import { useMe } from '../session.ts';
import { pages } from './pages.tsx';

function usePages() {
  const { scopes } = useMe();
  return pages.filter((page) => page.scope === null || scopes.includes(page.scope));
}

/** Shops that lose money now: the one duty there is so far, so the only badge. */
function useDuties(): number {
  const { shops } = useShops();
  return shops.filter((shop) => shop.state !== 'unbound' && shop.health.troubles.some((trouble) => trouble.severity === 'losing')).length;
}

function Entries({ isDesk }: { isDesk: boolean }) {
  const { t } = useTranslation();
  const duties = useDuties();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const shown = usePages().filter((page) => isDesk || !page.isDeskOnly);
  // The address of picking begins like that of orders: only the closest entry is where one is.
  const isBelowAnother = (to: string) => shown.some((other) => other.to.startsWith(`${to}/`) && path.startsWith(other.to));
  return shown.map((page) => (
    <Link
      key={page.key}
      to={page.to}
      className="rail-link"
      activeOptions={{ exact: page.to === '/' || isBelowAnother(page.to), includeSearch: false }}
      title={t(`nav.${page.key}`)}
    >
      <span className="rail-icon">{page.icon}</span>
      <span className="rail-word">{t(`nav.${page.key}`)}</span>
      {page.key === 'shops' && duties > 0 && (
        <span className="rail-badge" role="img" aria-label={t('shell.duties', { count: duties })}>
          {duties}
        </span>
      )}
    </Link>
  ));
}

export function Rail() {
  const { t } = useTranslation();
  const { isRailNarrow } = usePreferences();
  const label = t(isRailNarrow ? 'shell.railWiden' : 'shell.railNarrow');
  return (
    <nav className="rail" aria-label={t('shell.pages')}>
      <Link to="/" className="rail-brand" aria-label="Tradewind 信风">
        <Mark size={28} />
        <span className="rail-word">
          Tradewind <span className="rail-brand-han">信风</span>
        </span>
      </Link>
      <Entries isDesk />
      <button
        type="button"
        className="rail-link rail-fold"
        onClick={() => setPreferences({ isRailNarrow: !isRailNarrow })}
        title={label}
        aria-label={label}
      >
        <span className="rail-icon">{isRailNarrow ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}</span>
        <span className="rail-word">{t('shell.railNarrow')}</span>
      </button>
    </nav>
  );
}

export function BottomBar({ openPalette }: { openPalette: () => void }) {
  const { t } = useTranslation();
  return (
    <nav className="bottom-bar" aria-label={t('shell.pages')}>
      <Entries isDesk={false} />
      <button type="button" className="rail-link" onClick={openPalette}>
        <span className="rail-icon">
          <SearchOutlined />
        </span>
        <span className="rail-word">{t('shell.search')}</span>
      </button>
    </nav>
  );
}
