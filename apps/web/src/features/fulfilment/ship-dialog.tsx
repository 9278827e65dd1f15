import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Checkbox, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { NumberRows, type Numbers, parcelsOf } from './number-rows.tsx';
import { OrderName } from './order-name.tsx';
import { unitsToShip } from './parcels.ts';
import { useReasonWords } from './reason-words.ts';
import { RunProgress } from './run-progress.tsx';
import { HandoverField, PackagesField, ServiceField, UnitsField } from './ship-fields.tsx';
import { type Handover, type ParcelWish, type ShippingChoices, useShippingChanged } from './use-shipping.ts';
import { Wished } from './wished.tsx';

type Verdict = Answer<'shipment-checks.create'>['items'][number];

/** Beyond this many a file of numbers is quicker than typing. */
const TYPED_MAX = 30;
const SHOWN = 10;
/** What a person who ships can mend here; every other reason keeps its own row back and no other. */
const isForHere = ({ code }: Verdict): boolean => code !== null && (code === 'warned' || code === 'lines-unknown' || isOfNumber(code));
const isOfNumber = (code: string): boolean => /^number-|^package-choice$/.test(code);

/** Ships orders of any shops at once, each by its own path; what cannot leave is said before anything is sent. */
export function ShipDialog({ orderIds, close }: { orderIds: readonly string[]; close: () => void }) {
  const { t } = useTranslation();
  const [runId, setRunId] = useState<string | null>(null);
  const parcels = orderIds.map((orderId) => ({ orderId }));
  const { data, error, refetch } = useQuery({
    ...apiQuery('shipment-checks.create', { body: { parcels } }),
    placeholderData: keepPreviousData,
    enabled: runId === null,
  });
  const only = useQuery({
    ...apiQuery('shipping-choices.get', { params: { orderId: orderIds[0] ?? '' } }),
    enabled: orderIds.length === 1 && runId === null,
  });
  if (runId !== null) {
    return (
      <Dialog
        open
        title={t('fulfilment.ship.running')}
        width={640}
        onCancel={close}
        onOk={close}
        okText={t('fulfilment.ship.done')}
        cancelButtonProps={{ hidden: true }}
      >
        <RunProgress runId={runId} isLinked />
      </Dialog>
    );
  }
  if (data && (orderIds.length > 1 || !only.isLoading))
    return <Wish verdicts={data.items} choices={only.data ?? null} trouble={only.error} started={setRunId} close={close} />;
  return (
    <Dialog open title={t('fulfilment.ship.title', { count: orderIds.length })} width={640} onCancel={close} footer={null}>
      {error ? <ErrorPanel error={error} retry={() => void refetch()} /> : <SkeletonRows rows={4} label={t('common.loading')} />}
    </Dialog>
  );
}

type WishProps = {
  verdicts: readonly Verdict[];
  /** Of the only order; null of several. */
  choices: ShippingChoices | null;
  /** Why the platform told nothing of the only order. */
  trouble: unknown;
  started: (runId: string) => void;
  close: () => void;
};

function Wish({ verdicts, choices, trouble, started, close }: WishProps) {
  const { t, i18n } = useTranslation();
  const form = useWish(verdicts, choices);
  const changed = useShippingChanged();
  const { parcels } = form;
  const ship = useMutation({
    mutationFn: async () => {
      const body = { parcels, confirmsWarnings: form.isConfirmed, ...form.extras };
      const { items } = await call('shipment-checks.create', { body });
      const faults = items.filter(isForHere);
      return faults.length > 0 ? { faults, run: null } : { faults, run: await call('shipment-runs.create', { body }) };
    },
    onSuccess: ({ run }) => {
      if (!run) return;
      started(run.id);
      void changed();
    },
  });
  const faults = ship.data?.faults ?? [];
  const count = formatCount(parcels.length, i18n.language);
  return (
    <Dialog
      open
      title={t('fulfilment.ship.title', { count: verdicts.length })}
      width={640}
      onCancel={close}
      cancelText={t('settings.cancel')}
      okText={t('fulfilment.ship.send', { count: parcels.length, shown: count })}
      okButtonProps={{ disabled: parcels.length === 0, loading: ship.isPending, 'data-testid': 'ship-send' }}
      onOk={() => ship.mutate()}
    >
      <Form layout="vertical" component="div" data-testid="ship-dialog">
        {ship.isError && <ErrorPanel error={ship.error} />}
        {trouble !== null && <ErrorPanel error={trouble} />}
        <HeldBack verdicts={verdicts.filter(({ code }) => code !== null && !isOfNumber(code))} />
        {choices && <Wished wished={choices.wished} />}
        <Fields form={form} choices={choices} faults={faults} />
        <Warnings faults={faults.filter(({ code }) => code === 'warned')} isConfirmed={form.isConfirmed} confirm={form.confirm} />
      </Form>
    </Dialog>
  );
}

/** All parcels of an order leave together, unless a person leaves some of the only order's for later. */
function parcelsOfReady(orderId: string, { choices, left }: { choices: ShippingChoices | null; left: readonly string[] }): ParcelWish[] {
  if (!choices || left.length === 0) return [{ orderId }];
  return choices.channelPackageIds.filter((id) => !left.includes(id)).map((channelPackageId) => ({ orderId, channelPackageId }));
}

/** What is wished for so far, as the platform will be asked. */
function useWish(verdicts: readonly Verdict[], choices: ShippingChoices | null) {
  const [handover, setHandover] = useState<Handover>(
    choices?.handover?.canDropOff === false ? { method: 'pick-up', slot: null } : { method: 'drop-off' },
  );
  const [serviceId, setServiceId] = useState<string | undefined>(choices?.wished.service?.channelServiceId ?? undefined);
  const [units, setUnits] = useState<number[]>([]);
  const [numbers, setNumbers] = useState<Readonly<Record<string, Numbers>>>({});
  const [left, setLeft] = useState<readonly string[]>([]);
  const [isConfirmed, confirm] = useState(false);
  const ready = verdicts.filter(({ code }) => code === null).map(({ orderId }) => orderId);
  const toNumber = verdicts.filter(({ code }) => code !== null && isOfNumber(code)).map(({ orderId }) => orderId);
  const part = choices && !choices.isPackageMade ? unitsToShip(choices.lines, units) : null;
  const wished = [
    ...ready.flatMap((orderId) => parcelsOfReady(orderId, { choices, left })),
    ...toNumber.flatMap((id) => parcelsOf(id, numbers[id] ?? {})),
  ];
  const isNothing = part !== null && part.length === 0;
  const parcels = isNothing ? [] : wished.map((parcel) => (part === null ? parcel : { ...parcel, channelLineIds: part }));
  const isHandedOver = ready.length > 0 && choices?.isPackageMade !== false;
  const extras = { ...(isHandedOver ? { handover } : {}), ...(serviceId === undefined ? {} : { channelServiceId: serviceId }) };
  return {
    ready,
    toNumber,
    parcels,
    extras,
    handover,
    setHandover,
    serviceId,
    setServiceId,
    units,
    setUnits,
    numbers,
    setNumbers,
    left,
    setLeft,
    isConfirmed,
    confirm,
  };
}

type FieldsProps = { form: ReturnType<typeof useWish>; choices: ShippingChoices | null; faults: readonly Verdict[] };

function Fields({ form, choices, faults }: FieldsProps) {
  const { t } = useTranslation();
  const words = useReasonWords();
  const { ready, toNumber, numbers, setNumbers } = form;
  const isPartial =
    choices !== null &&
    !choices.isPackageMade &&
    choices.lines.some(({ channelLineIds }, _, all) => all.length > 1 || channelLineIds.length > 1);
  const faultOf = (orderId: string) => {
    const fault = faults.find((each) => each.orderId === orderId && each.code !== 'warned');
    return fault ? words.reason(fault) : null;
  };
  return (
    <>
      {ready.length > 0 && choices?.isPackageMade !== false && (
        <HandoverField choice={choices?.handover} value={form.handover} set={form.setHandover} />
      )}
      {ready.length > 0 && choices && choices.services.length > 0 && (
        <ServiceField services={choices.services} value={form.serviceId} set={form.setServiceId} />
      )}
      {ready.length > 0 && choices && choices.channelPackageIds.length > 1 && (
        <PackagesField packages={choices.channelPackageIds} left={form.left} set={form.setLeft} />
      )}
      {isPartial && <UnitsField lines={choices.lines} units={form.units} set={form.setUnits} />}
      {toNumber.length > 0 && (
        <Form.Item label={t('fulfilment.ship.own')}>
          <ul className="ship-numbers">
            {toNumber.slice(0, TYPED_MAX).map((orderId) => (
              <NumberRows
                key={orderId}
                orderId={orderId}
                numbers={numbers[orderId] ?? {}}
                set={(own) => setNumbers({ ...numbers, [orderId]: own })}
                fault={faultOf(orderId)}
              />
            ))}
          </ul>
          {toNumber.length > TYPED_MAX && (
            <p className="muted">{t('fulfilment.ship.tooManyToType', { count: toNumber.length - TYPED_MAX })}</p>
          )}
        </Form.Item>
      )}
    </>
  );
}

function HeldBack({ verdicts }: { verdicts: readonly Verdict[] }) {
  const { t } = useTranslation();
  const words = useReasonWords();
  if (verdicts.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      data-testid="ship-held-back"
      title={t('fulfilment.ship.heldBack', { count: verdicts.length })}
      description={
        <ul className="ship-refused">
          {verdicts.slice(0, SHOWN).map((verdict) => (
            <li key={verdict.orderId} data-code={verdict.code}>
              <OrderName orderId={verdict.orderId} /> {words.reason(verdict)}
            </li>
          ))}
          {verdicts.length > SHOWN && <li className="muted">{t('fulfilment.ship.more', { count: verdicts.length - SHOWN })}</li>}
        </ul>
      }
    />
  );
}

type WarningProps = { faults: readonly Verdict[]; isConfirmed: boolean; confirm: (isConfirmed: boolean) => void };

/** Signs by which the platform would take a parcel for one that is not there: sent only by a person who has seen them. */
function Warnings({ faults, isConfirmed, confirm }: WarningProps) {
  const { t } = useTranslation();
  const words = useReasonWords();
  if (faults.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      data-testid="ship-warnings"
      title={t('fulfilment.ship.warnings')}
      description={
        <>
          <ul className="ship-refused">
            {faults.slice(0, SHOWN).map(({ orderId, warnings }) => (
              <li key={orderId}>
                <OrderName orderId={orderId} /> {warnings.map(words.sign).join(' · ')}
              </li>
            ))}
            {faults.length > SHOWN && <li className="muted">{t('fulfilment.ship.more', { count: faults.length - SHOWN })}</li>}
          </ul>
          <Checkbox checked={isConfirmed} onChange={({ target }) => confirm(target.checked)} data-testid="confirm-warnings">
            {t('fulfilment.ship.confirm')}
          </Checkbox>
        </>
      }
    />
  );
}
