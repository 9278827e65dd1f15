import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { useReasonWords } from './reason-words.ts';
import { openOf, ShipmentStateTag, shipmentStates, totalOf } from './shipment-state.tsx';
import { useShippingChanged } from './use-shipping.ts';

const REFETCH_MS = 1_500;
const SHOWN = 20;

/** How far a task of shipping is, and what did not leave and why. */
export function RunProgress({ runId, isLinked = false }: { runId: string; isLinked?: boolean }) {
  const { t, i18n } = useTranslation();
  const mayWrite = useCan('orders:write');
  const changed = useShippingChanged();
  const { data, error, refetch } = useQuery({
    ...apiQuery('shipment-runs.get', { params: { shipmentRunId: runId } }),
    refetchInterval: ({ state }) => (state.data && openOf(state.data) === 0 ? false : REFETCH_MS),
  });
  const cancel = useMutation({ mutationFn: () => call('shipment-runs.cancel', { params: { shipmentRunId: runId } }), onSuccess: changed });
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={3} label={t('common.loading')} />;
  const [open, total] = [openOf(data), totalOf(data)];
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <div className="ship-run" data-testid="shipment-run" data-open={open}>
      <Progress percent={Math.floor(((total - open) / Math.max(1, total)) * 100)} aria-label={t('fulfilment.run.progress')} />
      <p role="status">
        {shipmentStates
          .filter((state) => data.counts[state])
          .map((state) => `${t(`fulfilment.states.${state}`)} ${count(data.counts[state] ?? 0)}`)
          .join(' · ')}
      </p>
      {cancel.isError && <ErrorPanel error={cancel.error} />}
      <p className="ship-run-acts">
        {mayWrite && (data.counts.planned ?? 0) > 0 && (
          <Button loading={cancel.isPending} onClick={() => cancel.mutate()} data-testid="cancel-run">
            {t('fulfilment.run.cancel')}
          </Button>
        )}
        {isLinked && (
          <Link to="/orders/shipments" search={(previous) => ({ ...previous, run: runId })}>
            {t('fulfilment.run.all')}
          </Link>
        )}
      </p>
      {isLinked && <NotShipped runId={runId} open={open} />}
    </div>
  );
}

function NotShipped({ runId, open }: { runId: string; open: number }) {
  const words = useReasonWords();
  // A row that ends is read once the count has told so.
  const rejected = useQuery({ ...apiQuery('shipments.list', { query: { runId, state: 'rejected', limit: SHOWN } }), enabled: open === 0 });
  const keptBack = useQuery({ ...apiQuery('shipments.list', { query: { runId, state: 'kept-back', limit: SHOWN } }), enabled: open === 0 });
  const rows = [...(rejected.data?.items ?? []), ...(keptBack.data?.items ?? [])];
  if (rows.length === 0) return null;
  return (
    <ul className="ship-refused">
      {rows.map(({ id, order, state, code, message }) => (
        <li key={id}>
          <span className="num">{order.channelOrderId}</span> <ShipmentStateTag state={state} /> {words.reason({ code, message })}
        </li>
      ))}
    </ul>
  );
}
