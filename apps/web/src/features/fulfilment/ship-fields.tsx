import { Checkbox, Form, InputNumber, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import type { Handover, ShippingChoices } from './use-shipping.ts';

type HandoverProps = { choice: ShippingChoices['handover'] | undefined; value: Handover; set: (value: Handover) => void };

/** How the platform's carrier gets the parcel. Of many orders the carrier's next slot is taken, because each has slots of its own. */
export function HandoverField({ choice, value, set }: HandoverProps) {
  const { t } = useTranslation();
  const slots = choice?.slots.filter(({ isOpen }) => isOpen) ?? [];
  const slot = value.method === 'pick-up' ? value.slot : null;
  const chosen = slots.find(({ from }) => from === slot?.from)?.from ?? '';
  const choose = (from: string) => {
    const found = slots.find((each) => each.from === from);
    set({ method: 'pick-up', slot: found ? { from: found.from, until: found.until } : null });
  };
  return (
    <Form.Item label={t('fulfilment.ship.handover')}>
      <Radio.Group
        aria-label={t('fulfilment.ship.handover')}
        value={value.method}
        onChange={({ target }) => set(target.value === 'pick-up' ? { method: 'pick-up', slot: null } : { method: 'drop-off' })}
        options={[
          { value: 'drop-off', label: t('fulfilment.handover.drop-off'), disabled: choice?.canDropOff === false },
          { value: 'pick-up', label: t('fulfilment.handover.pick-up'), disabled: choice?.canPickUp === false },
        ]}
      />
      {value.method === 'pick-up' && slots.length > 0 && (
        <Select
          className="ship-slot"
          aria-label={t('fulfilment.ship.slot')}
          value={chosen}
          onChange={choose}
          options={[
            { value: '', label: t('fulfilment.ship.nextSlot') },
            ...slots.map(({ from, until }) => ({ value: from, label: <SlotWords from={from} until={until} /> })),
          ]}
        />
      )}
      {value.method === 'drop-off' && choice?.dropOffPage && (
        <a href={choice.dropOffPage} target="_blank" rel="noreferrer">
          {t('fulfilment.ship.dropOffPage')}
        </a>
      )}
    </Form.Item>
  );
}

function SlotWords({ from, until }: { from: string; until: string }) {
  return (
    <>
      <Instant at={from} /> – <Instant at={until} />
    </>
  );
}

type ServiceProps = { services: ShippingChoices['services']; value: string | undefined; set: (value: string) => void };

export function ServiceField({ services, value, set }: ServiceProps) {
  const { t } = useTranslation();
  const chosen = value ?? services.find(({ isDefault }) => isDefault)?.channelServiceId;
  return (
    <Form.Item label={t('fulfilment.ship.service')} htmlFor="ship-service">
      <Select
        id="ship-service"
        {...(chosen === undefined ? {} : { value: chosen })}
        onChange={set}
        options={services.map(({ channelServiceId, name, carrier, price, currency, daysMin, daysMax }) => ({
          value: channelServiceId,
          label: (
            <span className="ship-service">
              <span>{[carrier, name].filter(Boolean).join(' · ')}</span>
              {daysMin !== null && daysMax !== null && (
                <span className="muted">{t('fulfilment.ship.days', { from: daysMin, to: daysMax })}</span>
              )}
              <Money value={{ amount: price, currency }} />
            </span>
          ),
        }))}
      />
    </Form.Item>
  );
}

type UnitsProps = {
  lines: ShippingChoices['lines'];
  /** How many units of each line leave now, by the line's place. */
  units: readonly number[];
  set: (units: number[]) => void;
};

/** A part of an order: what does not leave now leaves later. */
export function UnitsField({ lines, units, set }: UnitsProps) {
  const { t } = useTranslation();
  return (
    <Form.Item label={t('fulfilment.ship.units')}>
      <ul className="ship-lines">
        {lines.map(({ channelLineIds, sellerSku, productName }, at) => (
          <li key={channelLineIds[0] ?? sellerSku}>
            <span>
              <strong>{sellerSku}</strong>
              <span className="cell-second">{productName}</span>
            </span>
            <span className="num">
              <InputNumber
                aria-label={t('fulfilment.ship.unitsOf', { sku: sellerSku })}
                min={0}
                max={channelLineIds.length}
                precision={0}
                value={units[at] ?? channelLineIds.length}
                onChange={(count) =>
                  set(lines.map((line, each) => (each === at ? (count ?? 0) : (units[each] ?? line.channelLineIds.length))))
                }
                data-testid="ship-units"
              />{' '}
              / {channelLineIds.length}
            </span>
          </li>
        ))}
      </ul>
    </Form.Item>
  );
}

type PackagesProps = { packages: readonly string[]; left: readonly string[]; set: (left: string[]) => void };

/** Of an order that was split: the parcels that leave now, all of them unless some are `left`. */
export function PackagesField({ packages, left, set }: PackagesProps) {
  const { t } = useTranslation();
  return (
    <Form.Item label={t('fulfilment.ship.units')}>
      <Checkbox.Group
        value={packages.filter((id) => !left.includes(id))}
        onChange={(chosen) => set(packages.filter((id) => !chosen.includes(id)))}
        options={packages.map((id) => ({ value: id, label: <span className="num">{id}</span> }))}
        data-testid="ship-packages"
      />
    </Form.Item>
  );
}
