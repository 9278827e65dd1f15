import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DatedPriceRule } from '@tradewind/contract/types';
import { usualTaxes } from '@tradewind/rules/price-rows';
import { App, Button, ConfigProvider, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { nowMs } from '../../shared/time.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';
import { type Draft, isAboutPrices } from './draft.tsx';
import { MarketRows } from './market-rows.tsx';
import { MoneyFields, ScopeFields, ShareFields } from './rule-fields.tsx';

type Props = {
  of: DatedPriceRule | null;
  typed: Draft | null;
  close: () => void;
  onPreview: (draft: Draft) => void;
  onRemoved: () => void;
};

/** What a new rule begins with: the usual taxes, a third to keep, and a floor of a tenth. */
const begin = (): Draft => ({
  scope: {},
  validFrom: new Date(nowMs()).toISOString().slice(0, 10),
  rule: {
    ...{ basePrice: null, wanted: { kind: 'margin', share: 0.3 }, paymentChannel: 'platform-pay', creatorShare: 0 },
    ...{ taxes: [...usualTaxes], shipping: [], ending: 'local', programme: null, floorShare: 0.1, floorPrice: null },
  },
});

const draftOf = ({ scope: { productTitle: _title, ...scope }, validFrom, rule }: DatedPriceRule): Draft => ({ scope, validFrom, rule });

/** Write or change a rule. It goes to the preview first: nothing is kept from here. */
export function RuleDrawer({ of, typed, close, onPreview, onRemoved }: Props) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const mayWrite = useCan('finance:write');
  const [draft, setDraft] = useState<Draft>(() => typed ?? (of ? draftOf(of) : begin()));
  const change = (rule: Partial<Draft['rule']>) => setDraft((before) => ({ ...before, rule: { ...before.rule, ...rule } }));
  return (
    <Drawer open onClose={close} size={isPhone ? '100%' : 640} title={t(of ? 'prices.form.edit' : 'prices.rules.new')}>
      <form
        className="drawer-body price-form"
        data-testid="price-rule-form"
        onSubmit={(event) => {
          event.preventDefault();
          onPreview(draft);
        }}
      >
        <ConfigProvider componentDisabled={!mayWrite}>
          <ScopeFields draft={draft} set={(part) => setDraft((before) => ({ ...before, ...part }))} />
          <ShareFields rule={draft.rule} change={change} />
          <MoneyFields rule={draft.rule} change={change} />
          <MarketRows rule={draft.rule} change={change} />
        </ConfigProvider>
        {mayWrite && (
          <div className="card-dates">
            <Button type="primary" htmlType="submit" data-testid="preview-price-rule">
              {t('prices.form.preview')}
            </Button>
            {of && <Remove of={of} onRemoved={onRemoved} />}
          </div>
        )}
      </form>
    </Drawer>
  );
}

function Remove({ of, onRemoved }: { of: DatedPriceRule; onRemoved: () => void }) {
  const { t } = useTranslation();
  const { modal, notification } = App.useApp();
  const client = useQueryClient();
  const textOf = useProblemText();
  const remove = useMutation({
    mutationFn: () => call('price-rules.remove', { params: { priceRuleId: of.id } }),
    onSuccess: async () => {
      onRemoved();
      await client.invalidateQueries({ predicate: isAboutPrices });
    },
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
  });
  const ask = () =>
    modal.confirm({
      title: t('prices.form.removeTitle'),
      content: t('prices.form.removeText'),
      okText: t('prices.form.remove'),
      okButtonProps: { danger: true },
      cancelText: t('settings.cancel'),
      autoFocusButton: 'cancel',
      onOk: () => remove.mutateAsync().catch(() => undefined),
    });
  return (
    <Button danger loading={remove.isPending} onClick={ask}>
      {t('prices.form.remove')}
    </Button>
  );
}
