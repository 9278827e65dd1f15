import { Button, Form, Input, type InputRef, Space } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import type { AskingAct } from './acts.ts';
import { useChoices } from './use-desk.ts';

type Props = { act: AskingAct; count: string; give: (words: string) => void; close: () => void };
const OFFERED = 8;

/** Asks for the reason, the tag or the note, and offers what is usual. Enter gives it. */
export function WordsDialog({ act, count, give, close }: Props) {
  const { t } = useTranslation();
  const choices = useChoices();
  const [words, setWords] = useState('');
  const field = useRef<InputRef>(null);
  // The dialog gives the focus to its first button as it opens; whoever asked by a key goes on typing.
  useEffect(() => {
    const frame = requestAnimationFrame(() => field.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  const isTag = act.kind === 'add-tag' || act.kind === 'remove-tag';
  const usual = isTag ? (choices?.tags ?? []) : act.kind === 'hold' ? t('desk.usualReasons').split('|') : [];
  const given = words.trim();
  return (
    <Dialog open title={t(`desk.acts.${act.kind}`)} onCancel={close} footer={null} width={440}>
      <Form onFinish={() => given !== '' && give(given)} data-testid="desk-words-form">
        <p className="muted">{count}</p>
        <div className="desk-words-label">
          <label htmlFor="desk-words">{t(`desk.words.${act.kind}`)}</label>
          <Input
            id="desk-words"
            ref={field}
            autoComplete="off"
            maxLength={act.words.max}
            value={words}
            onChange={({ target }) => setWords(target.value)}
          />
          <Space wrap size={4}>
            {usual.slice(0, OFFERED).map((offered) => (
              <Button key={offered} size="small" onClick={() => setWords(offered)}>
                {offered}
              </Button>
            ))}
          </Space>
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
