import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons';
import { knownCurrencies } from '@tradewind/rules/money';
import { Button, Input, InputNumber, Select, Space, Switch } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type Draft, kinds } from './provider-draft.ts';

type Props = {
  draft: Draft;
  isOff: boolean;
  place: { at: number; of: number };
  change: (more: Partial<Draft>) => void;
  move: (by: number) => void;
  remove: () => void;
};

export function ProviderFields({ draft, isOff, place, change, move, remove }: Props) {
  const { t } = useTranslation();
  const { kind, name, address, model, secret, hasKey, isOn } = draft;
  return (
    <>
      <div className="provider-head">
        <Input
          aria-label={t('translation.settings.name')}
          value={name}
          maxLength={80}
          readOnly={isOff}
          onChange={({ target }) => change({ name: target.value })}
          data-testid="provider-name"
        />
        <Switch
          checked={isOn}
          disabled={isOff}
          aria-label={t('translation.settings.isOn', { name })}
          onChange={(next) => change({ isOn: next })}
        />
        {!isOff && (
          <Space.Compact>
            <Button
              icon={<ArrowUpOutlined />}
              disabled={place.at === 0}
              aria-label={t('translation.settings.up', { name })}
              onClick={() => move(-1)}
            />
            <Button
              icon={<ArrowDownOutlined />}
              disabled={place.at === place.of - 1}
              aria-label={t('translation.settings.down', { name })}
              onClick={() => move(1)}
            />
            <Button icon={<DeleteOutlined />} aria-label={t('translation.settings.remove', { name })} onClick={remove} />
          </Space.Compact>
        )}
      </div>
      <div className="provider-fields">
        <Field label={t('translation.settings.kind')}>
          {(id) => (
            <Select
              id={id}
              disabled={isOff}
              value={kind}
              options={kinds.map((value) => ({ value, label: t(`translation.kinds.${value}`) }))}
              onChange={(next) => change({ kind: next })}
              data-testid="provider-kind"
            />
          )}
        </Field>
        <Field label={t('translation.settings.address')}>
          {(id) => (
            <Input
              id={id}
              value={address}
              readOnly={isOff}
              placeholder={t(`translation.addresses.${kind}`)}
              onChange={({ target }) => change({ address: target.value })}
            />
          )}
        </Field>
        {kind === 'openai-compatible' && (
          <Field label={t('translation.settings.model')}>
            {(id) => <Input id={id} value={model} readOnly={isOff} onChange={({ target }) => change({ model: target.value })} />}
          </Field>
        )}
        {kind !== 'apertium' && (
          <Field label={t(hasKey ? 'translation.settings.keyKept' : 'translation.settings.key')}>
            {(id) => (
              <Input.Password
                id={id}
                value={secret}
                readOnly={isOff}
                autoComplete="off"
                onChange={({ target }) => change({ secret: target.value })}
              />
            )}
          </Field>
        )}
        <Price draft={draft} isOff={isOff} change={change} />
      </div>
      {kind === 'apertium' && address.trim() === '' && <p className="muted">{t('translation.settings.program')}</p>}
    </>
  );
}

function Price({ draft: { price, currency }, isOff, change }: Pick<Props, 'draft' | 'isOff' | 'change'>) {
  const { t } = useTranslation();
  return (
    <Field label={t('translation.settings.price')}>
      {(id) => (
        <Space.Compact block>
          <InputNumber id={id} min={0} max={100_000} value={price} disabled={isOff} onChange={(next) => change({ price: next })} />
          <Select
            aria-label={t('translation.settings.currency')}
            showSearch
            disabled={isOff}
            value={currency}
            options={knownCurrencies.map((value) => ({ value, label: value }))}
            onChange={(next) => change({ currency: next })}
          />
        </Space.Compact>
      )}
    </Field>
  );
}

function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="provider-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}
