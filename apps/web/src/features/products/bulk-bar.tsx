import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ProductSummary } from '@tradewind/contract/types';
import { goodsCategories } from '@tradewind/rules/categories';
import { App, Button, Select, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery, call, type Request } from '../../shared/api/call.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { formatCount } from '../../shared/money.ts';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';
import { DraftDialog } from '../localisation/draft-dialog.tsx';
import { statuses } from './filters.ts';

/** As many as one call takes. */
const AT_MOST = 500;
/** As many as an address holds; more are found by a filter. */
const TABLE_MAX = 200;
type Change = Omit<Request<'products.change-many'>['body'], 'productIds'>;
type Props = { shown: readonly ProductSummary[]; chosen: ReadonlySet<string>; setChosen: (chosen: ReadonlySet<string>) => void };

/** What is done to all that are chosen; it stays in sight while the table scrolls. */
export function BulkBar({ shown, chosen, setChosen }: Props) {
  const { t, i18n } = useTranslation();
  const { notification } = App.useApp();
  const { categoryName } = useDocumentNames();
  const textOf = useProblemText();
  const navigate = useNavigate();
  const groups = useQuery(apiQuery('product-groups.list', {})).data?.items ?? [];
  const client = useQueryClient();
  const count = (value: number) => formatCount(value, i18n.language);
  const [isDrafting, setDrafting] = useState(false);
  const change = useMutation({
    mutationFn: (wish: Change) => call('products.change-many', { body: { ...wish, productIds: [...chosen].slice(0, AT_MOST) } }),
    onSuccess: async ({ changed }) => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('products.') });
      setChosen(new Set());
      notification.success({ title: t('products.bulk.done', { count: changed, products: count(changed) }), placement: 'top' });
    },
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
  });
  return (
    <section className="bulk-bar" aria-label={t('products.bulk.title')} data-testid="product-bulk">
      <span role="status">{t('products.bulk.chosen', { count: chosen.size, products: count(chosen.size) })}</span>
      <Space wrap>
        <Button size="small" onClick={() => setChosen(new Set(shown.slice(0, AT_MOST).map(({ id }) => id)))}>
          {t('products.bulk.shown')}
        </Button>
        <Button size="small" type="text" onClick={() => setChosen(new Set())}>
          {t('products.bulk.none')}
        </Button>
        <Select
          size="small"
          className="bulk-category"
          aria-label={t('products.bulk.category')}
          placeholder={t('products.bulk.category')}
          popupMatchSelectWidth={false}
          showSearch={{ optionFilterProp: 'label' }}
          value={null}
          options={goodsCategories.map((value) => ({ value, label: categoryName(value) }))}
          onChange={(category: string) => change.mutate({ category })}
        />
        <Button size="small" onClick={() => setDrafting(true)} data-testid="bulk-texts">
          {t('products.texts.draft')}
        </Button>
        {groups.length > 0 && (
          <Select
            size="small"
            className="bulk-category"
            aria-label={t('products.bulk.group')}
            placeholder={t('products.bulk.group')}
            popupMatchSelectWidth={false}
            showSearch={{ optionFilterProp: 'label' }}
            value={null}
            options={groups.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(groupId: string) => change.mutate({ groupId })}
            data-testid="bulk-group"
          />
        )}
        <Button
          size="small"
          disabled={chosen.size > TABLE_MAX}
          onClick={() => void navigate({ to: '/products/table', search: { ids: [...chosen].join(',') } })}
          data-testid="bulk-table"
        >
          {t('products.table.open')}
        </Button>
        {statuses.map((status) => (
          <Button
            key={status}
            size="small"
            loading={change.isPending && change.variables.status === status}
            onClick={() => change.mutate({ status })}
            data-testid={`bulk-${status}`}
          >
            {t(`products.bulk.to.${status}`)}
          </Button>
        ))}
      </Space>
      {isDrafting && <DraftDialog productIds={[...chosen].slice(0, AT_MOST)} close={() => setDrafting(false)} />}
    </section>
  );
}
