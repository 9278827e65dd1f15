import { useQuery } from '@tanstack/react-query';
import type { PricedVariant } from '@tradewind/contract/types';
import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../shared/api/call.ts';
import { formatMoney, formatPercent } from '../../shared/money.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import type { Cell, PreviewedShop } from './previewed.ts';
import { usePriceWords } from './price-words.ts';

type Props = { variant: PricedVariant['variant']; cell: Cell; shop: PreviewedShop; close: () => void };

/** How one price came about, line by line, what stays of it, and what was applied before. */
export function PriceDrawer({ variant, cell: { answer }, shop, close }: Props) {
  const { t, i18n } = useTranslation();
  const isPhone = useIsPhone();
  const { name, reason } = usePriceWords();
  if ('refused' in answer) return null;
  const { price, kept, floor, lines } = answer;
  const net = price.amount - (lines.find(({ code }) => code === 'tax')?.amount ?? 0);
  const inShop = (amount: number) => formatMoney({ amount, currency: price.currency }, i18n.language);
  return (
    <Drawer open onClose={close} size={isPhone ? '100%' : 560} title={variant.sku}>
      <div className="drawer-body price-why" data-testid="price-why">
        <div className="card-dates">
          <ShopChip shop={shop} />
          <span className="muted">{variant.title}</span>
        </div>
        <p className="price-big num">{formatMoney(price, i18n.language)}</p>
        <p className="muted">
          {kept !== null && t('prices.why.kept', { kept: inShop(kept), share: formatPercent(kept / net, i18n.language) })}{' '}
          {t('prices.why.floor', { floor: inShop(floor) })}
        </p>
        <table className="table price-lines">
          <caption className="sr-only">{t('prices.why.lines')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('prices.why.line')}</th>
              <th scope="col" className="num">
                {t('prices.why.amount')}
              </th>
              <th scope="col" className="num">
                {t('prices.why.total')}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.code} data-testid={`line-${line.code}`}>
                <th scope="row">
                  {name(line)}
                  <span className="muted">{reason(line)}</span>
                </th>
                <td className="num">{inShop(line.amount)}</td>
                <td className="num">{inShop(line.total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <History variantId={variant.id} shopId={shop.id} />
      </div>
    </Drawer>
  );
}

function History({ variantId, shopId }: { variantId: string; shopId: string }) {
  const { t } = useTranslation();
  const query = useQuery(apiQuery('prices.history', { params: { variantId }, query: { shopIds: shopId, limit: 20 } }));
  if (query.isError) return <ErrorPanel error={query.error} retry={() => void query.refetch()} />;
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-label={t('prices.why.history')}>
      <h2>{t('prices.why.history')}</h2>
      <ul className="price-history">
        {items.map(({ applicationId, price, appliedBy, appliedAt, undoneAt }) => (
          <li key={applicationId}>
            {undoneAt ? (
              <s>
                <Money value={price} />
              </s>
            ) : (
              <Money value={price} />
            )}
            <span className="muted">
              {appliedBy} · <Instant at={appliedAt} /> {undoneAt && t('prices.applied.undone')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
