import { Button, Select, Space } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/money.ts';
import { type Act, acts } from './acts.ts';
import { useChoices } from './use-desk.ts';

export type Choice = {
  ids: ReadonlySet<string>;
  /** Not only those shown: whatever matches when the act begins. */
  isAll: boolean;
};
type Props = {
  choice: Choice;
  /** Whether there is more than what is shown. */
  isMore: boolean;
  chooseAll: () => void;
  drop: () => void;
  begin: (act: Act) => void;
  assign: (memberId: string | null) => void;
  /** What is done with the chosen orders away from the desk. */
  actions: ReactNode;
};

/** What is done to all that are chosen; it stays in sight while the table scrolls. */
export function DeskBulkBar({ choice, isMore, chooseAll, drop, begin, assign, actions }: Props) {
  const { t, i18n } = useTranslation();
  const members = useChoices()?.members ?? [];
  const shown = formatCount(choice.ids.size, i18n.language);
  return (
    <section className="desk-bulk" aria-label={t('desk.bulk.title')} data-testid="desk-bulk">
      <span role="status">{choice.isAll ? t('desk.bulk.all') : t('desk.bulk.chosen', { count: choice.ids.size, shown })}</span>
      <Space wrap>
        {!choice.isAll && isMore && (
          <Button size="small" type="link" onClick={chooseAll} data-testid="choose-all">
            {t('desk.bulk.chooseAll')}
          </Button>
        )}
        <Button size="small" type="text" onClick={drop} data-testid="drop-choice">
          {t('desk.bulk.drop')}
        </Button>
        {acts.map((act) => (
          <Button key={act.kind} size="small" onClick={() => begin(act)} data-testid={`desk-act-${act.kind}`}>
            {t(`desk.acts.${act.kind}`)} {act.key && <kbd aria-hidden>{act.key}</kbd>}
          </Button>
        ))}
        <Select
          size="small"
          className="desk-choice"
          aria-label={t('desk.acts.assign')}
          placeholder={t('desk.acts.assign')}
          popupMatchSelectWidth={false}
          value={null}
          options={[{ value: '', label: t('desk.bulk.nobody') }, ...members.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={(memberId: string) => assign(memberId || null)}
        />
        {actions}
      </Space>
    </section>
  );
}
