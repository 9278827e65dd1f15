import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { shopsQuery } from '../../shared/api/shops.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';

/** In which markets the chosen products shall get a draft. */
export function DraftDialog({ productIds, close }: { productIds: readonly string[]; close: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data } = useQuery(shopsQuery);
  const markets = [...new Set((data?.items ?? []).filter(({ state }) => state !== 'unbound').map(({ market }) => market))].sort();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = markets.filter((market) => !left.has(market));
  const start = useMutation({
    mutationFn: () => call('text-runs.create', { body: { productIds: [...productIds], markets: chosen } }),
    onSuccess: ({ id }) => navigate({ to: '/products/texts', search: { run: id } }),
  });
  const turn = (market: string) => setLeft(new Set(left.has(market) ? [...left].filter((one) => one !== market) : [...left, market]));
  return (
    <Dialog
      open
      title={t('products.texts.draft')}
      onCancel={close}
      cancelText={t('settings.cancel')}
      okText={t('products.texts.start')}
      okButtonProps={{ disabled: chosen.length === 0, loading: start.isPending, 'data-testid': 'draft-start' }}
      onOk={() => start.mutate()}
    >
      <p>{t('products.texts.hint')}</p>
      <div className="text-markets">
        {markets.map((market) => (
          <Checkbox key={market} checked={!left.has(market)} onChange={() => turn(market)}>
            <MarketChip market={market} />
          </Checkbox>
        ))}
      </div>
      {start.isError && <ErrorPanel error={start.error} />}
    </Dialog>
  );
}
