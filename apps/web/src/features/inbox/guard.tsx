import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer, apiQuery } from '../../shared/api/call.ts';
import { withoutPlaces } from './marks.ts';

export type Verdict = Answer<'message-checks.create'>;
const AFTER_TYPING_MS = 400;

type Asked = 'message-checks.create' | 'review-reply-checks.create';

/** What the workbench thinks of the text as it stands; null while it is asked, or where nothing is written. `ask` names whom it is for. */
export function useVerdict<K extends Asked>(text: string, ask: (text: string) => ReturnType<typeof apiQuery<K>>): Verdict | null {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), AFTER_TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const asked = settled === text ? text : '';
  const { data } = useQuery({
    ...ask(asked),
    enabled: asked.trim() !== '',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return asked.trim() === '' ? null : (data ?? null);
}

type Props = {
  text: string;
  verdict: Verdict;
  isConfirmed: boolean;
  confirm: (isConfirmed: boolean) => void;
  rewrite: (text: string) => void;
};

/** The text with the places that keep it back, why, and a way on. */
export function Guard({ text, verdict: { reasons, mayConfirm }, isConfirmed, confirm, rewrite }: Props) {
  const { t } = useTranslation();
  const codes = [...new Set(reasons.map(({ code }) => code))];
  return (
    <Alert
      type="warning"
      role="alert"
      data-testid="message-guard"
      data-codes={codes.join(' ')}
      title={t('inbox.guard.title')}
      description={
        <>
          <p className="inbox-marked" dir="auto">
            <Marked text={text} reasons={reasons} />
          </p>
          <ul className="bullets">
            {codes.map((code) => (
              <li key={code}>{t(`inbox.guard.codes.${code}`)}</li>
            ))}
          </ul>
          <p className="inbox-guard-acts">
            <Button size="small" onClick={() => rewrite(withoutPlaces(text, reasons))} data-testid="guard-rewrite">
              {t('inbox.guard.rewrite')}
            </Button>
            {mayConfirm && (
              <Checkbox checked={isConfirmed} onChange={({ target }) => confirm(target.checked)} data-testid="guard-confirm">
                {t('inbox.guard.confirm')}
              </Checkbox>
            )}
          </p>
        </>
      }
    />
  );
}

function Marked({ text, reasons }: { text: string; reasons: Verdict['reasons'] }) {
  const parts: { key: number; text: string; isMarked: boolean }[] = [];
  let at = 0;
  for (const { start, end } of reasons) {
    if (start > at) parts.push({ key: at, text: text.slice(at, start), isMarked: false });
    if (end > at) parts.push({ key: Math.max(start, at), text: text.slice(Math.max(start, at), end), isMarked: true });
    at = Math.max(at, end);
  }
  parts.push({ key: at, text: text.slice(at), isMarked: false });
  return parts.map((part) => (part.isMarked ? <mark key={part.key}>{part.text}</mark> : <span key={part.key}>{part.text}</span>));
}
