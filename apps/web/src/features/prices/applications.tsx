import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PriceApplication } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { isAboutPrices } from './draft.tsx';

/** The last times that prices were applied, each to be taken back. Nothing is shown before the first. */
export function Applications() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(apiQuery('price-applications.list', { query: { limit: 10 } }));
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data || data.items.length === 0) return null;
  return (
    <section className="panel price-panel" aria-label={t('prices.applied.title')}>
      <h2>{t('prices.applied.title')}</h2>
      <ul className="price-history price-inset">
        {data.items.map((application) => (
          <Application key={application.id} of={application} />
        ))}
      </ul>
    </section>
  );
}

function Application({ of }: { of: PriceApplication }) {
  const { t, i18n } = useTranslation();
  const mayWrite = useCan('finance:write');
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: () => call('price-applications.undo', { params: { priceApplicationId: of.id } }),
    onSuccess: () => client.invalidateQueries({ predicate: isAboutPrices }),
  });
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <li data-testid="price-application">
      <span>
        {t('prices.applied.what', { prices: count(of.prices), variants: count(of.variants), shops: count(of.shops) })}{' '}
        <span className="muted">
          {of.appliedBy} · <Instant at={of.appliedAt} />
        </span>
      </span>
      {of.undoneAt ? (
        <span className="muted">
          {t('prices.applied.undone')} {of.undoneBy} · <Instant at={of.undoneAt} />
        </span>
      ) : (
        mayWrite && (
          <Button size="small" loading={undo.isPending} onClick={() => undo.mutate()} data-testid="undo-prices">
            {t('prices.applied.undo')}
          </Button>
        )
      )}
      {undo.isError && <ErrorPanel error={undo.error} />}
    </li>
  );
}
