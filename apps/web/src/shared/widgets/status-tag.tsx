import {
  CarOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  InboxOutlined,
  PauseCircleOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { OrderStatus, Shop } from '@tradewind/contract/types';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export type Tone = 'losing' | 'soon' | 'done' | 'plain' | 'quiet';

/** Icon and word together: colour alone says nothing. */
export function Tag({ tone, icon, children }: { tone: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={`tag tag-${tone}`}>
      {icon}
      {children}
    </span>
  );
}

const ofOrder: Record<OrderStatus, [Tone, ReactNode]> = {
  unpaid: ['quiet', <ClockCircleOutlined key="i" />],
  'on-hold': ['soon', <PauseCircleOutlined key="i" />],
  'awaiting-shipment': ['plain', <InboxOutlined key="i" />],
  'partially-shipped': ['plain', <InboxOutlined key="i" />],
  'awaiting-collection': ['plain', <CarOutlined key="i" />],
  'in-transit': ['plain', <CarOutlined key="i" />],
  delivered: ['done', <CheckCircleOutlined key="i" />],
  completed: ['done', <CheckCircleOutlined key="i" />],
  cancelled: ['quiet', <CloseCircleOutlined key="i" />],
};

export function OrderStatusTag({ status }: { status: OrderStatus }) {
  const { t } = useTranslation();
  const [tone, icon] = ofOrder[status];
  return (
    <Tag tone={tone} icon={icon}>
      {t(`orderStatus.${status}`)}
    </Tag>
  );
}

/** A shop's state with its worst trouble taken in: an active shop that loses money is not simply "active". */
export function ShopStateTag({ shop }: { shop: Pick<Shop, 'state' | 'health'> }) {
  const { t } = useTranslation();
  if (shop.state === 'unbound')
    return (
      <Tag tone="quiet" icon={<CloseCircleOutlined />}>
        {t('shopState.unbound')}
      </Tag>
    );
  if (shop.state === 're-authorise')
    return (
      <Tag tone="losing" icon={<WarningOutlined />}>
        {t('shopState.re-authorise')}
      </Tag>
    );
  const severities = shop.health.troubles.map((trouble) => trouble.severity);
  if (severities.includes('losing'))
    return (
      <Tag tone="losing" icon={<WarningOutlined />}>
        {t('shopState.troubled')}
      </Tag>
    );
  if (severities.length > 0)
    return (
      <Tag tone="soon" icon={<ExclamationCircleOutlined />}>
        {t('shopState.watch')}
      </Tag>
    );
  return (
    <Tag tone="done" icon={<CheckCircleOutlined />}>
      {t('shopState.active')}
    </Tag>
  );
}
