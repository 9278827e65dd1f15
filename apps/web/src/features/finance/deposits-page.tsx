import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Answer, apiQuery } from '../../shared/api/call.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { categories } from '../compliance/categories.ts';
import { useCountryOptions } from '../compliance/country-options.tsx';

type Deposit = Answer<'deposits.list'>['items'][number];

/** What must be laid down to open a shop, market by market? */
export function DepositsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('finance.places.deposits')} answer={t('finance.deposits.question')} />
      <Requires scope="finance:read">
        <Deposits />
      </Requires>
    </>
  );
}

function Deposits() {
  const { t } = useTranslation();
  const { categoryName } = useDocumentNames();
  const countries = useCountryOptions();
  const { jurisdiction = 'CN', category = 'home-daily' } = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const { data, error, refetch } = useQuery(apiQuery('deposits.list', { query: { jurisdiction, category } }));
  const columns = useColumns();
  return (
    <section className="panel">
      <div className="panel-head deposit-filters">
        <label htmlFor="deposit-entity">
          {t('finance.deposits.entity')}
          <Select
            id="deposit-entity"
            showSearch={{ optionFilterProp: 'words' }}
            value={jurisdiction}
            options={countries}
            onChange={(next) => setSearch({ jurisdiction: next }, true)}
          />
        </label>
        <label htmlFor="deposit-category">
          {t('finance.cards.category')}
          <Select
            id="deposit-category"
            showSearch={{ optionFilterProp: 'label' }}
            value={category}
            options={categories.map((value) => ({ value, label: categoryName(value) }))}
            onChange={(next) => setSearch({ category: next }, true)}
          />
        </label>
      </div>
      {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={8} label={t('common.loading')} />}
      {data && (
        <>
          <DataTable caption={t('finance.places.deposits')} columns={columns} rows={data.items} rowKey={({ market }) => market} />
          <p className="muted panel-note">
            {t('finance.deposits.source', {
              sources: data.citations.map(({ source, section }) => `${source} · ${section}`).join('; ') || '–',
            })}
          </p>
        </>
      )}
    </section>
  );
}

function useColumns(): Column<Deposit>[] {
  const { t } = useTranslation();
  return [
    { key: 'market', title: t('finance.deposits.market'), render: ({ market }) => <MarketChip market={market} isNamed /> },
    {
      key: 'deposit',
      title: t('finance.places.deposits'),
      isNumber: true,
      render: ({ deposit }) => (deposit ? <Money value={deposit} /> : <span className="muted">{t('finance.deposits.unknown')}</span>),
    },
    {
      key: 'how',
      title: t('finance.deposits.how'),
      render: ({ deposit, frozenInSteps }) => (deposit ? t(frozenInSteps ? 'finance.deposits.inSteps' : 'finance.deposits.atOnce') : ''),
    },
  ];
}
