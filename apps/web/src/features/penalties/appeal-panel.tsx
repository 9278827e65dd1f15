import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Appeal, ViolationDetail } from '@tradewind/contract/types';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Fact } from '../../shared/widgets/fact.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { Countdown } from './countdown.tsx';

/** Both deadlines, what became of earlier appeals, and a draft to begin the next one with. */
export function AppealPanel({ violation }: { violation: ViolationDetail }) {
  const { t } = useTranslation();
  const mayWrite = useCan('penalties:write');
  const [isWriting, setWriting] = useState(false);
  const { appeal, appeals, shop } = violation;
  return (
    <section data-testid="appeal-panel">
      <h2>{t('penalties.appeal.title')}</h2>
      {appeal ? (
        <dl className="facts">
          <Fact name={t('penalties.appeal.first')}>
            <Countdown until={appeal.firstDeadline} shopZone={shop.timeZone} />
          </Fact>
          <Fact name={t('penalties.appeal.second')}>
            {appeal.secondDeadline ? (
              <Countdown until={appeal.secondDeadline} shopZone={shop.timeZone} />
            ) : (
              <span className="muted">{t('penalties.appeal.secondRule')}</span>
            )}
          </Fact>
        </dl>
      ) : (
        <p className="muted">{t('penalties.notCovered')}</p>
      )}
      <ul className="appeals">
        {appeals.map((each) => (
          <OneAppeal key={each.id} appeal={each} />
        ))}
      </ul>
      {appeal && !appeal.canAppeal && appeal.reason && <p className="muted">{t(`penalties.appeal.reasons.${appeal.reason}`)}</p>}
      {appeal?.canAppeal &&
        mayWrite &&
        (isWriting ? (
          <Draft violationId={violation.id} close={() => setWriting(false)} />
        ) : (
          <Button type="primary" onClick={() => setWriting(true)} data-testid="appeal-write">
            {t('penalties.appeal.write')}
          </Button>
        ))}
    </section>
  );
}

const tones = {
  planned: 'plain',
  sent: 'plain',
  unknown: 'soon',
  refused: 'losing',
  'under-review': 'soon',
  granted: 'done',
  rejected: 'losing',
} as const;

function OneAppeal({ appeal }: { appeal: Appeal }) {
  const { t } = useTranslation();
  return (
    <li data-testid="appeal" data-state={appeal.state}>
      <Tag tone={tones[appeal.state]}>{t(`penalties.appeal.states.${appeal.state}`)}</Tag>{' '}
      {t('penalties.appeal.attempt', { count: appeal.attempt })}{' '}
      <span className="muted">
        <Instant at={appeal.decidedAt ?? appeal.submittedAt ?? appeal.createdAt} />{' '}
        {appeal.failureCode && <code>{appeal.failureCode}</code>}
      </span>
      <details>
        <summary>{t('penalties.appeal.text')}</summary>
        <p className="appeal-text">{appeal.text}</p>
      </details>
    </li>
  );
}

/** The platform's language is what is sent; the reader's own stands below it, so that they know what it says. */
function Draft({ violationId, close }: { violationId: string; close: () => void }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const client = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const draft = useQuery({
    ...apiQuery('appeals.draft', { params: { violationId }, query: { language } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const text = typed ?? draft.data?.platform ?? '';
  const submit = useMutation({
    mutationFn: () => call('appeals.create', { body: { violationId, text } }),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('violations.') });
      close();
    },
  });
  if (draft.isPending) return <SkeletonRows rows={5} label={t('common.loading')} />;
  return (
    <div className="appeal-draft">
      {draft.isError && <ErrorPanel error={draft.error} retry={() => void draft.refetch()} />}
      <Input.TextArea
        aria-label={t('penalties.appeal.text')}
        data-testid="appeal-text"
        autoSize={{ minRows: 8, maxRows: 18 }}
        maxLength={5000}
        value={text}
        onChange={({ target }) => setTyped(target.value)}
      />
      <p className="muted">{t('penalties.appeal.noFiles')}</p>
      {language !== 'en' && draft.data && (
        <details>
          <summary>{t('penalties.appeal.inYourLanguage')}</summary>
          <p className="appeal-text">{draft.data.reader}</p>
        </details>
      )}
      {submit.isError && <ErrorPanel error={submit.error} />}
      <div className="penalty-actions">
        <Button onClick={close}>{t('settings.cancel')}</Button>
        <Button
          type="primary"
          loading={submit.isPending}
          disabled={text.trim() === ''}
          onClick={() => submit.mutate()}
          data-testid="appeal-submit"
        >
          {t('penalties.appeal.submit')}
        </Button>
      </div>
    </div>
  );
}
