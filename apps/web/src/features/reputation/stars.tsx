import { useTranslation } from 'react-i18next';

export function Stars({ rating }: { rating: number }) {
  const { t } = useTranslation();
  return (
    <span className={`reputation-stars ${rating <= 2 ? 'tone-losing' : ''}`} role="img" aria-label={t('reputation.stars', { rating })}>
      {'★'.repeat(rating)}
      <span className="reputation-no-star">{'★'.repeat(5 - rating)}</span>
    </span>
  );
}
