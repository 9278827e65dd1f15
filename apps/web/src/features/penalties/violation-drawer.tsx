import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ViolationDetail } from '@tradewind/contract/types';
import { Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { formatSpan } from '../../shared/time.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Fact } from '../../shared/widgets/fact.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { AppealPanel } from './appeal-panel.tsx';
import { ViolationState } from './ledger.tsx';
import { useNames } from './use-names.ts';

/** One violation beside the ledger: what it says, what may be done about it, the orders behind it. */
export function ViolationDrawer({ violationId, close }: { violationId: string; close: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const names = useNames();
  const { data, error, refetch } = useQuery(apiQuery('violations.get', { params: { violationId } }));
  return (
    <Drawer open onClose={close} size={isPhone ? '100%' : 560} title={data ? names.reason(data.reason) : t('common.loading')}>
      <div className="drawer-body" data-testid="violation-drawer">
        {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
        {!error && !data && <SkeletonRows rows={8} label={t('common.loading')} />}
        {data && (
          <>
            <Facts violation={data} />
            <AppealPanel key={data.id} violation={data} />
            <Note key={`${data.id} note`} violation={data} />
            <Orders violation={data} />
          </>
        )}
      </div>
    </Drawer>
  );
}

function Facts({ violation }: { violation: ViolationDetail }) {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const { shop, points, numerator, denominator, window, measures } = violation;
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <dl className="facts">
      <Fact name={t('penalties.columns.shop')}>
        <ShopChip shop={shop} />
      </Fact>
      <Fact name={t('penalties.columns.state')}>
        <ViolationState state={violation.state} />
      </Fact>
      <Fact name={t('penalties.columns.at')}>
        <Instant at={violation.violatedAt} shopZone={shop.timeZone} hasYear />
      </Fact>
      <Fact name={t('penalties.columns.points')}>
        {count(points)}
        {violation.pointsUntil && (
          <span className="muted">
            {' '}
            {t('penalties.until')} <Instant at={violation.pointsUntil} shopZone={shop.timeZone} hasYear />
          </span>
        )}
      </Fact>
      {numerator !== null && denominator !== null && (
        <Fact name={t('penalties.rate')}>
          <span className="num">{t('penalties.of', { numerator: count(numerator), denominator: count(denominator) })}</span>
        </Fact>
      )}
      {window && (
        <Fact name={t('penalties.window')}>
          <Instant at={window.from} shopZone={shop.timeZone} /> – <Instant at={window.until} shopZone={shop.timeZone} />
        </Fact>
      )}
      {violation.foreseenAt && (
        <Fact name={t('penalties.foreseen')}>
          <Instant at={violation.foreseenAt} shopZone={shop.timeZone} />{' '}
          <span className="muted">
            {t('penalties.before', {
              span: formatSpan((Date.parse(violation.violatedAt) - Date.parse(violation.foreseenAt)) / 1000, i18n.language),
            })}
          </span>
        </Fact>
      )}
      {measures.map(({ code, until, ordersPerDay }) => (
        <Fact key={code} name={names.measure(code)}>
          {ordersPerDay !== null && `${t('penalties.ordersPerDay', { count: ordersPerDay })} `}
          {until ? <Instant at={until} shopZone={shop.timeZone} hasYear /> : '–'}
        </Fact>
      ))}
      <Fact name={t('penalties.number')}>
        <code>{violation.channelViolationId}</code>
        {violation.source === 'file' && <span className="muted"> {t('penalties.fromFile')}</span>}
      </Fact>
    </dl>
  );
}

function Note({ violation: { id, note } }: { violation: ViolationDetail }) {
  const { t } = useTranslation();
  const mayWrite = useCan('penalties:write');
  const client = useQueryClient();
  const [text, setText] = useState(note);
  const keep = useMutation({
    mutationFn: () => call('violations.note', { params: { violationId: id }, body: { note: text } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['violations.get'] }),
  });
  return (
    <section>
      <h2>{t('penalties.note')}</h2>
      <Input.TextArea
        aria-label={t('penalties.note')}
        placeholder={t('penalties.noteHint')}
        rows={3}
        maxLength={5000}
        value={text}
        readOnly={!mayWrite}
        onChange={({ target }) => setText(target.value)}
      />
      {keep.isError && <ErrorPanel error={keep.error} />}
      {text.trim() !== note && (
        <Button className="penalty-save" loading={keep.isPending} onClick={() => keep.mutate()}>
          {t('penalties.keepNote')}
        </Button>
      )}
    </section>
  );
}

const ordersShown = 50;

function Orders({ violation: { orders } }: { violation: ViolationDetail }) {
  const { t, i18n } = useTranslation();
  if (orders.length === 0) return null;
  return (
    <section>
      <h2>{t('penalties.orders', { count: orders.length, shown: formatCount(orders.length, i18n.language) })}</h2>
      <ul className="penalty-orders">
        {orders.slice(0, ordersShown).map(({ id, channelOrderId, trackingNumbers }) => (
          <li key={channelOrderId}>
            {id ? (
              <Link to="/orders/$orderId" params={{ orderId: id }} className="num">
                {channelOrderId}
              </Link>
            ) : (
              <span className="num">{channelOrderId}</span>
            )}{' '}
            <span className="muted num">{trackingNumbers.join(' ')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
