import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReviewDecision, ReviewRule } from '@tradewind/contract/types';
import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { useRuleWords } from './use-rule-words.ts';

/** What a rule said of orders, newest first: which it met and why, what was done, and what it could not know. */
export function Decisions({ rule, close }: { rule: ReviewRule; close: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const query = useInfiniteQuery({
    queryKey: ['review-decisions.list', rule.id],
    queryFn: ({ pageParam, signal }) =>
      call('review-decisions.list', { params: { reviewRuleId: rule.id }, query: { limit: 50, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  return (
    <Drawer open onClose={close} size={isPhone ? '100%' : 760} title={t('review-rules.decisions.title', { name: rule.name })}>
      <div className="drawer-body" data-testid="decisions">
        <KeysetTable
          caption={t('review-rules.decisions.open')}
          columns={useColumns()}
          query={query}
          rowKey={({ id }) => id}
          rowData={({ channelOrderId, outcome }) => ({
            ...{ 'data-testid': 'decision', 'data-outcome': outcome, 'data-channel-order-id': channelOrderId },
          })}
          empty={<EmptyState kind="first-use" title={t('review-rules.decisions.none')} text={t('review-rules.decisions.noneText')} />}
        />
      </div>
    </Drawer>
  );
}

const tones = { hit: 'soon', unknown: 'plain', failed: 'losing' } as const;

function useColumns(): Column<ReviewDecision>[] {
  const { t } = useTranslation();
  const words = useRuleWords();
  return [
    {
      key: 'order',
      title: t('desk.columns.order'),
      render: ({ orderId, channelOrderId }) => (
        <Link to="/orders/$orderId" params={{ orderId }} className="num">
          {channelOrderId}
        </Link>
      ),
    },
    {
      key: 'outcome',
      title: t('review-rules.decisions.outcome'),
      render: ({ outcome }) => <Tag tone={tones[outcome]}>{t(`review-rules.outcomes.${outcome}`)}</Tag>,
    },
    {
      key: 'why',
      title: t('review-rules.why'),
      render: ({ conditions }) => <span className="review-why">{conditions.map(words.verdict).join(' · ') || '–'}</span>,
    },
    {
      key: 'acts',
      title: t('review-rules.form.then'),
      render: ({ acts }) =>
        acts
          .map(({ action, outcome }) =>
            outcome === 'done' ? words.action(action) : `${words.action(action)} (${t(`review-rules.actOutcomes.${outcome}`)})`,
          )
          .join(', ') || '–',
    },
    { key: 'at', title: t('review-rules.decisions.at'), render: ({ at }) => <Instant at={at} /> },
  ];
}
