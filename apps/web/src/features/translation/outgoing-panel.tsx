import { TranslationOutlined, WarningOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../shared/api/call.ts';
import { useLanguageName } from '../localisation/words.tsx';
import type { OutgoingPanel as Panel } from './use-outgoing.ts';
import { useByWords, useFaultWords } from './words.ts';
import './translation.css';

/** The text as the buyer will read it, before it goes: to be read, changed, or translated back. */
export function OutgoingPanel({ panel, maxLength }: { panel: Panel; maxLength: number }) {
  const { t } = useTranslation();
  const nameOf = useLanguageName();
  const { to, text, isAsTyped, isFailed, isEdited, answer } = panel;
  const language = nameOf(to);
  if (isAsTyped) return <AsTyped panel={panel} />;
  if (isFailed && !isEdited) return <Failed panel={panel} />;
  return (
    <section className="outgoing-panel" aria-label={t('translation.outgoing.title', { language })} data-testid="outgoing-panel">
      <div className="outgoing-panel-head">
        <span className="outgoing-panel-title">
          <TranslationOutlined /> {t('translation.outgoing.title', { language })}
        </span>
        <Maker panel={panel} />
      </div>
      {answer === null && !isEdited ? (
        <span className="muted" role="status">
          <Spin size="small" /> {t('translation.pending')}
        </span>
      ) : (
        <Input.TextArea
          aria-label={t('translation.outgoing.label', { language })}
          dir="auto"
          lang={to}
          rows={2}
          status={text.length > maxLength ? 'error' : ''}
          value={text}
          onChange={({ target }) => panel.edit(target.value)}
          data-testid="outgoing-translation"
        />
      )}
      {answer?.similar && answer.similar.text !== text && (
        <div className="outgoing-similar" data-testid="similar">
          <span className="muted">{t('translation.outgoing.similar', { similarity: answer.similar.similarity })}</span>
          <span dir="auto" lang={to}>
            {answer.similar.text}
          </span>
          <Button size="small" onClick={() => panel.edit(answer.similar?.text ?? null)} data-testid="use-similar">
            {t('translation.outgoing.useSimilar')}
          </Button>
        </div>
      )}
      <div className="outgoing-panel-acts">
        {text !== '' && <BackTranslation key={text} panel={panel} />}
        <Button size="small" type="link" onClick={() => panel.sendAsTyped(true)} data-testid="send-as-typed">
          {t('translation.outgoing.asTyped')}
        </Button>
      </div>
    </section>
  );
}

function Maker({ panel: { answer, isEdited, edit } }: { panel: Panel }) {
  const { t } = useTranslation();
  const byWords = useByWords();
  if (isEdited)
    return (
      <span className="muted">
        {t('translation.outgoing.edited')}
        <Button size="small" type="link" onClick={() => edit(null)}>
          {t('translation.outgoing.undo')}
        </Button>
      </span>
    );
  return answer?.by ? <span className="muted">{byWords(answer.by)}</span> : null;
}

function AsTyped({ panel: { to, isTheirs, sendAsTyped } }: { panel: Panel }) {
  const { t } = useTranslation();
  const nameOf = useLanguageName();
  return (
    <span className="outgoing-note muted" role="status" data-testid="goes-as-typed">
      {t(isTheirs ? 'translation.outgoing.isTheirs' : 'translation.outgoing.goesAsTyped', { language: nameOf(to) })}
      {!isTheirs && (
        <Button size="small" type="link" onClick={() => sendAsTyped(false)}>
          {t('translation.outgoing.translate')}
        </Button>
      )}
    </span>
  );
}

function Failed({ panel: { answer, retry, sendAsTyped } }: { panel: Panel }) {
  const { t } = useTranslation();
  const faultOf = useFaultWords();
  return (
    <span className="outgoing-note tone-soon" role="status" data-testid="outgoing-untranslated">
      <span>
        <WarningOutlined /> {t('translation.outgoing.unavailable')} {faultOf(answer?.reason ?? null)}
      </span>
      <Button size="small" onClick={retry}>
        {t('translation.retry')}
      </Button>
      <Button size="small" onClick={() => sendAsTyped(true)} data-testid="send-as-typed">
        {t('translation.outgoing.asTyped')}
      </Button>
    </span>
  );
}

/** On request only: it costs a call, and is another translation again. */
function BackTranslation({ panel: { conversationId, reads, to, text } }: { panel: Panel }) {
  const { t } = useTranslation();
  const faultOf = useFaultWords();
  const [isAsked, setAsked] = useState(false);
  const body = { text, from: to, to: reads, isBack: true };
  const { data, isFetching, isError } = useQuery({
    ...apiQuery('text-translations.create', { params: { conversationId }, body }),
    ...{ enabled: isAsked, staleTime: Number.POSITIVE_INFINITY, gcTime: 0, retry: false },
  });
  if (!isAsked || isFetching)
    return (
      <Button size="small" loading={isFetching} onClick={() => setAsked(true)} data-testid="translate-back">
        {t('translation.outgoing.back')}
      </Button>
    );
  return (
    <span className="outgoing-back" role="status" data-testid="translated-back">
      <span className="muted">{t('translation.outgoing.backTitle')}</span>{' '}
      <span dir="auto" lang={reads}>
        {data?.text ?? (isError ? t('translation.unavailable') : `${t('translation.unavailable')} ${faultOf(data?.reason ?? null)}`)}
      </span>
    </span>
  );
}
