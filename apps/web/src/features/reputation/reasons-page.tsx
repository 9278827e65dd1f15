import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { fixOf, type ProductReason } from '@tradewind/rules/product-reasons';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { type Answer, apiQuery } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { ReasonsChart } from './reasons-chart.tsx';
import './reputation.css';

type Reasons = Answer<'review-reasons.list'>;
type Product = Reasons['items'][number];
const windows = ['30', '90'] as const;
const NAMED = 3;

/** Which products make buyers unhappy, why, and what would mend it? */
export function ReasonsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('reputation.places.reasons')} answer={t('reputation.byProduct.question')} />
      <Requires scope="orders:read">
        <ReasonsByProduct />
      </Requires>
    </>
  );
}

function ReasonsByProduct() {
  const { t } = useTranslation();
  const { query: scope } = useScope();
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const days = windows.find((each) => each === search.days) ?? '30';
  const { data, error, refetch } = useQuery(apiQuery('review-reasons.list', { query: { ...scope, days: days === '90' ? 90 : 30 } }));
  return (
    <section className="panel" aria-label={t('reputation.places.reasons')} data-testid="reasons">
      <div className="panel-head">
        <FilterChips
          label={t('reputation.byProduct.window')}
          name="reasons-days"
          chips={windows.map((key) => ({ key, content: t('reputation.byProduct.days', { days: key }) }))}
          chosen={days}
          choose={(next) => setSearch({ days: next === '30' ? undefined : next })}
        />
        <span className="reputation-legend" aria-hidden="true">
          <span className="reputation-of-reviews">{t('reputation.columns.reviews')}</span>
          <span className="reputation-of-returns">{t('reputation.columns.returns')}</span>
        </span>
      </div>
      {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={8} label={t('common.loading')} />}
      {data && data.items.length === 0 && (
        <EmptyState kind="first-use" title={t('reputation.byProduct.none')} text={t('reputation.byProduct.noneText')} />
      )}
      {data && data.items.length > 0 && <Found reasons={data} />}
    </section>
  );
}

function Found({ reasons: { totals, items, isCut } }: { reasons: Reasons }) {
  const { t } = useTranslation();
  const columns = useColumns();
  return (
    <>
      <div className="reputation-chart">
        <ReasonsChart totals={totals} />
      </div>
      <p className="reputation-note muted">{t('reputation.byProduct.text')}</p>
      <DataTable
        caption={t('reputation.places.reasons')}
        columns={columns}
        rows={items}
        rowKey={({ shop, channelProductId }) => `${shop.id} ${channelProductId}`}
        rowData={({ channelProductId }) => ({ 'data-testid': 'reason-row', 'data-product': channelProductId })}
      />
      {isCut && <p className="reputation-note muted">{t('reputation.byProduct.cut')}</p>}
    </>
  );
}

/** The most frequent reason that something can be done about. */
const worst = ({ reasons }: Product): ProductReason | null => reasons.find(({ reason }) => fixOf(reason) !== null)?.reason ?? null;

function useColumns(): Column<Product>[] {
  const { t, i18n } = useTranslation();
  const count = (value: number) => formatCount(value, i18n.language);
  const stars = (average: number | null) =>
    average === null ? '–' : new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(average);
  const fixText = (reason: ProductReason | null) => {
    const fix = reason && fixOf(reason);
    return fix ? t(`reputation.fixes.${fix}`) : '–';
  };
  return [
    {
      key: 'product',
      title: t('reputation.columns.product'),
      render: ({ channelProductId, title, shop }) => (
        <span className="reputation-review">
          <Link
            to="/reputation"
            search={(previous) => ({ ...previous, days: undefined, shop: shop.id, product: channelProductId })}
            className="reputation-product"
          >
            {title ?? channelProductId}
          </Link>
          <ShopChip shop={shop} />
        </span>
      ),
    },
    { key: 'average', title: t('reputation.ratings.average'), isNumber: true, render: ({ average }) => stars(average) },
    { key: 'reviews', title: t('reputation.columns.reviews'), isNumber: true, render: ({ reviews }) => count(reviews) },
    { key: 'returns', title: t('reputation.columns.returns'), isNumber: true, render: ({ returns }) => count(returns) },
    {
      key: 'reasons',
      title: t('reputation.columns.reasons'),
      render: ({ reasons }) => (
        <ul className="reputation-reasons">
          {reasons.slice(0, NAMED).map(({ reason, reviews, returns }) => (
            <li key={reason} data-reason={reason}>
              {t(`reputation.reasons.${reason}`)} <span className="muted num">{count(reviews + returns)}</span>
            </li>
          ))}
        </ul>
      ),
    },
    {
      key: 'fix',
      title: t('reputation.columns.fix'),
      render: (row) => (
        <span className="reputation-fix" data-testid="reason-fix">
          {fixText(worst(row))}
        </span>
      ),
    },
  ];
}
