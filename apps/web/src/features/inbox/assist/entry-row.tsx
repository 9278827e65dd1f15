import { Button, Popconfirm, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../../shared/api/call.ts';
import { useShops } from '../../../shared/api/shops.ts';
import { formatCount } from '../../../shared/money.ts';
import { Instant } from '../../../shared/widgets/instant.tsx';
import { useAct } from '../use-inbox.ts';
import type { Entry } from './entry.ts';

/** `edit` null: who only looks changes nothing. */
export function EntryRow({ entry, edit }: { entry: Entry; edit: (() => void) | null }) {
  const { t, i18n } = useTranslation();
  const { shops } = useShops();
  const { id, title, questions, text, shopIds, isOn, offered, sent, changedBy, changedAt } = entry;
  const params = { knowledgeEntryId: id };
  const turn = useAct((is: boolean) => call('knowledge-entries.set', { params, body: { title, questions, text, shopIds, isOn: is } }));
  const remove = useAct(() => call('knowledge-entries.remove', { params }));
  const names = shops.filter((shop) => shopIds.includes(shop.id)).map(({ name }) => name);
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <li className="knowledge-row" data-testid="knowledge-entry" data-title={title}>
      <div className="knowledge-row-head">
        <h3>{title}</h3>
        <Switch
          size="small"
          checked={isOn}
          disabled={!edit}
          loading={turn.isPending}
          aria-label={t('assist.page.on', { title })}
          onChange={(is) => turn.mutate(is)}
        />
        <span className="muted">{shopIds.length === 0 ? t('assist.page.allShops') : names.join(', ')}</span>
      </div>
      {questions.length > 0 && (
        <p className="muted" dir="auto">
          {questions.join(' · ')}
        </p>
      )}
      <p className="knowledge-text" dir="auto">
        {text}
      </p>
      <p className="muted">
        {t('assist.page.usage', { offered: count(offered), sent: count(sent) })} · {changedBy} <Instant at={changedAt} />
      </p>
      {edit && (
        <p className="knowledge-row-head">
          <Button size="small" onClick={edit} data-testid="edit-entry">
            {t('assist.page.change')}
          </Button>
          <Popconfirm title={t('assist.page.removeSure')} onConfirm={() => remove.mutate(undefined)}>
            <Button size="small" danger loading={remove.isPending}>
              {t('assist.page.remove')}
            </Button>
          </Popconfirm>
        </p>
      )}
    </li>
  );
}
