import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/widgets/dialog.tsx';

export function KeyHelp({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const rows: [keys: string[], words: string][] = [
    [['j', 'k'], t('inbox.keys.move')],
    [['r'], t('inbox.keys.reply')],
    [['s'], t('inbox.replies.title')],
    [['a'], t('assist.suggest')],
    [['m'], t('inbox-team.keys.macros')],
    [['1', '…', '9'], t('inbox-team.keys.macro')],
    [['l'], t('inbox-team.keys.label')],
    [['e'], t('inbox.keys.done')],
    [['n'], t('inbox.keys.note')],
    [['/'], t('inbox.keys.search')],
    [['Esc'], t('inbox.keys.leave')],
    [['?'], t('inbox.keys.this')],
  ];
  return (
    <Dialog open title={t('inbox.keys.title')} footer={null} onCancel={close} width={440}>
      <dl className="shortcut-list" data-testid="inbox-help">
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
    </Dialog>
  );
}
