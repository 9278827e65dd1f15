import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { Places } from '../../shared/widgets/places.tsx';
import './products.css';

const places = [
  { key: 'all', to: '/products' },
  { key: 'groups', to: '/products/groups' },
  { key: 'imports', to: '/products/imports' },
  { key: 'unmatched', to: '/products/unmatched' },
  { key: 'texts', to: '/products/texts' },
  { key: 'words', to: '/products/words' },
  { key: 'textSettings', to: '/products/text-settings' },
] as const;

/** The merchant's own goods, the files of them, and what the shops sell that is none of them yet. */
export function ProductsLayout() {
  const { t } = useTranslation();
  return (
    <>
      <Places
        label={t('nav.products')}
        places={places.map(({ key, to }) => ({
          to,
          label: t(`products.places.${key}`),
          testId: `products-${key}`,
          isExact: key === 'all',
        }))}
      />
      <Requires scope="products:read">
        <Outlet />
      </Requires>
    </>
  );
}
