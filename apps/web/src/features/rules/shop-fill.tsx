import { useMutation } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import type { Filled } from './form-context.ts';

/** Fills what the workbench knows about a shop. On request only: the example is nobody's shop. */
export function ShopFill({ id, onFilled }: { id: string; onFilled: (filled: readonly Filled[]) => void }) {
  const { t } = useTranslation();
  const mayAsk = useCan('shops:read');
  const { shops } = useShops();
  const fill = useMutation({
    mutationFn: (shopId: string) => call('policies.from-shop', { params: { policyId: id, shopId } }),
    onSuccess: ({ filled }) => onFilled(filled),
  });
  const bound = shops.filter((shop) => shop.state !== 'unbound');
  if (!mayAsk || bound.length === 0) return null;
  return (
    <div className="rule-fill">
      <Select
        aria-label={t('rules.fillFrom')}
        data-testid="rule-fill"
        placeholder={t('rules.fillFrom')}
        loading={fill.isPending}
        showSearch={{ optionFilterProp: 'search' }}
        options={bound.map((shop) => ({ value: shop.id, search: `${shop.name} ${shop.market}`, label: <ShopChip shop={shop} /> }))}
        onChange={(shopId: string) => fill.mutate(shopId)}
        {...(fill.isSuccess ? {} : { value: null })}
      />
      <span role="status" className="muted">
        {fill.isSuccess && t('rules.filled', { count: fill.data.filled.length })}
      </span>
      {fill.isError && <ErrorPanel error={fill.error} />}
    </div>
  );
}
