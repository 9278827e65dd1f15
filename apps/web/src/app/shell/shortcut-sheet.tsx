import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { pages } from './pages.tsx';

export function ShortcutSheet({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const rows: [keys: string[], text: string][] = [
    [['Ctrl / ⌘', 'K'], t('shell.sheet.palette')],
    [['?'], t('shell.sheet.sheet')],
    ...pages.map((page): [string[], string] => [['g', page.jump], t('shell.sheet.goTo', { page: t(`nav.${page.key}`) })]),
    [['Enter'], t('shell.sheet.open')],
    [['Esc'], t('shell.sheet.close')],
  ];
  return (
    <Dialog open title={t('shell.sheet.title')} footer={null} onCancel={close} width={440}>
      <dl className="shortcut-list">
        {rows.map(([keys, text]) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">{t('shell.sheet.off')}</p>
    </Dialog>
  );
}
