import { Link } from '@tanstack/react-router';
import type { FeeCalculation } from '@tradewind/contract/types';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDocumentNames } from '../../shared/document-names.ts';
import { formatMoney, formatPercent } from '../../shared/money.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { dayWords } from './day-words.ts';

type Line = FeeCalculation['lines'][number];
type Unknown = FeeCalculation['unknown'][number];

/** Totals first, each currency by itself; then the lines they are made of, what is only estimated, and what nobody prices. */
export function FeesResult({ fees }: { fees: FeeCalculation }) {
  const { t, i18n } = useTranslation();
  const { shop, on, cardFrom, price, totals, lines, estimates, unknown, title } = fees;
  const columns = useColumns();
  const share = totals.find(({ currency }) => currency === price.currency);
  return (
    <div className="fees-answer" data-testid="fees-result">
      <div className="fees-head">
        <div className="card-dates">
          <ShopChip shop={shop} />
          {title && <strong>{title}</strong>}
          <span className="muted">
            {t('finance.fees.sold')} <Money value={price} />
          </span>
        </div>
        <span className="muted">
          {cardFrom
            ? t('finance.fees.byCard', { day: dayWords(on, i18n.language), since: dayWords(cardFrom, i18n.language) })
            : t('finance.fees.bySource', { day: dayWords(on, i18n.language) })}
        </span>
      </div>
      <div className="fees-totals" data-testid="fees-totals">
        {totals.map((total) => (
          <span key={total.currency} className="fees-total num">
            {formatMoney(total, i18n.language)}
          </span>
        ))}
        {share && price.amount > 0 && (
          <span className="muted">{t('finance.fees.shareOf', { share: formatPercent(share.amount / price.amount, i18n.language) })}</span>
        )}
      </div>
      {lines.length > 0 && (
        <DataTable
          caption={t('finance.fees.lines')}
          columns={columns}
          rows={lines}
          rowKey={({ code, category, currency }) => `${code} ${category} ${currency}`}
          rowData={({ code, basis }) => ({ 'data-testid': `fee-${code}`, 'data-basis': basis })}
        />
      )}
      {unknown.length > 0 && (
        <div className="fees-unknown" data-testid="fees-unknown">
          {unknown.map((each) => (
            <UnknownFee key={JSON.stringify(each)} unknown={each} shopId={shop.id} />
          ))}
        </div>
      )}
      {estimates.map((estimate) => (
        <p key={estimate.code} className="muted">
          {t('finance.fees.unsellable', { amount: formatMoney(estimate, i18n.language) })}
        </p>
      ))}
    </div>
  );
}

function useColumns(): Column<Line>[] {
  const { t, i18n } = useTranslation();
  const { categoryName } = useDocumentNames();
  return [
    {
      key: 'what',
      title: t('finance.fees.line'),
      render: ({ code, category }) => `${t(`finance.fees.codes.${code}`)}${category ? ` · ${categoryName(category)}` : ''}`,
    },
    {
      key: 'share',
      title: t('finance.cards.share'),
      isNumber: true,
      render: ({ share }) => (share === null ? '' : formatPercent(share, i18n.language, 2)),
    },
    {
      key: 'basis',
      title: t('finance.fees.basis'),
      render: ({ basis }) => <Tag tone={basis === 'rate-card' ? 'plain' : 'quiet'}>{t(`finance.fees.bases.${basis}`)}</Tag>,
    },
    {
      key: 'amount',
      title: t('finance.fees.amount'),
      isNumber: true,
      render: ({ amount, currency }) => <Money value={{ amount, currency }} />,
    },
  ];
}

/** What nobody prices, and the one place where the merchant can. */
function UnknownFee({ unknown, shopId }: { unknown: Unknown; shopId: string }) {
  const { t } = useTranslation();
  const { categoryName } = useDocumentNames();
  const isCommission = unknown.code === 'commission';
  const name = isCommission ? unknown.category : unknown.route;
  const words = name === null ? null : isCommission ? categoryName(name) : name;
  const title = isCommission
    ? words
      ? t('finance.fees.noCommission', { category: words })
      : t('finance.fees.noCategory')
    : words
      ? t('finance.fees.noShipping', { route: words })
      : t('finance.fees.noRoute');
  const action =
    name === null ? (
      isCommission && (
        <Link to="/compliance" search={{ view: 'categories' }}>
          <Button size="small">{t('finance.fees.toCategories')}</Button>
        </Link>
      )
    ) : (
      <Link to="/money/rate-cards" search={{ open: shopId, add: name }} data-testid="mend-fee">
        <Button size="small">{t('finance.fees.toCard')}</Button>
      </Link>
    );
  return <Alert type="warning" showIcon title={title} action={action} />;
}
