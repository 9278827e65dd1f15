import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReviewRule } from '@tradewind/contract/types';
import { Button, Popconfirm, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { useRuleWords } from './use-rule-words.ts';

type Move = { up: (() => void) | null; down: (() => void) | null };
type Props = {
  rule: ReviewRule;
  /** Null: who only looks changes nothing. */
  move: Move | null;
  edit: () => void;
  tryIt: () => void;
  showDecisions: () => void;
};

/** One rule: what it says, whether it looks at orders, and what it met lately. */
export function RuleCard({ rule, move, edit, tryIt, showDecisions }: Props) {
  const { t, i18n } = useTranslation();
  const words = useRuleWords();
  const isWaiting = rule.liveVersion !== null && rule.liveVersion !== rule.version;
  return (
    <li className="review-rule" data-testid="review-rule" data-name={rule.name} data-live={rule.liveVersion ?? ''}>
      <div className="review-rule-head">
        <h3>{rule.name}</h3>
        <Tag tone={rule.liveVersion === null ? 'quiet' : 'done'}>
          {t(rule.liveVersion === null ? 'review-rules.off' : 'review-rules.on')}
        </Tag>
        {isWaiting && <Tag tone="soon">{t('review-rules.changeWaits')}</Tag>}
        {rule.isLast && <Tag tone="plain">{t('review-rules.last')}</Tag>}
      </div>
      <p>
        <span className="muted">{t('review-rules.form.if')}</span> {rule.conditions.map(words.condition).join(` ${t('review-rules.and')} `)}
      </p>
      <p>
        <span className="muted">{t('review-rules.form.then')}</span> {rule.actions.map(words.action).join(', ')}
      </p>
      <p className="muted">
        {t('review-rules.hits', { count: rule.hits, shown: formatCount(rule.hits, i18n.language) })} · {rule.changedBy}{' '}
        <Instant at={rule.changedAt} />
      </p>
      <div className="review-acts">
        {move && <LiveSwitch rule={rule} isWaiting={isWaiting} />}
        {move && (
          <Button size="small" onClick={tryIt} data-testid="try-review-rule">
            {t('review-rules.try')}
          </Button>
        )}
        <Button size="small" onClick={showDecisions} data-testid="rule-decisions">
          {t('review-rules.decisions.open')}
        </Button>
        {move && (
          <Button size="small" onClick={edit} data-testid="edit-review-rule">
            {t('review-rules.form.change')}
          </Button>
        )}
        {move && <Remove ruleId={rule.id} />}
        {move && <MoveButtons name={rule.name} move={move} />}
      </div>
    </li>
  );
}

function MoveButtons({ name, move: { up, down } }: { name: string; move: Move }) {
  const { t } = useTranslation();
  return (
    <span>
      <Button
        size="small"
        type="text"
        icon={<ArrowUpOutlined />}
        disabled={!up}
        aria-label={t('review-rules.up', { name })}
        onClick={() => up?.()}
      />
      <Button
        size="small"
        type="text"
        icon={<ArrowDownOutlined />}
        disabled={!down}
        aria-label={t('review-rules.down', { name })}
        onClick={() => down?.()}
      />
    </span>
  );
}

/** A version that nobody tried goes live only by a word more. */
function LiveSwitch({ rule, isWaiting }: { rule: ReviewRule; isWaiting: boolean }) {
  const { t } = useTranslation();
  const turn = useSwitch(rule);
  const isLive = rule.liveVersion !== null;
  const on = (
    <Switch
      checked={isLive}
      loading={turn.isPending}
      aria-label={`${t('review-rules.live')}: ${rule.name}`}
      data-testid="review-rule-live"
      onChange={(next) => (!next || rule.triedAt !== null) && turn.mutate({ isLive: next, isUntried: false })}
    />
  );
  return (
    <span className="review-live">
      {isLive || rule.triedAt !== null ? (
        on
      ) : (
        <Popconfirm title={t('review-rules.untried')} onConfirm={() => turn.mutate({ isLive: true, isUntried: true })}>
          {on}
        </Popconfirm>
      )}{' '}
      {t('review-rules.live')}{' '}
      {isWaiting && (
        <Button size="small" disabled={rule.triedAt === null} onClick={() => turn.mutate({ isLive: true, isUntried: false })}>
          {t('review-rules.takeChange')}
        </Button>
      )}
      {turn.isError && <ErrorPanel error={turn.error} />}
    </span>
  );
}

export function useSwitch({ id, version }: ReviewRule) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (how: { isLive: boolean; isUntried: boolean }) =>
      call('review-rules.switch', { params: { reviewRuleId: id }, body: { version, ...how } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['review-rules.list'] }),
  });
}

function Remove({ ruleId }: { ruleId: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call('review-rules.remove', { params: { reviewRuleId: ruleId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['review-rules.list'] }),
  });
  return (
    <>
      <Popconfirm title={t('review-rules.removeSure')} onConfirm={() => remove.mutate()}>
        <Button size="small" danger loading={remove.isPending}>
          {t('review-rules.remove')}
        </Button>
      </Popconfirm>
      {remove.isError && <ErrorPanel error={remove.error} />}
    </>
  );
}
