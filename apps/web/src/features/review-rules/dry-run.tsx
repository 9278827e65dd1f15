import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReviewDryRun, ReviewDryRunRow, ReviewRule } from '@tradewind/contract/types';
import { Button, Drawer, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery, call } from '../../shared/api/call.ts';
import { formatCount, formatMoney } from '../../shared/money.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { FilterChips } from '../../shared/widgets/filter-chips.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { useSwitch } from './rule-card.tsx';
import { useRuleWords } from './use-rule-words.ts';

type Props = { rule: ReviewRule; close: () => void };

/** What a rule would have done to the orders of the last 30 days; nothing is done to them. It may be left and come back to. */
export function DryRunDrawer({ rule, close }: Props) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const client = useQueryClient();
  const begin = useMutation({
    mutationFn: () => call('review-dry-runs.create', { params: { reviewRuleId: rule.id }, body: { version: rule.version } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['review-rules.list'] }),
  });
  const runId = begin.data?.id ?? rule.dryRun?.id ?? null;
  return (
    <Drawer open onClose={close} size={isPhone ? '100%' : 760} title={t('review-rules.dryRun.title', { name: rule.name })}>
      <div className="drawer-body" data-testid="dry-run">
        <p className="muted">{t('review-rules.dryRun.text')}</p>
        {begin.isError && <ErrorPanel error={begin.error} />}
        <p className="review-acts">
          <Button type={runId ? 'default' : 'primary'} loading={begin.isPending} onClick={() => begin.mutate()} data-testid="dry-run-begin">
            {t(runId ? 'review-rules.dryRun.again' : 'review-rules.dryRun.begin')}
          </Button>
        </p>
        {runId && <Run key={runId} runId={runId} rule={rule} close={close} />}
      </div>
    </Drawer>
  );
}

function Run({ runId, rule, close }: Props & { runId: string }) {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery({
    ...apiQuery('review-dry-runs.get', { params: { reviewDryRunId: runId } }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1_000 : false),
  });
  const cancel = useMutation({
    mutationFn: () => call('review-dry-runs.cancel', { params: { reviewDryRunId: runId } }),
    onSuccess: () => refetch(),
  });
  const turn = useSwitch(rule);
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return null;
  const count = (value: number) => formatCount(value, i18n.language);
  const isLive = rule.liveVersion === rule.version;
  return (
    <>
      <div data-testid="dry-run-state" data-state={data.state} data-hits={data.hits}>
        <Progress percent={Math.floor((data.done / Math.max(1, data.total)) * 100)} aria-label={t('review-rules.dryRun.progress')} />
        <p role="status">
          {t('review-rules.dryRun.found', { hits: count(data.hits), done: count(data.done), unknown: count(data.unknown) })}
        </p>
        <Profits run={data} />
      </div>
      <p className="review-acts">
        {data.state === 'running' && (
          <Button loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('review-rules.dryRun.cancel')}
          </Button>
        )}
        {data.state === 'done' && !isLive && (
          <Button
            type="primary"
            loading={turn.isPending}
            onClick={() => turn.mutate({ isLive: true, isUntried: false }, { onSuccess: close })}
            data-testid="dry-run-live"
          >
            {t('review-rules.dryRun.goLive')}
          </Button>
        )}
      </p>
      {turn.isError && <ErrorPanel error={turn.error} />}
      {data.state !== 'running' && data.hits + data.unknown > 0 && <Rows run={data} />}
    </>
  );
}

function Profits({ run: { profits } }: { run: ReviewDryRun }) {
  const { t, i18n } = useTranslation();
  if (profits.length === 0) return null;
  return (
    <p>
      {t('review-rules.dryRun.profit')}{' '}
      {profits.map(({ profit, orders }) => `${formatMoney(profit, i18n.language)} (${formatCount(orders, i18n.language)})`).join(' · ')}
    </p>
  );
}

const outcomes = ['hit', 'unknown'] as const;

function Rows({ run: { id, hits, unknown } }: { run: ReviewDryRun }) {
  const { t, i18n } = useTranslation();
  const [outcome, setOutcome] = useState<(typeof outcomes)[number]>(hits > 0 ? 'hit' : 'unknown');
  const counts = { hit: hits, unknown };
  const query = useInfiniteQuery({
    queryKey: ['review-dry-runs.rows', id, outcome],
    queryFn: ({ pageParam, signal }) =>
      call('review-dry-runs.rows', { params: { reviewDryRunId: id }, query: { outcome, limit: 50, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  return (
    <>
      <FilterChips
        label={t('review-rules.dryRun.rows')}
        name="dry-run"
        chips={outcomes.map((key) => ({
          key,
          content: `${t(`review-rules.outcomes.${key}`)} ${formatCount(counts[key], i18n.language)}`,
        }))}
        chosen={outcome}
        choose={(next) => setOutcome(next ?? 'hit')}
      />
      <KeysetTable
        caption={t('review-rules.dryRun.rows')}
        columns={useColumns()}
        query={query}
        rowKey={({ orderId }) => orderId}
        rowData={({ channelOrderId }) => ({ 'data-testid': 'dry-run-row', 'data-channel-order-id': channelOrderId })}
        empty={<EmptyState kind="no-match" title={t('review-rules.dryRun.none')} text={t('review-rules.dryRun.noneText')} />}
      />
    </>
  );
}

function useColumns(): Column<ReviewDryRunRow>[] {
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
    { key: 'shop', title: t('desk.columns.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
    { key: 'total', title: t('desk.columns.total'), isNumber: true, render: ({ total }) => <Money value={total} /> },
    {
      key: 'profit',
      title: t('review-rules.conditions.profit'),
      isNumber: true,
      render: ({ profit }) => (profit ? <Money value={profit} /> : <span className="muted">–</span>),
    },
    {
      key: 'why',
      title: t('review-rules.why'),
      render: ({ conditions }) => <span className="review-why">{conditions.map(words.verdict).join(' · ')}</span>,
    },
    { key: 'at', title: t('review-rules.orderedAt'), render: ({ orderedAt, shop }) => <Instant at={orderedAt} shopZone={shop.timeZone} /> },
  ];
}
