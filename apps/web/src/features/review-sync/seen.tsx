import { useTranslation } from 'react-i18next';
import type { Answer } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';

type Preview = Answer<'review-displays.preview'>;
type Review = Preview['after']['reviews'][number];
type Props = { title: string; figures: Preview['before']; elsewhere: Preview['after'] | null };

/** One side of the comparison, as it stands on the product's page. */
export function Seen({ title, figures: { soldHere, rating, ratings }, elsewhere }: Props) {
  const { t, i18n } = useTranslation();
  const count = (value: number): string => formatCount(value, i18n.language);
  return (
    <section className="sync-side" data-testid={elsewhere ? 'sync-after' : 'sync-before'}>
      <h3>{title}</h3>
      <p className="sync-rating">
        <strong>{rating === null ? '–' : `★ ${rating.toFixed(2)}`}</strong>{' '}
        <span className="muted">{t('review-sync.ratings', { count: ratings, shown: count(ratings) })}</span>
      </p>
      <p>
        {t('review-sync.soldHere', { count: soldHere, shown: count(soldHere) })}
        {elsewhere?.soldElsewhere.map(({ market, units }) => (
          <span key={market} className="sync-sold">
            {' · '}
            {t('review-sync.soldElsewhere', { count: units, shown: count(units) })} <MarketChip market={market} />
          </span>
        ))}
      </p>
      {elsewhere && (
        <>
          <ul className="sync-reviews">
            {elsewhere.reviews.map((review) => (
              <ReviewItem key={review.id} review={review} />
            ))}
          </ul>
          {elsewhere.reviewsElsewhere > elsewhere.reviews.length && (
            <p className="muted">
              {t('review-sync.newest', { count: elsewhere.reviewsElsewhere, shown: count(elsewhere.reviewsElsewhere) })}
            </p>
          )}
        </>
      )}
    </section>
  );
}

function ReviewItem({
  review: { rating, market, language, writtenAt, isVerified, isIncentivised, body, translation },
}: {
  review: Review;
}) {
  const { t } = useTranslation();
  return (
    <li>
      <span role="img" aria-label={`${rating}/5`}>
        {'★'.repeat(rating)}
        {'☆'.repeat(5 - rating)}
      </span>{' '}
      <MarketChip market={market} /> <Instant at={writtenAt} hasYear /> {language && <Tag tone="quiet">{language}</Tag>}{' '}
      {isVerified && <Tag tone="done">{t('review-sync.verified')}</Tag>}{' '}
      {isIncentivised && <Tag tone="soon">{t('review-sync.reward')}</Tag>}
      {translation && (
        <p lang={translation.language} dir="auto" data-testid="sync-translation">
          {translation.body} <Tag tone="quiet">{t('review-sync.translated')}</Tag>
        </p>
      )}
      {body && (
        <p lang={language} dir="auto" className={translation ? 'muted' : undefined}>
          {body}
        </p>
      )}
    </li>
  );
}
