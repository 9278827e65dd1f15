import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  EditOutlined,
  ExclamationCircleOutlined,
  LoadingOutlined,
  LockOutlined,
  StopOutlined,
} from '@ant-design/icons';
import type { Publication } from '@tradewind/contract/types';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';

const looks: Record<Publication['state'], [Tone, ReactNode]> = {
  draft: ['quiet', <EditOutlined key="i" />],
  incomplete: ['soon', <ExclamationCircleOutlined key="i" />],
  sending: ['plain', <LoadingOutlined key="i" />],
  'under-review': ['plain', <ClockCircleOutlined key="i" />],
  live: ['done', <CheckCircleOutlined key="i" />],
  rejected: ['losing', <CloseCircleOutlined key="i" />],
  locked: ['losing', <LockOutlined key="i" />],
  off: ['quiet', <StopOutlined key="i" />],
};
/** The ladder, from the first step to the last. */
export const publicationStates = ['draft', 'incomplete', 'sending', 'under-review', 'live', 'rejected', 'locked', 'off'] as const;

export function PublicationState({ state }: Pick<Publication, 'state'>) {
  const { t } = useTranslation();
  const [tone, icon] = looks[state];
  return (
    <Tag tone={tone} icon={icon}>
      {t(`listings.states.${state}`)}
    </Tag>
  );
}
