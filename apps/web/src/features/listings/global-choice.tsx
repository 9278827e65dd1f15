import type { PublicationRun } from '@tradewind/contract/types';
import { Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { useAct } from './use-act.ts';

/** Which shops of the task can share one product and why the others cannot; what it cannot do is said before it is chosen. */
export function GlobalChoice({ run: { id, shops, global } }: { run: PublicationRun }) {
  const { t } = useTranslation();
  const mayWrite = useCan('listings:write');
  const choose = useAct(() => call('publication-runs.update', { params: { runId: id }, body: { isGlobal: !global.isChosen } }));
  const markets = shops.flatMap(({ shop }) =>
    global.shops.some(({ shopId, reason }) => shopId === shop.id && reason === null) ? [shop.market] : [],
  );
  const isPossible = markets.length > 0;
  return (
    <section className="panel run-global" aria-labelledby="run-global">
      <Switch
        checked={global.isChosen}
        disabled={!mayWrite || !(isPossible || global.isChosen)}
        loading={choose.isPending}
        onChange={() => choose.mutate()}
        aria-labelledby="run-global"
        aria-describedby="run-global-when"
        data-testid="choose-global"
      />
      <div>
        <h2 id="run-global">{t('listings.global.title')}</h2>
        <p id="run-global-when">{isPossible ? t('listings.global.markets', { markets: markets.join(', ') }) : t('listings.global.none')}</p>
        {isPossible && <p className="muted">{t('listings.global.limit')}</p>}
        <Others run={{ shops, global }} isTitled={isPossible} />
      </div>
    </section>
  );
}

function Others({ run: { shops, global }, isTitled }: { run: Pick<PublicationRun, 'shops' | 'global'>; isTitled: boolean }) {
  const { t } = useTranslation();
  const others = global.shops.flatMap(({ shopId, reason }) => {
    const row = shops.find(({ shop }) => shop.id === shopId);
    return row && reason !== null ? [{ shop: row.shop, reason }] : [];
  });
  if (others.length === 0) return null;
  return (
    <>
      {isTitled && <p className="muted">{t('listings.global.others')}</p>}
      <ul className="global-others">
        {others.map(({ shop, reason }) => (
          <li key={shop.id} data-code={reason}>
            <ShopChip shop={shop} /> <span>{t(`listings.global.reasons.${reason}`)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
