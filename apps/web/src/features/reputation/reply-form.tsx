import { useMutation, useQueryClient } from '@tanstack/react-query';
import { detectLanguage } from '@tradewind/rules/language';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Guard, useVerdict } from '../inbox/guard.tsx';
import { useReaderLanguage } from '../translation/use-translation.ts';
import { useFaultWords } from '../translation/words.ts';
import { useLanguageName } from './review-words.tsx';

/** Everybody reads it, and it goes once: what keeps it back is said while it is written. */
export function ReplyForm({ review: { id: reviewId, replying, wish, language } }: { review: Answer<'reviews.get'> }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const isRefused = wish?.state === 'rejected';
  const [text, setText] = useState(isRefused ? wish.text : '');
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const verdict = useVerdict(text, (asked) => apiQuery('review-reply-checks.create', { params: { reviewId }, body: { text: asked } }));
  // Confirmed is this very text: another letter, and it is asked again.
  const isConfirmed = confirmed === text;
  const isHeldBack = verdict !== null && !verdict.isAllowed && !(isConfirmed && verdict.mayConfirm);
  const renew = () => client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('reviews.') });
  const send = useMutation({
    mutationFn: () => call('review-replies.create', { params: { reviewId }, body: { text, isConfirmed } }),
    onSuccess: renew,
  });
  const discard = useMutation({ mutationFn: () => call('review-replies.discard', { params: { reviewId }, body: {} }), onSuccess: renew });
  const reads = useReaderLanguage();
  const nameOf = useLanguageName();
  const faultOf = useFaultWords();
  const translate = useMutation({
    mutationFn: () => {
      const detected = detectLanguage(text, reads ?? 'en').language;
      const from = detected === 'unknown' ? (reads ?? 'en') : detected;
      return call('review-text-translations.create', { params: { reviewId }, body: { text, from } });
    },
    // What stands in the box is what goes out.
    onSuccess: (made) => made.text !== null && setText(made.text),
  });
  const isTooLong = text.length > replying.maxLength;
  const error = send.error ?? discard.error ?? translate.error;
  return (
    <form
      className="reputation-form"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <p className="muted">{t(isRefused ? 'reputation.answer.refusedText' : 'reputation.answer.once')}</p>
      <Input.TextArea
        aria-label={t('reputation.answer.title')}
        rows={4}
        dir="auto"
        status={isTooLong ? 'error' : ''}
        value={text}
        onChange={({ target }) => setText(target.value)}
        data-testid="reply-text"
      />
      <span className={isTooLong ? 'tone-losing' : 'muted'}>
        {t('reputation.answer.length', {
          used: formatCount(text.length, i18n.language),
          max: formatCount(replying.maxLength, i18n.language),
        })}
      </span>
      {verdict && !verdict.isAllowed && (
        <Guard text={text} verdict={verdict} isConfirmed={isConfirmed} confirm={(is) => setConfirmed(is ? text : null)} rewrite={setText} />
      )}
      {error && <ErrorPanel error={error} />}
      <div className="reputation-acts">
        <Button
          type="primary"
          htmlType="submit"
          loading={send.isPending}
          disabled={text.trim() === '' || isTooLong || isHeldBack}
          data-testid="reply-send"
        >
          {t('reputation.answer.send')}
        </Button>
        <Button
          onClick={() => translate.mutate()}
          loading={translate.isPending}
          disabled={text.trim() === ''}
          data-testid="reply-translate"
        >
          {language ? t('reputation.answer.translateInto', { language: nameOf(language) }) : t('reputation.answer.translate')}
        </Button>
        {translate.data?.text === null && (
          <span className="tone-soon">
            {t('translation.unavailable')} {faultOf(translate.data.reason)}
          </span>
        )}
        {isRefused && (
          <Button onClick={() => discard.mutate()} loading={discard.isPending} data-testid="reply-discard">
            {t('reputation.answer.discard')}
          </Button>
        )}
      </div>
    </form>
  );
}
