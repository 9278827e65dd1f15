import {
  CarOutlined,
  ClockCircleOutlined,
  EyeOutlined,
  InboxOutlined,
  PauseCircleOutlined,
  SendOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { DeskOrder } from '@tradewind/contract/types';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';

const looks: Record<DeskOrder['bucket'], [Tone, ReactNode]> = {
  unpaid: ['quiet', <ClockCircleOutlined key="i" />],
  'platform-hold': ['quiet', <PauseCircleOutlined key="i" />],
  held: ['soon', <PauseCircleOutlined key="i" />],
  'to-review': ['soon', <EyeOutlined key="i" />],
  'to-pack': ['plain', <InboxOutlined key="i" />],
  'to-ship': ['plain', <SendOutlined key="i" />],
  'waiting-pickup': ['plain', <CarOutlined key="i" />],
  exception: ['losing', <WarningOutlined key="i" />],
};

export function BucketTag({ bucket }: { bucket: DeskOrder['bucket'] }) {
  const { t } = useTranslation();
  const [tone, icon] = looks[bucket];
  return (
    <Tag tone={tone} icon={icon}>
      {t(`desk.buckets.${bucket}`)}
    </Tag>
  );
}
