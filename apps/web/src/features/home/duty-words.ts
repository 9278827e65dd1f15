import type { Duty, ShopTrouble } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { useDocumentNames } from '../../shared/document-names.ts';
import { marketName } from '../../shared/markets.ts';
import { formatCount } from '../../shared/money.ts';

type Words = { title: string; text: string; action: string };

/** A duty in words. Its data is loose by contract: what is missing reads as a dash. */
export function useDutyWords({ kind, data }: Duty): Words {
  const { t, i18n } = useTranslation();
  const { typeName } = useDocumentNames();
  if (kind === 'shop-trouble') {
    // The casts: the server's words come from the same lists that the shop's page shows.
    const code = data.code as ShopTrouble['code'];
    return {
      title: t(`troubles.${code}.title`),
      text: t(`troubles.${code}.text`),
      action: t(`troubles.remedies.${data.remedy as ShopTrouble['remedy']}`),
    };
  }
  const number = (value: unknown): string => (typeof value === 'number' ? formatCount(value, i18n.language) : '–');
  const types = typeof data.type === 'string' && data.type !== '' ? data.type.split(', ').map(typeName).join(', ') : '–';
  const values = {
    count: typeof data.points === 'number' ? data.points : Number(data.count ?? 0),
    amount: number(data.count),
    numerator: number(data.numerator),
    denominator: number(data.denominator),
    toShip: number(data.toShip),
    metric: t(`performance.metrics.${data.metric === 'seller-fault-cancellation' ? data.metric : 'late-dispatch'}`),
    paper: types,
    units: number(data.units),
    orders: number(data.orders),
    skus: number(data.skus),
    sku: typeof data.sku === 'string' ? data.sku : '–',
    market: typeof data.market === 'string' ? marketName(data.market, i18n.language) : '–',
  };
  return {
    title: t(`duties.kinds.${kind}.title`, values),
    text: t(`duties.kinds.${kind}.text`, values),
    action: t(`duties.kinds.${kind}.action`),
  };
}
