import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  EditOutlined,
  ExclamationCircleOutlined,
  SendOutlined,
  StopOutlined,
} from '@ant-design/icons';
import type { Opening, OpeningVerdict } from '@tradewind/contract/types';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';
import { useOpeningWords } from './use-opening-words.ts';

const ofStatus: Record<Opening['status'], [Tone, ReactNode]> = {
  draft: ['quiet', <EditOutlined key="i" />],
  submitting: ['plain', <SendOutlined key="i" />],
  submitted: ['plain', <SendOutlined key="i" />],
  'in-review': ['plain', <ClockCircleOutlined key="i" />],
  'needs-documents': ['soon', <ExclamationCircleOutlined key="i" />],
  rejected: ['soon', <StopOutlined key="i" />],
  approved: ['done', <CheckCircleOutlined key="i" />],
  open: ['done', <CheckCircleOutlined key="i" />],
};

/** An open shop is only done when it is bound. */
export function OpeningStatusTag({ opening }: { opening: Pick<Opening, 'status' | 'openedShop'> }) {
  const { t } = useTranslation();
  const { status, openedShop } = opening;
  const [tone, icon] = ofStatus[status];
  if (status !== 'open')
    return (
      <Tag tone={tone} icon={icon}>
        {t(`openings.status.${status}`)}
      </Tag>
    );
  return openedShop?.shop ? (
    <Tag tone="done" icon={<CheckCircleOutlined />}>
      {t('openings.status.bound')}
    </Tag>
  ) : (
    <Tag tone="soon" icon={<ExclamationCircleOutlined />}>
      {t('openings.status.open')}
    </Tag>
  );
}

const ofPath = { instant: 'done', 'fast-review': 'plain', 'full-review': 'soon', blocked: 'quiet' } as const satisfies Record<
  OpeningVerdict['path'],
  Tone
>;

export function PathTag({ path }: { path: OpeningVerdict['path'] }) {
  const { t } = useTranslation();
  return <Tag tone={ofPath[path]}>{t(`openings.paths.${path}`)}</Tag>;
}

/** Says once what the stars mean. */
export function EstimateNote({ verdicts }: { verdicts: readonly (Pick<OpeningVerdict, 'expected'> | null)[] }) {
  const { t } = useTranslation();
  if (!verdicts.some((verdict) => verdict?.expected?.basis === 'decision')) return null;
  return <p className="opening-words muted opening-notes">* {t('openings.time.estimate')}</p>;
}

/** The way and how long it takes, one below the other. */
export function PathCell({ verdict }: { verdict: Pick<OpeningVerdict, 'path' | 'expected'> }) {
  const { t } = useTranslation();
  const expected = useOpeningWords().expectedText(verdict.expected);
  return (
    <span className="opening-stack">
      <PathTag path={verdict.path} />
      {expected && (
        <span className="cell-second" title={expected.isEstimate ? t('openings.time.estimate') : undefined}>
          {expected.text}
          {expected.isEstimate && '*'}
        </span>
      )}
    </span>
  );
}
