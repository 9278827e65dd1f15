import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  MinusCircleOutlined,
  QuestionCircleOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../shared/api/call.ts';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';

export type DisplayState = Answer<'review-displays.preview'>['state'];

const looks: Record<DisplayState, [Tone, ReactNode]> = {
  off: ['quiet', <MinusCircleOutlined key="i" />],
  planned: ['plain', <ClockCircleOutlined key="i" />],
  unconfirmed: ['soon', <QuestionCircleOutlined key="i" />],
  refused: ['losing', <CloseCircleOutlined key="i" />],
  shown: ['done', <CheckCircleOutlined key="i" />],
};

export function StateTag({ state }: { state: DisplayState }) {
  const { t } = useTranslation();
  const [tone, icon] = looks[state];
  return (
    <Tag tone={tone} icon={icon}>
      {t(`review-sync.states.${state}`)}
    </Tag>
  );
}
