import { useTranslation } from 'react-i18next';
import { useShops } from '../../shared/api/shops.ts';
import { worstOf } from './shop-order.ts';

/** The page's answer in one line: how many, where, and whether all is well. */
export function ShopsAnswer() {
  const { t } = useTranslation();
  const { shops } = useShops();
  const bound = shops.filter((shop) => shop.state !== 'unbound');
  if (bound.length === 0) return t('shops.question');
  const losing = bound.filter((shop) => worstOf(shop) === 'losing').length;
  const watched = bound.filter((shop) => worstOf(shop) === 'soon').length;
  const distinct = (values: string[]) => new Set(values).size;
  return (
    <>
      {t('shops.answer', {
        shops: t('shops.shopCount', { count: bound.length }),
        markets: t('shops.marketCount', { count: distinct(bound.map((shop) => shop.market)) }),
        entities: t('shops.entityCount', { count: distinct(bound.map((shop) => shop.legalEntity.id)) }),
      })}{' '}
      {losing > 0 && <strong className="tone-losing">{t('shops.losing', { count: losing })} </strong>}
      {watched > 0 && <span className="tone-soon">{t('shops.watch', { count: watched })}</span>}
      {losing + watched === 0 && t('shops.allWell')}
    </>
  );
}
