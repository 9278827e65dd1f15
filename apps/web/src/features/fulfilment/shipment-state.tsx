import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  LoadingOutlined,
  PauseCircleOutlined,
  QuestionCircleOutlined,
  StopOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';
import type { Shipment, ShipmentRun } from './use-shipping.ts';

const looks: Record<Shipment['state'], [Tone, ReactNode]> = {
  planned: ['plain', <ClockCircleOutlined key="i" />],
  sent: ['plain', <LoadingOutlined key="i" />],
  unknown: ['soon', <QuestionCircleOutlined key="i" />],
  shipped: ['done', <CheckCircleOutlined key="i" />],
  rejected: ['losing', <CloseCircleOutlined key="i" />],
  'kept-back': ['soon', <PauseCircleOutlined key="i" />],
  cancelled: ['quiet', <StopOutlined key="i" />],
};
/** The way of a parcel, from the wish to its end. */
export const shipmentStates = ['planned', 'sent', 'unknown', 'shipped', 'kept-back', 'rejected', 'cancelled'] as const;

export function ShipmentStateTag({ state }: Pick<Shipment, 'state'>) {
  const { t } = useTranslation();
  const [tone, icon] = looks[state];
  return (
    <Tag tone={tone} icon={icon}>
      {t(`fulfilment.states.${state}`)}
    </Tag>
  );
}

export const openOf = ({ counts }: ShipmentRun): number => (counts.planned ?? 0) + (counts.sent ?? 0) + (counts.unknown ?? 0);
export const totalOf = ({ counts }: ShipmentRun): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
