import type { Shop } from '@tradewind/contract/types';
import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/money.ts';

const percentOf = (done: number, total: number): number => (total === 0 ? 0 : Math.min(100, Math.floor((done / total) * 100)));

/** How far a shop's history has come. The total is unknown until the platform has told it. */
export function BackfillProgress({ shop }: { shop: Pick<Shop, 'name' | 'backfill'> }) {
  const { t, i18n } = useTranslation();
  const { done, total, finishedAt } = shop.backfill;
  if (finishedAt) {
    return (
      <span className="backfill-done">
        {t('shops.backfill.done')} <span className="muted num">{formatCount(done, i18n.language)}</span>
      </span>
    );
  }
  const count = formatCount(done, i18n.language);
  if (total === null) return <span className="num">{t('shops.backfill.soFar', { done: count })}</span>;
  return (
    <span className="backfill">
      <Progress size="small" percent={percentOf(done, total)} status="active" aria-label={t('shops.backfill.label', { shop: shop.name })} />
      <span className="cell-second num">{t('shops.backfill.progress', { done: count, total: formatCount(total, i18n.language) })}</span>
    </span>
  );
}

/** One line over all shops while history is still coming in; gone when all is here. */
export function BackfillBanner({ shops }: { shops: readonly Shop[] }) {
  const { t } = useTranslation();
  const filling = shops.filter((shop) => shop.state === 'active' && shop.backfill.finishedAt === null);
  if (filling.length === 0) return null;
  const known = filling.every((shop) => shop.backfill.total !== null);
  const done = filling.reduce((sum, shop) => sum + shop.backfill.done, 0);
  const total = filling.reduce((sum, shop) => sum + (shop.backfill.total ?? 0), 0);
  return (
    <section className="panel backfill-banner">
      <div>
        <h2>{t('shops.backfill.title', { count: filling.length })}</h2>
        <p className="muted">{t('shops.backfill.text')}</p>
      </div>
      {known && (
        <Progress percent={percentOf(done, total)} status="active" aria-label={t('shops.backfill.title', { count: filling.length })} />
      )}
    </section>
  );
}
