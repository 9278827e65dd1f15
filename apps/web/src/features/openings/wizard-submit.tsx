import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Opening } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { MarketChip, ShopChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { ErrorPanel, useProblemText } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Deposit, PapersTag } from './opening-facts.tsx';
import { EstimateNote, OpeningStatusTag, PathCell } from './opening-tags.tsx';
import { useDrafts } from './use-drafts.ts';
import type { Wizard } from './use-wizard.ts';

type Props = { wizard: Wizard; change: (change: Partial<Wizard>) => void };

/** The last look before it is handed in; what lacks something stays a draft. */
export function WizardSubmit({ wizard, change }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { openings, isPending, error } = useDrafts(wizard.ids);
  const [failures, setFailures] = useState<ReadonlyMap<string, unknown>>(new Map());
  const ready = openings.filter(({ verdict, isSendable }) => verdict?.canSubmit && isSendable);
  const isDone = openings.some(({ verdict }) => verdict === null);
  const submit = useMutation({
    mutationFn: () => submitAll(ready),
    onSuccess: setFailures,
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('opening') }),
  });
  const columns = useColumns(failures);
  if (isPending) return <SkeletonRows rows={6} label={t('common.loading')} />;
  if (error) return <ErrorPanel error={error} />;
  const source = openings[0]?.sourceShop;
  return (
    <section className="panel wizard-panel" data-testid="wizard-submit">
      <p className="opening-words">
        {source && <ShopChip shop={source} />} <span className="muted">{openings[0]?.legalEntity.name}</span>
      </p>
      <DataTable caption={t('openings.wizard.steps.3')} columns={columns} rows={openings} rowKey={({ id }) => id} />
      {openings.some(({ isSendable }) => !isSendable) && <p className="opening-words tone-soon">{t('openings.wizard.notSendable')}</p>}
      <p className="opening-words muted">{t('openings.wizard.what')}</p>
      <EstimateNote verdicts={openings.map(({ verdict }) => verdict)} />
      <footer className="wizard-foot">
        {!isDone && <Button onClick={() => change({ step: 2 })}>{t('openings.wizard.back')}</Button>}
        {isDone && <Link to="/openings">{t('openings.wizard.follow')}</Link>}
        <span className="wizard-space" />
        {ready.length > 0 && (
          <Button type="primary" loading={submit.isPending} onClick={() => submit.mutate()} data-testid="wizard-submit-all">
            {t('openings.wizard.submit', { count: ready.length })}
          </Button>
        )}
      </footer>
    </section>
  );
}

/** Each by itself: one that is refused keeps no other from going. */
async function submitAll(openings: readonly Opening[]): Promise<ReadonlyMap<string, unknown>> {
  const failures = new Map<string, unknown>();
  for (const { id } of openings)
    await call('openings.submit', { params: { openingId: id } }).catch((error: unknown) => failures.set(id, error));
  return failures;
}

function useColumns(failures: ReadonlyMap<string, unknown>): Column<Opening>[] {
  const { t } = useTranslation();
  return [
    { key: 'market', title: t('openings.columns.market'), render: ({ targetMarket }) => <MarketChip market={targetMarket} isNamed /> },
    { key: 'path', title: t('openings.columns.path'), render: ({ verdict }) => verdict && <PathCell verdict={verdict} /> },
    {
      key: 'deposit',
      title: t('openings.columns.deposit'),
      render: ({ verdict, platform }) => <Deposit deposit={verdict?.deposit ?? platform?.deposit ?? null} />,
    },
    {
      key: 'papers',
      title: t('openings.columns.papers'),
      render: (opening) => opening.verdict && <PapersTag verdict={opening.verdict} />,
    },
    {
      key: 'status',
      title: t('openings.columns.status'),
      render: (opening) => <Outcome opening={opening} failure={failures.get(opening.id)} />,
    },
  ];
}

function Outcome({ opening, failure }: { opening: Opening; failure: unknown }) {
  const textOf = useProblemText();
  return (
    <span className="opening-stack" data-testid={`outcome-${opening.targetMarket}`} data-status={opening.status}>
      <OpeningStatusTag opening={opening} />
      {failure !== undefined && <span className="tone-soon">{textOf(failure).title}</span>}
    </span>
  );
}
