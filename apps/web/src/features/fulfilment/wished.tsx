import { RobotOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { ShippingChoices } from './use-shipping.ts';

/** What review rules wish for this order; a person confirms it by shipping. */
export function Wished({ wished: { service, split } }: Pick<ShippingChoices, 'wished'>) {
  const { t } = useTranslation();
  if (!service && !split) return null;
  return (
    <ul className="ship-wished" data-testid="ship-wished">
      {service && (
        <li>
          <RobotOutlined />{' '}
          {service.channelServiceId
            ? `${t('fulfilment.wished.byRule', { name: service.ruleName })}: ${service.words}`
            : t('fulfilment.wished.serviceMissing', { name: service.ruleName, words: service.words })}
        </li>
      )}
      {split && (
        <li>
          <RobotOutlined /> {t('fulfilment.wished.split', { name: split.ruleName, count: split.parcels.length })}
        </li>
      )}
    </ul>
  );
}
