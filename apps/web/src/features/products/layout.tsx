import { Link, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Requires } from '../../shared/widgets/no-right.tsx';
import './products.css';

const places = [
  { key: 'all', to: '/products', isExact: true },
  { key: 'imports', to: '/products/imports', isExact: false },
  { key: 'unmatched', to: '/products/unmatched', isExact: false },
] as const;

/** The merchant's own goods, the files of them, and what the shops sell that is none of them yet. */
export function ProductsLayout() {
  const { t } = useTranslation();
  return (
    <>
      <nav className="product-places" aria-label={t('nav.products')}>
        {places.map(({ key, to, isExact }) => (
          <Link
            key={key}
            to={to}
            className="product-place"
            activeOptions={{ exact: isExact, includeSearch: false }}
            data-testid={`products-${key}`}
          >
            {t(`products.places.${key}`)}
          </Link>
        ))}
      </nav>
      <Requires scope="products:read">
        <Outlet />
      </Requires>
    </>
  );
}
