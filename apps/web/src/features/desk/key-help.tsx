import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { acts } from './acts.ts';

export function KeyHelp({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const rows: [keys: string[], words: string][] = [
    [['j', 'k'], t('desk.help.move')],
    [['x'], t('desk.help.choose')],
    [['Enter'], t('desk.help.open')],
    ...acts.flatMap(({ key, kind }): [string[], string][] => (key ? [[[key], t(`desk.acts.${kind}`)]] : [])),
    [['/'], t('desk.help.search')],
    [['?'], t('desk.help.this')],
  ];
  return (
    <Dialog open title={t('desk.help.title')} footer={null} onCancel={close} width={440}>
      <dl className="shortcut-list" data-testid="desk-help">
        {rows.map(([keys, words]) => (
          <div key={words}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">{t('desk.help.scope')}</p>
    </Dialog>
  );
}
