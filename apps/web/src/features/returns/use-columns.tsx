import type { ReturnCase } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { Countdown, Instant } from '../../shared/widgets/instant.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { useStatusName } from './use-names.ts';

const answerTones = {
  planned: 'plain',
  sent: 'plain',
  unknown: 'soon',
  confirmed: 'done',
  rejected: 'losing',
  overtaken: 'quiet',
} as const;

export function AnswerTag({ state }: { state: keyof typeof answerTones }) {
  const { t } = useTranslation();
  return <Tag tone={answerTones[state]}>{t(`returns.answerStates.${state}`)}</Tag>;
}

export function useColumns(): Column<ReturnCase>[] {
  const { t } = useTranslation();
  const statusName = useStatusName();
  return [
    {
      key: 'case',
      title: t('returns.columns.case'),
      render: ({ kind, channelCaseId, status }) => (
        <span className="return-case">
          <span>
            {t(`returns.kinds.${kind}`)} · {statusName(status)}
          </span>
          <span className="muted num">{channelCaseId}</span>
        </span>
      ),
    },
    { key: 'shop', title: t('returns.columns.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
    { key: 'reason', title: t('returns.columns.reason'), render: ({ reason }) => reason },
    { key: 'refund', title: t('returns.columns.refund'), isNumber: true, render: ({ refund }) => <Money value={refund} /> },
    {
      key: 'until',
      title: t('returns.columns.until'),
      render: ({ respondBy, dispute, shop }) => {
        const until = respondBy ?? (dispute?.state === 'open' ? dispute.decideBy : null);
        return until ? <Countdown at={until} shopZone={shop.timeZone} /> : <span className="muted">–</span>;
      },
    },
    {
      key: 'answer',
      title: t('returns.columns.answer'),
      render: ({ answer }) => (answer ? <AnswerTag state={answer.state} /> : <span className="muted">–</span>),
    },
    {
      key: 'updated',
      title: t('returns.columns.updated'),
      render: ({ updatedAt, shop }) => <Instant at={updatedAt} shopZone={shop.timeZone} />,
    },
  ];
}
