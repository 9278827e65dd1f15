import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';

/** Where the parcels of an order are, in the carrier's words, newest first. */
export function Tracking({ orderId, zone }: { orderId: string; zone: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(apiQuery('order-tracking.get', { params: { orderId } }));
  return (
    <section>
      <h3>{t('fulfilment.tracking.title')}</h3>
      {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={3} label={t('common.loading')} />}
      {data && data.items.length === 0 && <p className="muted">{t('fulfilment.tracking.none')}</p>}
      {data?.keptSince && (
        <p className="muted" role="status">
          {t('fulfilment.tracking.kept')} <Instant at={data.keptSince} />
        </p>
      )}
      <ol className="ship-tracking" data-testid="tracking">
        {data?.items.map(({ at, description }) => (
          <li key={`${at} ${description}`}>
            <Instant at={at} shopZone={zone} /> <span>{description}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
