import { CheckCircleOutlined, ExclamationCircleOutlined, MinusCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TaxId } from '@tradewind/contract/types';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { formatMoney } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { nowMs } from '../../shared/time.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant, TimeAgo } from '../../shared/widgets/instant.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { dayWords } from './day-words.ts';

/** Is money held, or about to be, for want of a tax number? */
export function TaxIdsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('finance.places.tax-ids')} answer={t('finance.tax.question')} />
      <Requires scope="finance:read">
        <TaxIds />
      </Requires>
    </>
  );
}

function TaxIds() {
  const { t, i18n } = useTranslation();
  const { query: scope } = useScope();
  const { open } = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const mayWrite = useCan('finance:write');
  const { data, error, refetch } = useQuery(apiQuery('tax-ids.list', { query: scope }));
  const columns = useColumns();
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={4} label={t('common.loading')} />;
  const chosen = data.items.find(({ shop }) => shop.id === open);
  const choose = (shopId: string | undefined) => setSearch({ open: shopId });
  return (
    <section className="panel">
      {data.items.length === 0 ? (
        <EmptyState kind="no-match" title={t('finance.tax.none')} text={t('finance.tax.noneText')} />
      ) : (
        <DataTable
          caption={t('finance.places.tax-ids')}
          columns={[
            ...columns,
            {
              key: 'action',
              title: t('settings.action'),
              render: ({ shop }) =>
                mayWrite && (
                  <Button size="small" onClick={() => choose(shop.id)} data-testid="note-tax-id">
                    {t('finance.tax.note')}
                  </Button>
                ),
            },
          ]}
          rows={data.items}
          rowKey={({ shop }) => shop.id}
          rowData={(row) => ({ 'data-testid': 'tax-row', 'data-market': row.shop.market, 'data-state': stateOf(row) })}
        />
      )}
      <p className="muted panel-note">{t('finance.tax.rule', { limit: formatMoney(data.limit, i18n.language) })}</p>
      {chosen && mayWrite && <NoteDialog taxId={chosen} close={() => choose(undefined)} />}
    </section>
  );
}

type State = 'frozen' | 'freezing' | 'prompt' | 'filed' | 'calm';
function stateOf({ frozen, freezesAt, prompt, filedOn }: TaxId): State {
  if (frozen) return 'frozen';
  if (freezesAt) return 'freezing';
  if (prompt) return 'prompt';
  return filedOn ? 'filed' : 'calm';
}
const tags: Record<State, readonly ['losing' | 'soon' | 'done' | 'quiet', React.ReactNode]> = {
  frozen: ['losing', <WarningOutlined key="i" />],
  freezing: ['soon', <ExclamationCircleOutlined key="i" />],
  prompt: ['soon', <ExclamationCircleOutlined key="i" />],
  filed: ['done', <CheckCircleOutlined key="i" />],
  calm: ['quiet', <MinusCircleOutlined key="i" />],
};

function useColumns(): Column<TaxId>[] {
  const { t, i18n } = useTranslation();
  const dayOr = (day: string | null) => (day ? dayWords(day, i18n.language) : <span className="muted">–</span>);
  return [
    { key: 'shop', title: t('finance.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
    {
      key: 'state',
      title: t('finance.tax.state'),
      render: (row) => {
        const [tone, icon] = tags[stateOf(row)];
        return (
          <Tag tone={tone} icon={icon}>
            {t(`finance.tax.states.${stateOf(row)}`)}
          </Tag>
        );
      },
    },
    {
      key: 'sales',
      title: t('finance.tax.sales'),
      isNumber: true,
      render: ({ sales, salesUsd }) => (
        <>
          <Money value={sales} /> <span className="muted">≈ {salesUsd ? formatMoney(salesUsd, i18n.language) : t('common.noRate')}</span>
        </>
      ),
    },
    { key: 'prompted', title: t('finance.tax.prompted'), render: ({ promptedOn }) => dayOr(promptedOn) },
    { key: 'filed', title: t('finance.tax.filed'), render: ({ filedOn }) => dayOr(filedOn) },
    {
      key: 'freeze',
      title: t('finance.tax.freeze'),
      render: ({ freezesAt, frozen, frozenUntil, shop }) => {
        const at = frozen ? frozenUntil : freezesAt;
        if (!at) return <span className="muted">–</span>;
        return (
          <>
            {t(frozen ? 'finance.tax.until' : 'finance.tax.from')} <Instant at={at} shopZone={shop.timeZone} />{' '}
            <span className="muted">
              <TimeAgo at={at} />
            </span>
          </>
        );
      },
    },
  ];
}

/** What the platform's letter and one's own filing say; both are days of the shop. */
function NoteDialog({ taxId: { shop, promptedOn, filedOn }, close }: { taxId: TaxId; close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [prompted, setPrompted] = useState(promptedOn ?? '');
  const [filed, setFiled] = useState(filedOn ?? '');
  const today = new Date(nowMs()).toISOString().slice(0, 10);
  const save = useMutation({
    mutationFn: () => call('tax-ids.set', { params: { shopId: shop.id }, body: { promptedOn: prompted || null, filedOn: filed || null } }),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => /^(tax-ids|duties)\./.test(String(queryKey[0])) });
      close();
    },
  });
  return (
    <Dialog
      open
      title={<ShopChip shop={shop} />}
      onCancel={close}
      okText={t('finance.tax.save')}
      cancelText={t('settings.cancel')}
      okButtonProps={{ loading: save.isPending, 'data-testid': 'save-tax-id' }}
      onOk={() => save.mutate()}
    >
      <Form layout="vertical" component="div">
        {save.isError && <ErrorPanel error={save.error} />}
        <Form.Item label={t('finance.tax.prompted')} htmlFor="tax-prompted" extra={t('finance.tax.promptedHelp')}>
          <Input id="tax-prompted" type="date" max={today} value={prompted} onChange={({ target }) => setPrompted(target.value)} />
        </Form.Item>
        <Form.Item label={t('finance.tax.filed')} htmlFor="tax-filed" extra={t('finance.tax.filedHelp')}>
          <Input id="tax-filed" type="date" max={today} value={filed} onChange={({ target }) => setFiled(target.value)} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
