import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../shared/widgets/empty-state.tsx';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main>
      <EmptyState
        isPage
        kind="no-match"
        title={t('common.notFound.title')}
        text={t('common.notFound.text')}
        action={<Link to="/">{t('nav.home')}</Link>}
      />
    </main>
  );
}
