import { PaperClipOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Appeal, AppealEvidence, ViolationDetail } from '@tradewind/contract/types';
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
import { Evidence, EvidenceLink } from './evidence.tsx';

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
            <Countdown until={appeal.firstDeadline} shopZone={shop.timeZone} hasYear />
          </Fact>
          <Fact name={t('penalties.appeal.second')}>
            {appeal.secondDeadline ? (
              <Countdown until={appeal.secondDeadline} shopZone={shop.timeZone} hasYear />
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
          <OneAppeal key={each.id} appeal={each} evidence={violation.evidence} />
        ))}
      </ul>
      {appeal && !appeal.canAppeal && appeal.reason && <p className="muted">{t(`penalties.appeal.reasons.${appeal.reason}`)}</p>}
      {appeal?.canAppeal &&
        mayWrite &&
        (isWriting ? (
          <Draft violation={violation} close={() => setWriting(false)} />
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

function OneAppeal({ appeal, evidence }: { appeal: Appeal; evidence: readonly AppealEvidence[] }) {
  const { t } = useTranslation();
  const named = evidence.filter(({ id }) => appeal.evidenceIds.includes(id));
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
      {named.map((file) => (
        <div key={file.id} data-testid="appeal-file">
          <PaperClipOutlined /> <EvidenceLink violationId={appeal.violationId} file={file} />
        </div>
      ))}
    </li>
  );
}

/** The platform's language is what is sent; the reader's own stands below it, so that they know what it says. */
function Draft({ violation, close }: { violation: ViolationDetail; close: () => void }) {
  const { id: violationId, evidence } = violation;
  const { t } = useTranslation();
  const { language } = usePreferences();
  const client = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const draft = useQuery({
    ...apiQuery('appeals.draft', { params: { violationId }, query: { language } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const evidenceIds = evidence.map(({ id }) => id).filter((id) => !left.has(id));
  const leave = (id: string, isLeft: boolean) =>
    setLeft((before) => new Set(isLeft ? [...before, id] : [...before].filter((other) => other !== id)));
  const text = typed ?? draft.data?.platform ?? '';
  const submit = useMutation({
    mutationFn: () => call('appeals.create', { body: { violationId, text, evidenceIds } }),
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
        rows={14}
        maxLength={5000}
        value={text}
        onChange={({ target }) => setTyped(target.value)}
      />
      <p className="muted">{t('penalties.appeal.brackets')}</p>
      {language !== 'en' && draft.data && (
        <details>
          <summary>{t('penalties.appeal.inYourLanguage')}</summary>
          <p className="appeal-text">{draft.data.reader}</p>
        </details>
      )}
      <Evidence violation={violation} left={left} leave={leave} />
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
