import type { ReturnCase } from '@tradewind/contract/types';
import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { Countdown, Instant } from '../../shared/widgets/instant.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { useStatusName } from './use-names.ts';
import { useReasonName } from './use-reason-name.ts';

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

type Choice = { isChosen: (id: string) => boolean; toggle: (id: string) => void };

/** `choice` null: who only looks chooses nothing. */
export function useColumns(choice: Choice | null): Column<ReturnCase>[] {
  const { t } = useTranslation();
  const statusName = useStatusName();
  const nameOf = useReasonName();
  return [
    {
      key: 'case',
      title: t('returns.columns.case'),
      render: ({ id, kind, channelCaseId, status }) => (
        <span className="return-choice">
          {choice && (
            // The row's own click and Enter open the case.
            <Checkbox
              checked={choice.isChosen(id)}
              onChange={() => choice.toggle(id)}
              onClick={(event) => event.stopPropagation()}
              tabIndex={-1}
              aria-label={t('returns.choose', { number: channelCaseId })}
              data-testid="choose-case"
            />
          )}
          <span className="return-case">
            <span>
              {t(`returns.kinds.${kind}`)} · {statusName(status)}
            </span>
            <span className="muted num">{channelCaseId}</span>
          </span>
        </span>
      ),
    },
    { key: 'shop', title: t('returns.columns.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
    { key: 'reason', title: t('returns.columns.reason'), render: ({ reasonCode, reason }) => nameOf({ code: reasonCode, text: reason }) },
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
