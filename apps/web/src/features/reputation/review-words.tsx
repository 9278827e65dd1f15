import { TranslationOutlined } from '@ant-design/icons';
import type { Review } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { TranslatedWords } from '../translation/translated-words.tsx';
import type { BubbleTranslation } from '../translation/use-translation.ts';

export function useLanguageName(): (tag: string) => string {
  const { i18n } = useTranslation();
  return (tag) => {
    try {
      return new Intl.DisplayNames(i18n.language, { type: 'language' }).of(tag) ?? tag;
    } catch {
      // A platform may name a language as it likes.
      return tag;
    }
  };
}

type WordsProps = { review: Review; translation: BubbleTranslation | null; isShort?: boolean };

/** What was said, in the reader's language where somebody translates, with the tag of its own language; or why there is nothing. */
export function ReviewWords({ review, translation, isShort = false }: WordsProps) {
  const { t } = useTranslation();
  const nameOf = useLanguageName();
  const { text, language, isWithdrawn, isErased } = review;
  if (text === '')
    return <span className="muted">{t(`reputation.silent.${isWithdrawn ? 'withdrawn' : isErased ? 'erased' : 'stars'}`)}</span>;
  if (translation && !isShort) return <TranslatedWords original={text} translation={translation} />;
  const translated = translation?.state === 'translated' ? translation : null;
  return (
    <span className="reputation-words">
      <span
        className={isShort ? 'reputation-short' : 'reputation-whole'}
        lang={translated?.language ?? language ?? undefined}
        dir="auto"
        title={translated ? text : undefined}
      >
        {translated && (
          <>
            <TranslationOutlined className="muted" aria-label={t('reputation.translated')} />{' '}
          </>
        )}
        {translated?.text ?? text}
      </span>
      {language && (
        <span className="reputation-language muted" title={nameOf(language)}>
          {language}
        </span>
      )}
    </span>
  );
}

export function Themes({ themes }: { themes: Review['themes'] }) {
  const { t } = useTranslation();
  if (themes.length === 0) return <span className="muted">–</span>;
  return (
    <span className="reputation-themes">
      {themes.map((theme) => (
        <Tag key={theme} tone="soon">
          {t(`reputation.reasons.${theme}`)}
        </Tag>
      ))}
    </span>
  );
}

const tones = { planned: 'plain', sent: 'plain', unknown: 'soon', confirmed: 'done', rejected: 'losing', discarded: 'quiet' } as const;

/** Whether the shop has answered; what a person answered in the seller centre counts as much as what went from here. */
export function AnswerTag({ review: { reply, wish } }: { review: Review }) {
  const { t } = useTranslation();
  if (reply) return <Tag tone="done">{t('reputation.answer.answered')}</Tag>;
  if (!wish || wish.state === 'discarded') return <span className="muted">–</span>;
  return <Tag tone={tones[wish.state]}>{t(`reputation.answer.${wish.state}`)}</Tag>;
}
