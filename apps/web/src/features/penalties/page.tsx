import { AimOutlined, UploadOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ShopStanding } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { type Answer, apiQuery } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { formatSpan } from '../../shared/time.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { Ledger } from './ledger.tsx';
import './penalties.css';
import { StandingCard } from './standing-card.tsx';
import { ViolationDrawer } from './violation-drawer.tsx';

/** Which shops are close to a penalty, which are under one, and what may still be done about it? */
export function PenaltiesPage() {
  const { t } = useTranslation();
  const mayWrite = useCan('penalties:write');
  const [isImporting, setImporting] = useState(false);
  const { open } = useOwnSearch();
  const setSearch = useSetOwnSearch();
  return (
    <>
      <PageHeader
        title={t('nav.penalties')}
        answer={t('penalties.question')}
        actions={
          mayWrite && (
            <Button icon={<UploadOutlined />} onClick={() => setImporting(true)} data-testid="import-open">
              {t('penalties.import.open')}
            </Button>
          )
        }
      />
      <Requires scope="penalties:read">
        <div className="penalties">
          <Standings />
          <Ledger />
        </div>
        {open && <ViolationDrawer violationId={open} close={() => setSearch({ open: undefined }, true)} />}
        {isImporting && <ImportDialog close={() => setImporting(false)} />}
      </Requires>
    </>
  );
}

/** Whatever needs a look first: under a restriction, held money, many points, records that cannot be read. */
const worry = ({ restrictions, balanceHolds, balance, records, measures }: ShopStanding): number =>
  restrictions.length * 1000 + balanceHolds.length * 500 + balance * 10 + measures.length + (records.state === 'no-consent' ? 5 : 0);

const calmShown = 3;

function Standings() {
  const { t } = useTranslation();
  const { query: scope } = useScope();
  const [isAll, setAll] = useState(false);
  const { data, error, refetch } = useQuery({ ...apiQuery('violations.standing', { query: scope }), placeholderData: keepPreviousData });
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) {
    return (
      <div className="panel">
        <SkeletonRows rows={6} label={t('common.loading')} />
      </div>
    );
  }
  const sorted = [...data.items].sort((a, b) => worry(b) - worry(a));
  const worrying = sorted.filter((item) => worry(item) > 0).length;
  const shown = isAll ? sorted : sorted.slice(0, Math.max(calmShown, worrying));
  return (
    <section aria-label={t('penalties.standing')}>
      <div className="standings">
        {shown.map((standing) => (
          <StandingCard key={standing.shop.id} standing={standing} nodes={data.nodes} />
        ))}
      </div>
      <ForesightLine foresight={data.foresight} />
      {shown.length < sorted.length && (
        <Button type="link" className="standings-more" onClick={() => setAll(true)}>
          {t('penalties.showCalm', { count: sorted.length - shown.length })}
        </Button>
      )}
    </section>
  );
}

/** How good the forecast has been: worth a line once the platform has recorded something that could be foretold. */
function ForesightLine({ foresight }: Pick<Answer<'violations.standing'>, 'foresight'>) {
  const { t, i18n } = useTranslation();
  const { recorded, foreseen, falseAlarms, medianLeadMinutes } = foresight;
  if (recorded + falseAlarms === 0) return null;
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <p className="foresight muted" data-testid="foresight">
      <AimOutlined /> {t('penalties.foresight', { count: recorded, recorded: count(recorded), foreseen: count(foreseen) })}
      {medianLeadMinutes !== null && ` ${t('penalties.foresightLead', { span: formatSpan(medianLeadMinutes * 60, i18n.language) })}`}
      {` ${t('penalties.falseAlarms', { count: falseAlarms, shown: count(falseAlarms) })}`}
    </p>
  );
}
