import type { Opening } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { useDocumentNames } from '../../shared/document-names.ts';
import { Instant } from '../../shared/widgets/instant.tsx';
import { useOpeningWords } from './use-opening-words.ts';

const course: readonly Opening['status'][] = ['draft', 'submitted', 'in-review', 'approved', 'open'];
type Line = { key: string; name: string; at: string | null; state: 'past' | 'now' | 'ahead' | 'turned-down'; reasons: Opening['reasons'] };

/** What has been, where it stands, and what is still ahead. */
export function OpeningTimeline({ opening }: { opening: Opening }) {
  const { t } = useTranslation();
  const { reasonText } = useOpeningWords();
  return (
    <ol className="opening-timeline" data-testid="opening-timeline">
      {useLines(opening).map(({ key, name, at, state, reasons }) => (
        <li key={key} className={`step-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
          <span className="opening-stack">
            <span>{name}</span>
            {at && (
              <span className="cell-second">
                <Instant at={at} hasYear />
              </span>
            )}
            {reasons.map(({ code, document }) => (
              <Reason key={`${code} ${document}`} text={reasonText(code)} document={document} />
            ))}
          </span>
        </li>
      ))}
      <li className={opening.openedShop?.shop ? 'step-now' : 'step-ahead'}>{t('openings.timeline.bound')}</li>
    </ol>
  );
}

function useLines({ history, status, openedShop }: Opening): Line[] {
  const { t } = useTranslation();
  const attempts = Math.max(1, ...history.map(({ attempt }) => attempt));
  const past = history.map((step, index): Line => {
    const isDown = step.status === 'rejected' || step.status === 'needs-documents';
    const isLast = index === history.length - 1 && !openedShop?.shop && status !== 'submitting';
    const name = t(`openings.status.${step.status}`);
    return {
      key: `${step.attempt} ${step.status}`,
      name: attempts > 1 && step.status === 'submitted' ? `${name} (${t('openings.timeline.attempt', { attempt: step.attempt })})` : name,
      at: step.at,
      state: isDown ? 'turned-down' : isLast ? 'now' : 'past',
      reasons: step.reasons,
    };
  });
  const underWay: Line[] =
    status === 'submitting' ? [{ key: 'submitting', name: t('openings.status.submitting'), at: null, state: 'now', reasons: [] }] : [];
  const reached = Math.max(course.indexOf(status), status === 'submitting' ? 0 : -1);
  const ahead = (reached < 0 ? [] : course.slice(reached + 1)).map(
    (each): Line => ({
      key: each,
      name: t(`openings.status.${each}`),
      at: null,
      state: 'ahead',
      reasons: [],
    }),
  );
  return [...past, ...underWay, ...ahead];
}

function Reason({ text, document }: { text: string; document: string | null }) {
  const { typeName } = useDocumentNames();
  return (
    <span className="cell-second">
      {text}
      {document && ` ${typeName(document)}`}
    </span>
  );
}
