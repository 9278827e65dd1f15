import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CaseDetail } from '@tradewind/contract/types';
import { Drawer } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Fact } from '../../shared/widgets/fact.tsx';
import { Countdown, Instant } from '../../shared/widgets/instant.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { AnswerForm } from './answer-form.tsx';
import { Fault } from './fault.tsx';
import { MoneyFacts } from './money-facts.tsx';
import { Receipt } from './receipt.tsx';
import { AnswerTag } from './use-columns.tsx';
import { useStatusName } from './use-names.ts';
import { useReasonName } from './use-reason-name.ts';

/** One case: what the buyer says, until when to answer, the money behind it, and what was said so far. */
export function CaseDrawer({ caseId, close }: { caseId: string; close: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const { data, error, refetch } = useQuery(apiQuery('returns.get', { params: { caseId } }));
  // The platform's own words about it come by a job; a hint brings them in.
  const { mutate: look } = useMutation({ mutationFn: (id: string) => call('return-looks.create', { params: { caseId: id }, body: {} }) });
  useEffect(() => look(caseId), [caseId, look]);
  return (
    <Drawer open onClose={close} size={isPhone ? '100%' : 600} title={data ? t(`returns.kinds.${data.kind}`) : t('common.loading')}>
      <div className="drawer-body" data-testid="case-drawer">
        {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
        {!error && !data && <SkeletonRows rows={8} label={t('common.loading')} />}
        {data && <Case one={data} />}
      </div>
    </Drawer>
  );
}

function Case({ one }: { one: CaseDetail }) {
  const mayAnswer = useCan('returns:write');
  return (
    <>
      <Facts one={one} />
      {one.dispute && <Dispute one={one} />}
      {mayAnswer && <AnswerForm key={one.id} one={one} />}
      <Answers one={one} />
      <Lines one={one} />
      <Receipt key={`${one.id} receipt`} one={one} />
      <Sums one={one} />
      <Fault key={`${one.id} fault`} one={one} mayWrite={mayAnswer} />
      <Records one={one} />
    </>
  );
}

function Facts({ one }: { one: CaseDetail }) {
  const { t } = useTranslation();
  const statusName = useStatusName();
  const nameOf = useReasonName();
  return (
    <dl className="facts">
      <Fact name={t('returns.columns.case')}>
        <span className="num">{one.channelCaseId}</span> · <span data-testid="case-status">{statusName(one.status)}</span>
      </Fact>
      <Fact name={t('returns.columns.shop')}>
        <ShopChip shop={one.shop} />{' '}
        {one.orderId ? (
          <Link to="/orders/$orderId" params={{ orderId: one.orderId }} className="num">
            {one.channelOrderId}
          </Link>
        ) : (
          <span className="num">{one.channelOrderId}</span>
        )}
      </Fact>
      <Fact name={t('returns.columns.reason')}>
        {nameOf({ code: one.reasonCode, text: one.reason })} <span className="muted return-code">{one.reasonCode}</span>
      </Fact>
      <Fact name={t('returns.columns.refund')}>
        <Money value={one.refund} />
      </Fact>
      {one.respondBy && (
        <Fact name={t('returns.columns.until')}>
          <Countdown at={one.respondBy} shopZone={one.shop.timeZone} /> <Instant at={one.respondBy} shopZone={one.shop.timeZone} />
        </Fact>
      )}
      {one.sentBack && (
        <Fact name={t('returns.statuses.shipped-by-buyer')}>
          <span className="num">{one.sentBack.trackingNumber}</span> {one.sentBack.carrier}
        </Fact>
      )}
    </dl>
  );
}

function Dispute({ one: { dispute, shop } }: { one: CaseDetail }) {
  const { t } = useTranslation();
  if (!dispute) return null;
  return (
    <section data-testid="case-dispute" data-state={dispute.state}>
      <h2>{t('returns.dispute.title')}</h2>
      <dl className="facts">
        <Fact name={t('returns.dispute.title')}>{t(`returns.dispute.states.${dispute.state}`)}</Fact>
        {dispute.decideBy && (
          <Fact name={t('returns.dispute.decideBy')}>
            <Instant at={dispute.decideBy} shopZone={shop.timeZone} />
          </Fact>
        )}
      </dl>
      {dispute.state === 'open' && <p className="muted">{t('returns.dispute.file')}</p>}
    </section>
  );
}

function Answers({ one: { answers, shop } }: { one: CaseDetail }) {
  const { t } = useTranslation();
  const nameOf = useReasonName();
  if (answers.length === 0) return null;
  return (
    <section>
      <h2>{t('returns.answers')}</h2>
      <ul className="return-list">
        {answers.map(({ id, act, state, askedBy, plannedAt, amount, failureCode, reasonCode, comment }) => (
          <li key={id} data-testid="case-answer" data-state={state}>
            <AnswerTag state={state} /> {t(`returns.acts.${act}`)} {amount && <Money value={amount} />}{' '}
            <span className="muted">
              {t(askedBy.kind === 'rule' ? 'returns.byRule' : 'returns.byPerson', { name: askedBy.name })} ·{' '}
              <Instant at={plannedAt} shopZone={shop.timeZone} />
              {failureCode && ` · ${failureCode}`}
            </span>
            {reasonCode && <p className="muted">{nameOf({ code: reasonCode, text: '' })}</p>}
            {comment && <p>{comment}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

type Received = NonNullable<CaseDetail['lines'][number]['received']>;

function Lines({ one: { lines } }: { one: CaseDetail }) {
  const { t, i18n } = useTranslation();
  const count = (units: number) => formatCount(units, i18n.language);
  const counted = ({ good, damaged, missing }: Received) => ({ good: count(good), damaged: count(damaged), missing: count(missing) });
  if (lines.length === 0) return null;
  return (
    <section>
      <h2>{t('returns.lines')}</h2>
      <ul className="return-list">
        {lines.map((line) => (
          <li key={line.lineNo}>
            {line.productName} <span className="muted">{line.variantName}</span> <span className="muted num">{line.sellerSku}</span> ·{' '}
            {t('returns.units', { units: line.units, quantity: line.quantity })} · <Money value={line.share} />
            {line.received && <p className="muted">{t('returns.receipt.done', counted(line.received))}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sums({ one: { money, look } }: { one: CaseDetail }) {
  const { t } = useTranslation();
  if (!money) return null;
  return (
    <section>
      <h2>{t('returns.money.title')}</h2>
      <MoneyFacts money={money} calculated={look?.calculated} />
    </section>
  );
}

function Records({ one: { look, shop } }: { one: CaseDetail }) {
  const { t } = useTranslation();
  const nameOf = useReasonName();
  if (!look || look.records.length === 0) return null;
  return (
    <section>
      <h2>{t('returns.records')}</h2>
      <ol className="return-list" data-testid="case-records">
        {look.records.map((record) => (
          <li key={`${record.at} ${record.event}`}>
            {t(`returns.recordsBy.${record.by}`)} · {record.reason ? nameOf({ code: record.reason, text: record.reason }) : record.event}{' '}
            <span className="muted">
              <Instant at={record.at} shopZone={shop.timeZone} />
            </span>
            {record.note && <p>{record.note}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
