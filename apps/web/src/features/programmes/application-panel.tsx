import type { ProgrammeApplication } from '@tradewind/contract/types';
import { Steps } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocumentNames } from '../../shared/document-names.ts';
import { formatInstant } from '../../shared/time.ts';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';
import { useReasonWords } from './use-reason-words.ts';

type State = ProgrammeApplication['state'];
const tones: Record<State, Tone> = {
  planned: 'plain',
  unconfirmed: 'soon',
  refused: 'losing',
  submitted: 'plain',
  'in-review': 'plain',
  approved: 'done',
  rejected: 'losing',
  unknown: 'quiet',
};
const isDecided = (state: State): boolean => state === 'approved' || state === 'rejected' || state === 'refused';

type Props = { programme: ProgrammeApplication['programme']; application: ProgrammeApplication | null; children: ReactNode };

/** How far the application is; where none is under way, its form (the children). */
export function ApplicationPanel({ programme, application, children }: Props) {
  const { t } = useTranslation();
  return (
    <section
      className="panel programme-card"
      aria-label={t(`programmes.application.titles.${programme}`)}
      data-testid="application"
      data-state={application?.state ?? 'none'}
    >
      <header className="programme-card-head">
        <h2>{t(`programmes.application.titles.${programme}`)}</h2>
        {application && <Tag tone={tones[application.state]}>{t(`programmes.application.states.${application.state}`)}</Tag>}
      </header>
      {application && <Tracker application={application} />}
      {(!application || isDecided(application.state)) && children}
    </section>
  );
}

function Tracker({ application }: { application: ProgrammeApplication }) {
  const { t, i18n } = useTranslation();
  const { state, history } = application;
  const at = (status: string): string => {
    const step = history.find((each) => each.status === status);
    return step ? formatInstant(step.at, i18n.language, { hasYear: true }) : '';
  };
  const last = state === 'rejected' || state === 'refused' ? state : 'approved';
  const steps: readonly State[] = ['submitted', 'in-review', last];
  const reached = state === 'planned' || state === 'unconfirmed' ? 0 : isDecided(state) ? 2 : steps.indexOf(state);
  return (
    <>
      <Steps
        size="small"
        orientation="vertical"
        current={Math.max(0, reached)}
        status={state === 'rejected' || state === 'refused' ? 'error' : state === 'approved' ? 'finish' : 'process'}
        items={steps.map((step) => ({ title: t(`programmes.application.states.${step}`), content: at(step) }))}
      />
      <Outcome application={application} />
    </>
  );
}

function Outcome({ application }: { application: ProgrammeApplication }) {
  const { t } = useTranslation();
  const { categoryName, typeName } = useDocumentNames();
  const reasonWords = useReasonWords(application.programme);
  const { state, reasons, invitedCategories, failureCode, form } = application;
  const asked = form?.categories.map(categoryName).join(', ');
  return (
    <div className="application-outcome">
      {asked && <p className="muted">{t('programmes.application.asked', { categories: asked })}</p>}
      {form && form.documents.length > 0 && (
        <p className="muted">{t('programmes.application.papers', { papers: form.documents.map(typeName).join(', ') })}</p>
      )}
      {!form && <p className="muted">{t('programmes.application.madeThere')}</p>}
      {invitedCategories.length > 0 && (
        <p className="tone-done">{t('programmes.application.invited', { categories: invitedCategories.map(categoryName).join(', ') })}</p>
      )}
      {reasons.length > 0 && (
        <ul className="programme-reasons" data-testid="application-reasons">
          {reasons.map(({ code, subject }) => (
            <li key={`${code} ${subject}`}>
              {reasonWords({ code, qualification: t('programmes.application.neededPaper') })}
              {subject && <span className="muted"> ({categoryName(subject)})</span>}
            </li>
          ))}
        </ul>
      )}
      {state === 'refused' && <p className="tone-losing">{t('programmes.application.refused', { code: failureCode ?? '' })}</p>}
      {state === 'unconfirmed' && <p className="muted">{t('programmes.application.unconfirmed')}</p>}
    </div>
  );
}
