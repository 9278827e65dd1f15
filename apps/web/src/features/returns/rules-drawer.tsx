import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReturnRule } from '@tradewind/contract/types';
import { Button, Drawer, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { formatCount, formatMoney } from '../../shared/money.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { RuleForm } from './rule-form.tsx';

/** Rules that answer by themselves: kept, tried on the last 30 days, then live. */
export function RulesDrawer({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const mayWrite = useCan('returns:write');
  const [isAdding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery(apiQuery('return-rules.list', {}));
  return (
    <Drawer open onClose={close} size={isPhone ? '100%' : 560} title={t('returns.rules.title')}>
      <div className="drawer-body" data-testid="return-rules">
        <p className="muted">{t('returns.rules.text')}</p>
        {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
        {!error && !data && <SkeletonRows rows={4} label={t('common.loading')} />}
        {data?.items.length === 0 && <p className="muted">{t('returns.rules.none')}</p>}
        <ul className="return-list">
          {data?.items.map((rule) => (
            <Rule key={rule.id} rule={rule} mayWrite={mayWrite} />
          ))}
        </ul>
        {mayWrite && isAdding && <RuleForm rule={null} done={() => setAdding(false)} />}
        {mayWrite && !isAdding && (
          <Button type="primary" onClick={() => setAdding(true)} data-testid="return-rule-new">
            {t('returns.rules.new')}
          </Button>
        )}
      </div>
    </Drawer>
  );
}

function Rule({ rule, mayWrite }: { rule: ReturnRule; mayWrite: boolean }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const params = { returnRuleId: rule.id };
  const { version } = rule;
  const refresh = () => client.invalidateQueries({ queryKey: ['return-rules.list'] });
  const trial = useMutation({ mutationFn: () => call('return-rules.try', { params, body: { version } }), onSuccess: refresh });
  const live = useMutation({
    mutationFn: (isLive: boolean) => call('return-rules.switch', { params, body: { version, isLive } }),
    onSuccess: refresh,
  });
  const count = (value: number) => formatCount(value, i18n.language);
  const failed = trial.error ?? live.error;
  const { shops } = useShops();
  const [isEditing, setEditing] = useState(false);
  if (isEditing)
    return (
      <li data-testid="return-rule">
        <RuleForm rule={rule} done={() => setEditing(false)} />
      </li>
    );
  const reach = [
    shops.find(({ id }) => id === rule.shopId)?.name ?? t('returns.rules.everyShop'),
    rule.windowDays === null ? null : t('returns.rules.within', { count: rule.windowDays }),
  ];
  return (
    <li data-testid="return-rule">
      <strong>{rule.name}</strong> · {t(`returns.acts.${rule.act}`)} · {formatMoney(rule.maximum, i18n.language)}
      <p className="muted">{reach.filter(Boolean).join(' · ')}</p>
      <p className="muted">{t('returns.rules.used', { count: rule.used.count, amount: formatMoney(rule.used.amount, i18n.language) })}</p>
      {mayWrite && (
        <p>
          <Button loading={trial.isPending} onClick={() => trial.mutate()} data-testid="rule-try">
            {t('returns.rules.try')}
          </Button>{' '}
          <Switch
            aria-label={`${t('returns.rules.live')}: ${rule.name}`}
            checked={rule.isLive}
            disabled={rule.triedAt === null}
            loading={live.isPending}
            onChange={(next) => live.mutate(next)}
          />{' '}
          {t('returns.rules.live')}{' '}
          <Button type="link" onClick={() => setEditing(true)} data-testid="rule-edit">
            {t('returns.rules.edit')}
          </Button>
        </p>
      )}
      {trial.data && (
        <p data-testid="rule-tried">
          {t('returns.rules.tried', {
            ...{ cases: count(trial.data.cases), answered: count(trial.data.answered), held: count(trial.data.held) },
            cost: formatMoney(trial.data.cost, i18n.language),
          })}
        </p>
      )}
      {failed && <ErrorPanel error={failed} />}
    </li>
  );
}
