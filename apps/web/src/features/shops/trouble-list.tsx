import { CheckCircleOutlined, ExclamationCircleOutlined, WarningOutlined } from '@ant-design/icons';
import type { Shop, ShopTrouble } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { Fact } from '../../shared/widgets/fact.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { useStartBinding, wishOf } from './start-binding.ts';

/** Everything wrong with a shop: what, since when, who mends it, and how. */
export function TroubleList({ shop }: { shop: Shop }) {
  const { t } = useTranslation();
  if (shop.health.troubles.length === 0) {
    return (
      <p className="trouble-none">
        <CheckCircleOutlined /> {t('shops.drawer.well')}
      </p>
    );
  }
  return (
    <ul className="troubles">
      {shop.health.troubles.map((trouble) => (
        <Trouble key={trouble.code} shop={shop} trouble={trouble} />
      ))}
    </ul>
  );
}

function Trouble({ shop, trouble }: { shop: Shop; trouble: ShopTrouble }) {
  const { t } = useTranslation();
  return (
    <li className={`trouble trouble-${trouble.severity}`}>
      <h3>
        {trouble.severity === 'losing' ? <WarningOutlined /> : <ExclamationCircleOutlined />} {t(`troubles.${trouble.code}.title`)}
      </h3>
      <p>{t(`troubles.${trouble.code}.text`)}</p>
      <p>{t(`shops.remedies.${trouble.remedy}`)}</p>
      <dl className="facts facts-tight">
        <Fact name={t('shops.drawer.owner')}>{t(`troubles.owners.${trouble.owner}`)}</Fact>
        {trouble.since && (
          <Fact name={t('shops.drawer.since')}>
            <TimeAgo at={trouble.since} />
          </Fact>
        )}
        {trouble.detail && <Fact name={t('shops.drawer.detail')}>{trouble.detail}</Fact>}
      </dl>
      {trouble.remedy === 're-authorise' && <ReauthoriseButton shop={shop} isUrgent={trouble.severity === 'losing'} />}
    </li>
  );
}

/** One click to the consent page; only for those who may bind. */
export function ReauthoriseButton({ shop, isUrgent = false, isSmall = false }: { shop: Shop; isUrgent?: boolean; isSmall?: boolean }) {
  const { t } = useTranslation();
  const mayBind = useCan('shops:write');
  const { start, isStarting } = useStartBinding();
  if (!mayBind) return null;
  return (
    <Button
      type={isUrgent ? 'primary' : 'default'}
      size={isSmall ? 'small' : 'medium'}
      loading={isStarting}
      data-testid="reauthorise"
      onClick={(event) => {
        // In a table the row itself opens the drawer.
        event.stopPropagation();
        start(wishOf(shop));
      }}
    >
      {t(shop.state === 'unbound' ? 'shops.rebind' : 'shops.reauthorise')}
    </Button>
  );
}
