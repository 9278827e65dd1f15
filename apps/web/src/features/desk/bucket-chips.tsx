import { useTranslation } from 'react-i18next';
import type { Answer } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useSetOwnSearch } from '../../shared/own-search.ts';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { type BucketChoice, buckets } from './desk-filters.ts';
import { useDeskCounts } from './use-desk.ts';

type Counts = Answer<'desk-orders.counts'>;
const countOf: Record<BucketChoice, (counts: Counts) => number> = {
  late: ({ late }) => late,
  'to-review': ({ toReview }) => toReview,
  'to-pack': ({ toPack }) => toPack,
  'to-ship': ({ toShip }) => toShip,
  'waiting-pickup': ({ waitingPickup }) => waitingPickup,
  exception: ({ exception }) => exception,
  held: ({ held }) => held,
  'platform-hold': ({ platformHold }) => platformHold,
  unpaid: ({ unpaid }) => unpaid,
};
/** All that is paid. */
const allOf = (counts: Counts): number =>
  buckets.reduce((sum, bucket) => (bucket === 'late' || bucket === 'unpaid' ? sum : sum + countOf[bucket](counts)), 0);

/** Where orders stand, with how many, each a button in sight. */
export function BucketChips({ chosen }: { chosen: BucketChoice | undefined }) {
  const { t, i18n } = useTranslation();
  const setSearch = useSetOwnSearch();
  const counts = useDeskCounts().data;
  const number = (bucket: BucketChoice | undefined): string => {
    if (!counts) return '';
    const count = bucket ? countOf[bucket](counts) : allOf(counts);
    return bucket === 'late' && count >= counts.limit ? `${formatCount(count, i18n.language)}+` : formatCount(count, i18n.language);
  };
  const chip = (bucket: BucketChoice | undefined) => ({
    key: bucket,
    content: (
      <>
        {t(`desk.buckets.${bucket ?? 'all'}`)} <strong className="num">{number(bucket)}</strong>
        {bucket === 'unpaid' && counts !== undefined && counts.expiringSoon > 0 && (
          <span className="tone-soon" data-testid="expiring-soon">
            {' '}
            {t('desk.expiringSoon', { count: counts.expiringSoon, shown: formatCount(counts.expiringSoon, i18n.language) })}
          </span>
        )}
      </>
    ),
  });
  return (
    <FilterChips
      label={t('desk.bucketsLabel')}
      name="bucket"
      chips={[undefined, ...buckets].map(chip)}
      chosen={chosen}
      choose={(bucket) => setSearch({ bucket })}
    />
  );
}
