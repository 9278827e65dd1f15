import { Link, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import './stock.css';

const places = [
  { key: 'levels', to: '/stock' },
  { key: 'warehouses', to: '/stock/warehouses' },
  { key: 'shops', to: '/stock/shops' },
  { key: 'purchases', to: '/stock/purchases' },
] as const;

/** What there is, where it lies, what the shops are told, and what to buy: a page each. */
export function StockLayout() {
  const { t } = useTranslation();
  return (
    <>
      <nav className="stock-places" aria-label={t('nav.stock')}>
        {places.map(({ key, to }) => (
          <Link
            key={key}
            to={to}
            className="stock-place"
            activeOptions={{ exact: key === 'levels', includeSearch: false }}
            data-testid={`stock-${key}`}
          >
            {t(`stock.places.${key}`)}
          </Link>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
