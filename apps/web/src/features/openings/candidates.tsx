import { Link } from '@tanstack/react-router';
import type { OpeningCandidate } from '@tradewind/contract/types';
import { Button, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/money.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { useMarketFacts } from './market-facts.ts';
import { Deposit, PapersTag, Slots } from './opening-facts.tsx';
import { OpeningStatusTag, PathCell } from './opening-tags.tsx';
import { useOpeningWords } from './use-opening-words.ts';

type Choice = { chosen: readonly string[]; toggle: (market: string) => void };
type Props = {
  candidates: readonly OpeningCandidate[];
  /** Markets are chosen here; without it each row leads on by itself. */
  choice?: Choice;
  start?: (market: string) => void;
};

/** What is with the platform goes its own way; a draft may be taken up again. */
const isTaken = ({ opening }: OpeningCandidate): boolean =>
  opening !== null && !['draft', 'needs-documents', 'rejected'].includes(opening.status);
export const isChoosable = (candidate: OpeningCandidate): boolean => candidate.verdict.path !== 'blocked' && !isTaken(candidate);

/** Every market beside the others: way, papers, deposit, slots, and what speaks for it and against. */
export function Candidates({ candidates, choice, start }: Props) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t('openings.next.list')}
      columns={useColumns(choice, start)}
      rows={candidates}
      rowKey={({ market }) => market}
      rowClass={({ market }) => (choice?.chosen.includes(market) ? 'candidate-chosen' : undefined)}
      rowData={({ market, verdict }) => ({ 'data-testid': `candidate-${market}`, 'data-path': verdict.path })}
    />
  );
}

function useColumns(choice: Choice | undefined, start: Props['start']): Column<OpeningCandidate>[] {
  const { t, i18n } = useTranslation();
  const column = (key: string, title: string, render: Column<OpeningCandidate>['render']): Column<OpeningCandidate> => ({
    key,
    title,
    render,
  });
  return [
    column('market', t('openings.columns.market'), (candidate) =>
      choice ? <Chooser candidate={candidate} choice={choice} /> : <Name candidate={candidate} />,
    ),
    column('score', t('openings.columns.score'), ({ score }) => (
      <span className="candidate-score">
        <strong className="num">{formatCount(score, i18n.language)}</strong>
        <meter min={0} max={100} value={score} aria-label={t('openings.columns.score')} />
      </span>
    )),
    column('path', t('openings.columns.path'), ({ verdict }) => <PathCell verdict={verdict} />),
    column('papers', t('openings.columns.papers'), ({ verdict }) => <PapersTag verdict={verdict} />),
    column('deposit', t('openings.columns.deposit'), ({ verdict }) => <Deposit deposit={verdict.deposit} />),
    column('slots', t('openings.columns.slots'), ({ verdict }) => <Slots slotsLeft={verdict.slotsLeft} />),
    column('why', t('openings.columns.why'), (candidate) => <Why candidate={candidate} />),
    ...(start ? [column('action', t('settings.action'), (candidate) => <Start candidate={candidate} start={start} />)] : []),
  ];
}

function Name({ candidate: { market, shopsThere } }: { candidate: OpeningCandidate }) {
  const { t } = useTranslation();
  return (
    <span className="opening-stack">
      <MarketChip market={market} isNamed />
      {shopsThere > 0 && <span className="cell-second">{t('openings.next.shopsThere', { count: shopsThere })}</span>}
    </span>
  );
}

function Chooser({ candidate, choice }: { candidate: OpeningCandidate; choice: Choice }) {
  const { market } = candidate;
  return (
    <Checkbox
      checked={choice.chosen.includes(market)}
      disabled={!isChoosable(candidate)}
      onChange={() => choice.toggle(market)}
      data-testid={`choose-${market}`}
    >
      <Name candidate={candidate} />
    </Checkbox>
  );
}

const grounds = ['path', 'papers-ready', 'papers-lacking', 'new-market', 'market-known', 'no-deposit', 'deposit', 'larger-market'] as const;

/** Reasons of the rule where it bars the way; else our grounds with their points, then the sources' opinion under its name. */
function Why({ candidate }: { candidate: OpeningCandidate }) {
  const { t } = useTranslation();
  const { reasonText } = useOpeningWords();
  const factsOf = useMarketFacts();
  const { market, verdict, opening } = candidate;
  if (verdict.path === 'blocked')
    return <span className="candidate-why">{verdict.reasons.map(({ code }) => reasonText(code)).join(' ')}</span>;
  return (
    <span className="candidate-why">
      {opening && (
        <Link to="/openings" search={{ open: opening.id }}>
          <OpeningStatusTag opening={{ status: opening.status, openedShop: null }} />
        </Link>
      )}
      <span className="candidate-grounds">
        {candidate.grounds.map(({ code, effect, points }) => {
          const known = grounds.find((ground) => ground === code);
          return (
            known && (
              <span key={code} className={effect === 'against' ? 'ground-against' : undefined}>
                {points > 0 ? `+${points} ` : '– '}
                {known === 'path' ? t(`openings.paths.${verdict.path}`) : t(`openings.grounds.${known}`)}
              </span>
            )
          );
        })}
      </span>
      {factsOf(market).map(({ id, text, source }) => (
        <span key={id} className="cell-second">
          {text} <cite>({source})</cite>
        </span>
      ))}
    </span>
  );
}

function Start({ candidate, start }: { candidate: OpeningCandidate; start: (market: string) => void }) {
  const { t } = useTranslation();
  if (!isChoosable(candidate)) return null;
  return (
    <Button size="small" onClick={() => start(candidate.market)} data-testid={`start-${candidate.market}`}>
      {t('openings.next.start')}
    </Button>
  );
}
