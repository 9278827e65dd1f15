import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import type { Rule } from './use-stock.ts';

type Edited = Pick<Rule, 'shopId' | 'variantId' | 'sku'>;
const ofAll: Edited = { shopId: null, variantId: null, sku: null };

/** How much of the stock may each shop show, and which rule speaks where? */
export function StockRulesPage() {
  const { t } = useTranslation();
  const mayWrite = useCan('stock:write');
  const [edited, setEdited] = useState<Edited | null>(null);
  return (
    <>
      <PageHeader
        title={t('stock.places.rules')}
        answer={t('stock.rules.question')}
        actions={
          mayWrite && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited(ofAll)} data-testid="add-rule">
              {t('stock.rules.add')}
            </Button>
          )
        }
      />
      <Requires scope="stock:read">
        <Rules edit={mayWrite ? setEdited : undefined} />
      </Requires>
      {edited && (
        <RuleDialog
          variant={edited.variantId === null ? null : { id: edited.variantId, sku: edited.sku ?? '' }}
          shopId={edited.shopId}
          close={() => setEdited(null)}
        />
      )}
    </>
  );
}

function Rules({ edit }: { edit: ((rule: Edited) => void) | undefined }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(apiQuery('allocation-rules.list', {}));
  const columns = useColumns();
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={4} label={t('common.loading')} />;
  return (
    <section className="panel">
      {data.items.length === 0 ? (
        <EmptyState kind="first-use" title={t('stock.rules.none')} text={t('stock.rules.noneText')} />
      ) : (
        <DataTable
          caption={t('stock.places.rules')}
          columns={columns}
          rows={data.items}
          rowKey={({ id }) => id}
          rowData={() => ({ 'data-testid': 'rule-row' })}
          {...(edit ? { onOpen: edit } : {})}
        />
      )}
      <p className="muted stock-note">{t('stock.rules.order')}</p>
    </section>
  );
}

function useColumns(): Column<Rule>[] {
  const { t, i18n } = useTranslation();
  const { data } = useQuery(apiQuery('stock-shops.list', {}));
  const count = (value: number) => formatCount(value, i18n.language);
  const shopOf = (id: string) => data?.items.find(({ shop }) => shop.id === id)?.shop;
  return [
    {
      key: 'shop',
      title: t('stock.rule.shop'),
      render: ({ shopId }) => {
        const shop = shopId === null ? undefined : shopOf(shopId);
        return shop ? <ShopChip shop={shop} /> : t(shopId === null ? 'stock.rule.every' : 'stock.rules.gone');
      },
    },
    { key: 'sku', title: t('stock.sku'), render: ({ sku }) => (sku === null ? t('stock.rules.everySku') : <strong>{sku}</strong>) },
    {
      key: 'kind',
      title: t('stock.rule.kind'),
      render: ({ kind, value }) =>
        `${t(`stock.rule.kinds.${kind}`)}${kind === 'exact' ? '' : ` · ${count(value)}${kind === 'percent' ? '%' : ''}`}`,
    },
    { key: 'safetyStock', title: t('stock.rule.safetyStock'), isNumber: true, render: ({ safetyStock }) => count(safetyStock) },
    { key: 'minimum', title: t('stock.rule.minimum'), isNumber: true, render: ({ minimum }) => count(minimum) },
    {
      key: 'changed',
      title: t('stock.ledger.at'),
      isDeskOnly: true,
      render: ({ changedAt, changedBy }) => (
        <>
          <Instant at={changedAt} /> <span className="muted">{changedBy}</span>
        </>
      ),
    },
  ];
}
