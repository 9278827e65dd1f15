import { useQuery } from '@tanstack/react-query';
import type { DatedPriceRule } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../shared/api/call.ts';
import { formatPercent } from '../../shared/money.ts';
import { formatDay } from '../../shared/time.ts';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { useScopeWords } from './scope-words.ts';

/** The rules there are, of all days. */
export function Rules({ open }: { open: (rule: DatedPriceRule) => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(apiQuery('price-rules.list', {}));
  const columns = useColumns();
  return (
    <section className="panel price-panel" aria-label={t('prices.rules.title')}>
      <h2>{t('prices.rules.title')}</h2>
      {error && !data ? (
        <ErrorPanel error={error} retry={() => void refetch()} />
      ) : !data ? (
        <SkeletonRows rows={3} label={t('common.loading')} />
      ) : data.items.length === 0 ? (
        <EmptyState kind="first-use" title={t('prices.rules.none')} text={t('prices.rules.noneText')} />
      ) : (
        <DataTable
          caption={t('prices.rules.title')}
          columns={columns}
          rows={data.items}
          rowKey={({ id }) => id}
          rowData={() => ({ 'data-testid': 'price-rule' })}
          onOpen={open}
        />
      )}
    </section>
  );
}

function useColumns(): Column<DatedPriceRule>[] {
  const { t, i18n } = useTranslation();
  const words = useScopeWords();
  return [
    { key: 'scope', title: t('prices.rules.scope'), render: ({ scope }) => words(scope) },
    {
      key: 'begins',
      title: t('prices.form.begins'),
      render: ({ rule: { basePrice } }) => (basePrice ? <Money value={basePrice} /> : t('prices.form.cost')),
    },
    {
      key: 'wanted',
      title: t('prices.form.wanted'),
      render: ({ rule: { wanted } }) => `${t(`prices.form.kinds.${wanted.kind}`)} ${formatPercent(wanted.share, i18n.language)}`,
    },
    {
      key: 'floor',
      title: t('prices.form.floor'),
      render: ({ rule: { floorShare, floorPrice } }) => (
        <>
          {formatPercent(floorShare, i18n.language)}
          {floorPrice && (
            <>
              {' · '}
              <Money value={floorPrice} />
            </>
          )}
        </>
      ),
    },
    {
      key: 'from',
      title: t('prices.form.from'),
      render: ({ validFrom }) => formatDay(validFrom, i18n.language, { year: 'numeric', month: 'short', day: 'numeric' }),
    },
    { key: 'by', title: t('finance.cards.savedBy'), render: ({ savedBy }) => savedBy },
  ];
}
