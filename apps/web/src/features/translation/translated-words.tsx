import { TranslationOutlined, WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { WrittenText } from '../../shared/widgets/written-text.tsx';
import { useLanguageName } from '../localisation/words.tsx';
import type { BubbleTranslation } from './use-translation.ts';
import { useByWords, useFaultWords } from './words.ts';
import './translation.css';

/** What somebody said in the reader's language, marked as translated and by whom; their own words are one click away, and stand here where nobody could translate them. */
export function TranslatedWords({ original, translation }: { original: string; translation: BubbleTranslation }) {
  const { t } = useTranslation();
  const [isOriginal, setOriginal] = useState(false);
  const { state, text, language, from, by } = translation;
  if (state !== 'translated' || text === null)
    return (
      <>
        <WrittenText text={original} />
        <Untranslated translation={translation} />
      </>
    );
  return (
    <>
      <span className="translated" dir="auto" lang={language} data-testid="translated">
        <WrittenText text={text} />
      </span>
      {isOriginal && (
        <span className="translated-original" dir="auto" lang={from ?? undefined} data-testid="original">
          <WrittenText text={original} />
        </span>
      )}
      <span className="translated-foot muted">
        <Origin translation={translation} />
        <Button type="link" size="small" aria-expanded={isOriginal} onClick={() => setOriginal(!isOriginal)} data-testid="show-original">
          {t(`translation.${isOriginal ? 'hide' : 'show'}${by?.kind === 'typed' ? 'Sent' : 'Original'}`)}
        </Button>
      </span>
    </>
  );
}

function Origin({ translation: { from, by } }: { translation: BubbleTranslation }) {
  const { t } = useTranslation();
  const nameOf = useLanguageName();
  const byWords = useByWords();
  if (!by) return null;
  return (
    <span>
      <TranslationOutlined />{' '}
      {by.kind === 'typed' || from === null ? byWords(by) : t('translation.from', { language: nameOf(from), by: byWords(by) })}
    </span>
  );
}

function Untranslated({ translation }: { translation: BubbleTranslation }) {
  const { t } = useTranslation();
  const nameOf = useLanguageName();
  const faultOf = useFaultWords();
  const { state, reason, likely, language, isAsking, retry, translateFrom } = translation;
  if (state === 'pending') return <span className="translated-foot muted">{t('translation.pending')}</span>;
  if (state === 'unknown-language')
    return (
      <span className="translated-foot muted">
        {t('translation.unknownLanguage')}
        {likely !== language && (
          <Button type="link" size="small" loading={isAsking} onClick={() => translateFrom(likely)} data-testid="translate-from">
            {t('translation.translateFrom', { language: nameOf(likely) })}
          </Button>
        )}
      </span>
    );
  return (
    <span className="translated-foot tone-soon" data-testid="untranslated">
      <span>
        <WarningOutlined /> {t('translation.unavailable')} {faultOf(reason)}
      </span>
      <Button type="link" size="small" loading={isAsking} onClick={retry} data-testid="retry-translation">
        {t('translation.retry')}
      </Button>
    </span>
  );
}
