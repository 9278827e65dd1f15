import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Opening } from '@tradewind/contract/types';
import { Button, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Fact } from '../../shared/widgets/fact.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Deposit, lackingOf, PapersTag, Slots } from './opening-facts.tsx';
import { EstimateNote, OpeningStatusTag, PathCell } from './opening-tags.tsx';
import { PaperList } from './paper-list.tsx';
import { useDrafts } from './use-drafts.ts';
import { useOpeningWords } from './use-opening-words.ts';
import type { Wizard } from './use-wizard.ts';

type Props = { wizard: Wizard; change: (change: Partial<Wizard>) => void };

/** Market beside market: the way, what lacks, and what is frozen. */
export function WizardPapers({ wizard, change }: Props) {
  const { t } = useTranslation();
  const { openings, isPending, error } = useDrafts(wizard.ids);
  const ready = openings.filter(({ verdict }) => verdict?.canSubmit).length;
  if (isPending) return <SkeletonRows rows={8} label={t('common.loading')} />;
  if (error) return <ErrorPanel error={error} />;
  return (
    <section className="panel wizard-panel" data-testid="wizard-papers">
      <LicenceScope openings={openings} />
      <div className="opening-cards">
        {openings.map((opening) => (
          <OpeningCard key={opening.id} opening={opening} />
        ))}
      </div>
      <EstimateNote verdicts={openings.map(({ verdict }) => verdict)} />
      <footer className="wizard-foot">
        <Button onClick={() => change({ step: 1 })}>{t('openings.wizard.back')}</Button>
        <span role="status">{t('openings.wizard.ready', { count: ready, of: openings.length })}</span>
        <Button type="primary" disabled={ready === 0} onClick={() => change({ step: 3 })} data-testid="wizard-check">
          {t('openings.wizard.toSubmit')}
        </Button>
      </footer>
    </section>
  );
}

const answers = { yes: true, no: false, unknown: null } as const;
type AnswerName = keyof typeof answers;

/** Asked once for all: it is one licence. */
function LicenceScope({ openings }: { openings: readonly Opening[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const open = openings.filter(({ verdict }) => verdict !== null);
  const save = useMutation({
    mutationFn: async (name: AnswerName) => {
      for (const { id } of open)
        await call('openings.update', { params: { openingId: id }, body: { licenceNamesOnlineSales: answers[name] } });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['openings.get'] }),
  });
  const said = openings[0]?.licenceNamesOnlineSales ?? null;
  const value = (Object.keys(answers) as AnswerName[]).find((name) => answers[name] === said); // the literal's own keys
  if (!openings.some(({ legalEntity }) => legalEntity.jurisdiction === 'CN')) return null;
  return (
    <div className="panel-head">
      <span id="licence-scope">{t('openings.form.licence')}</span>
      <Radio.Group
        aria-labelledby="licence-scope"
        optionType="button"
        value={value}
        disabled={save.isPending}
        options={(['yes', 'no', 'unknown'] as const).map((name) => ({ value: name, label: t(`openings.form.licences.${name}`) }))}
        onChange={(event) => save.mutate(event.target.value)}
      />
    </div>
  );
}

function OpeningCard({ opening }: { opening: Opening }) {
  const { t } = useTranslation();
  const { reasonText } = useOpeningWords();
  const { verdict, targetMarket, legalEntity } = opening;
  return (
    <article className="opening-card" data-testid={`opening-card-${targetMarket}`} data-ready={verdict?.canSubmit ?? false}>
      <header>
        <h2>
          <MarketChip market={targetMarket} isNamed />
        </h2>
        {verdict ? <PapersTag verdict={verdict} /> : <OpeningStatusTag opening={opening} />}
      </header>
      {verdict && (
        <>
          <dl className="facts">
            <Fact name={t('openings.columns.path')}>
              <PathCell verdict={verdict} />
            </Fact>
            <Fact name={t('openings.columns.deposit')}>
              <Deposit deposit={verdict.deposit} />
            </Fact>
            <Fact name={t('openings.columns.slots')}>
              <Slots slotsLeft={verdict.slotsLeft} />
            </Fact>
          </dl>
          {verdict.reasons.length > 0 && (
            <ul className="opening-reasons">
              {verdict.reasons.map(({ code }) => (
                <li key={code}>{reasonText(code)}</li>
              ))}
            </ul>
          )}
          <h3>{t(lackingOf(verdict).length > 0 ? 'openings.papers.needed' : 'openings.papers.used')}</h3>
          <PaperList papers={verdict.papers} legalEntity={legalEntity} />
        </>
      )}
    </article>
  );
}
