import type { QualificationDocument } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { formatDay, formatSpan, nowMs } from '../../shared/time.ts';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';

const DAY_MS = 86_400_000;
const SOON_MS = 30 * DAY_MS;

const yearly = { year: 'numeric', month: 'short', day: 'numeric' } as const;

/** How long a paper is still good, and its last day as it stands on it. */
export function Validity({ document }: { document: QualificationDocument }) {
  const { t, i18n } = useTranslation();
  const { validFrom, validUntil, expiresAt } = document;
  const now = nowMs();
  if (expiresAt === null || validUntil === null) {
    return <span className="muted">{t('compliance.vault.noEnd')}</span>;
  }
  const left = Date.parse(expiresAt) - now;
  const span = formatSpan(Math.abs(left) / 1000, i18n.language);
  const isWaiting = validFrom !== null && Date.parse(`${validFrom}T00:00:00Z`) > now + DAY_MS;
  const [tone, words]: [Tone, string] =
    left <= 0
      ? ['losing', t('compliance.vault.ended', { span })]
      : isWaiting
        ? ['plain', t('compliance.vault.begins', { day: formatDay(validFrom, i18n.language, yearly) })]
        : [left <= SOON_MS ? 'soon' : 'done', t('compliance.vault.left', { span })];
  return (
    <span className="validity">
      <Tag tone={tone}>{words}</Tag>
      <span className="cell-second num">{formatDay(validUntil, i18n.language, yearly)}</span>
    </span>
  );
}

const tones = { approved: 'done', pending: 'soon', rejected: 'quiet' } as const satisfies Record<QualificationDocument['status'], Tone>;

export function DocumentStatus({ status }: { status: QualificationDocument['status'] }) {
  const { t } = useTranslation();
  return <Tag tone={tones[status]}>{t(`compliance.status.${status}`)}</Tag>;
}
