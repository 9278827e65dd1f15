import { AutoComplete, Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import type { AskingAct } from './acts.ts';
import { useChoices } from './use-desk.ts';

type Props = { act: AskingAct; count: string; give: (words: string) => void; close: () => void };

/** Asks for the reason, the tag or the note. Enter gives it. */
export function WordsDialog({ act, count, give, close }: Props) {
  const { t } = useTranslation();
  const choices = useChoices();
  const [words, setWords] = useState('');
  const isTag = act.kind === 'add-tag' || act.kind === 'remove-tag';
  const usual = t('desk.usualReasons').split('|');
  const options = (isTag ? (choices?.tags ?? []) : act.kind === 'hold' ? usual : []).map((value) => ({ value }));
  const given = words.trim();
  return (
    <Dialog open title={t(`desk.acts.${act.kind}`)} onCancel={close} footer={null} width={440} destroyOnHidden>
      <Form onFinish={() => given !== '' && give(given)} data-testid="desk-words-form">
        <p className="muted">{count}</p>
        <div className="desk-words-label">
          <label htmlFor="desk-words">{t(`desk.words.${act.kind}`)}</label>
          <AutoComplete
            id="desk-words"
            autoFocus
            defaultActiveFirstOption={false}
            options={options}
            showSearch={{
              filterOption: (typed, option) =>
                String(option?.value ?? '')
                  .toLowerCase()
                  .includes(typed.toLowerCase()),
            }}
            value={words}
            maxLength={act.words.max}
            onChange={setWords}
            data-testid="desk-words"
          />
        </div>
        <div className="desk-words-foot">
          <Button type="primary" htmlType="submit" disabled={given === ''} data-testid="desk-words-give">
            {t(`desk.acts.${act.kind}`)}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
