import { Link, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import './finance.css';

const places = [
  { key: 'prices', to: '/money/prices' },
  { key: 'rate-cards', to: '/money/rate-cards' },
  { key: 'fees', to: '/money/fees' },
  { key: 'tax-ids', to: '/money/tax-ids' },
  { key: 'deposits', to: '/money/deposits' },
] as const;

/** What goods should cost, and what the platform takes and keeps: five questions, a page each. */
export function MoneyLayout() {
  const { t } = useTranslation();
  return (
    <>
      <nav className="money-places" aria-label={t('nav.money')}>
        {places.map(({ key, to }) => (
          <Link key={key} to={to} className="money-place" activeOptions={{ includeSearch: false }} data-testid={`money-${key}`}>
            {t(`finance.places.${key}`)}
          </Link>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
