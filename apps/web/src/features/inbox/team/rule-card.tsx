import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import type { AssignmentRuleView } from '@tradewind/contract/types';
import { Button, Popconfirm, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../../shared/api/call.ts';
import { formatCount } from '../../../shared/money.ts';
import { Instant } from '../../../shared/widgets/instant.tsx';
import { useAct } from '../use-inbox.ts';
import { fieldsOf } from './rule-fields.ts';
import { useRuleWords } from './use-rule-words.ts';

/** `edit` null: who only looks changes nothing. */
type Props = { rule: AssignmentRuleView; edit: (() => void) | null; up: (() => void) | null; down: (() => void) | null };

export function RuleCard({ rule, edit, up, down }: Props) {
  const { t, i18n } = useTranslation();
  const { id, name, isLive, given, version, changedBy, changedAt } = rule;
  const { meets, gives } = useRuleWords()(rule);
  const params = { assignmentRuleId: id };
  const turn = useAct((is: boolean) => call('assignment-rules.set', { params, body: { ...fieldsOf(rule), version, isLive: is } }));
  const remove = useAct(() => call('assignment-rules.remove', { params }));
  return (
    <li className="team-rule" data-testid="assignment-rule" data-name={name} data-live={isLive}>
      <div className="team-rule-head">
        <h3>{name}</h3>
        <Switch
          size="small"
          checked={isLive}
          disabled={!edit}
          loading={turn.isPending}
          aria-label={t('inbox-team.rules.liveName', { name })}
          onChange={(is) => turn.mutate(is)}
        />
      </div>
      <p>
        <span className="muted">{t('inbox-team.rules.if')}</span> {meets} <span className="muted">{t('inbox-team.rules.then')}</span>{' '}
        {gives}
      </p>
      <p className="muted">
        {t('inbox-team.rules.given', { count: given, shown: formatCount(given, i18n.language) })} · {changedBy} <Instant at={changedAt} />
      </p>
      {edit && (
        <div className="team-acts">
          <Button size="small" onClick={edit} data-testid="edit-assignment-rule">
            {t('inbox-team.rules.change')}
          </Button>
          <Popconfirm title={t('inbox-team.rules.removeSure')} onConfirm={() => remove.mutate(undefined)}>
            <Button size="small" danger loading={remove.isPending}>
              {t('inbox-team.rules.remove')}
            </Button>
          </Popconfirm>
          <span>
            <Button
              size="small"
              type="text"
              icon={<ArrowUpOutlined />}
              disabled={!up}
              aria-label={t('inbox-team.rules.up', { name })}
              onClick={() => up?.()}
            />
            <Button
              size="small"
              type="text"
              icon={<ArrowDownOutlined />}
              disabled={!down}
              aria-label={t('inbox-team.rules.down', { name })}
              onClick={() => down?.()}
            />
          </span>
        </div>
      )}
    </li>
  );
}
