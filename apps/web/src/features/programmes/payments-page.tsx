import { CheckCircleOutlined, CloseCircleOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PaymentCoverage } from '@tradewind/contract/types';
import { programmeFacts } from '@tradewind/rules/programme-facts';
import { App, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan, useMe } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { formatPercent } from '../../shared/money.ts';
import { MarketChip, ShopChip } from '../../shared/widgets/chips.tsx';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { ErrorPanel, useProblemText } from '../../shared/widgets/error-panel.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { SourceNote } from './source-note.tsx';
import { usePolicyWords } from './use-reason-words.ts';

const methods = ['card', 'bnpl', 'wallet', 'oxxo', 'pix', 'boleto'] as const;
const cards = programmeFacts.find(({ id }) => id === 'mexico-credit-cards');

export function PaymentsPage() {
  return (
    <Requires scope="listings:read">
      <Payments />
    </Requires>
  );
}

function Payments() {
  const { t, i18n } = useTranslation();
  const query = useQuery(apiQuery('local-payments.list', {}));
  const columns = useColumns();
  if (query.isPending)
    return (
      <div className="panel">
        <SkeletonRows rows={4} label={t('common.loading')} />
      </div>
    );
  if (query.isError && !query.data) return <ErrorPanel error={query.error} retry={() => void query.refetch()} />;
  return (
    <section className="panel" aria-label={t('programmes.places.payments')}>
      <header className="panel-head">
        <p className="muted">{t('programmes.payments.text')}</p>
      </header>
      <DataTable
        caption={t('programmes.places.payments')}
        columns={columns}
        rows={query.data?.items ?? []}
        rowKey={({ market }) => market}
        rowData={({ market, adequate }) => ({ 'data-testid': `payments-${market}`, 'data-adequate': String(adequate) })}
      />
      {cards && (
        <p className="payments-note muted">
          {t('programmes.payments.cards', { share: formatPercent(Number(cards.values.adultsShare), i18n.language, 0) })}{' '}
          <SourceNote {...cards} />
        </p>
      )}
    </section>
  );
}

function useColumns(): Column<PaymentCoverage>[] {
  const { t, i18n } = useTranslation();
  const { option } = usePolicyWords('local-payments');
  const nameOf = (place: 'missing' | 'recommended', code: string) => option(`${place}.${code}`);
  return [
    { key: 'market', title: t('figures.market'), render: ({ market }) => <MarketChip market={market} isNamed /> },
    {
      key: 'shops',
      title: t('nav.shops'),
      render: ({ shops }) =>
        shops.length > 0 ? (
          shops.map((shop) => <ShopChip key={shop.id} shop={shop} />)
        ) : (
          <span className="muted">{t('programmes.payments.noShop')}</span>
        ),
    },
    { key: 'methods', title: t('programmes.payments.methods'), render: (row) => <Methods row={row} /> },
    {
      key: 'state',
      title: t('programmes.payments.state'),
      render: ({ adequate }) =>
        adequate === null ? (
          <Tag tone="quiet" icon={<QuestionCircleOutlined />}>
            {t('programmes.payments.unsaid')}
          </Tag>
        ) : (
          <Tag tone={adequate ? 'done' : 'losing'} icon={adequate ? <CheckCircleOutlined /> : <CloseCircleOutlined />}>
            {t(adequate ? 'programmes.payments.adequate' : 'programmes.payments.lacking')}
          </Tag>
        ),
    },
    {
      key: 'missing',
      title: t('programmes.payments.missing'),
      render: ({ missing }) => <span className="payment-names">{missing.map((code) => nameOf('missing', code)).join(', ') || '–'}</span>,
    },
    {
      key: 'recommended',
      title: t('programmes.payments.recommended'),
      render: ({ recommended }) => (
        <span className="payment-names">{recommended.map((code) => nameOf('recommended', code)).join(', ') || '–'}</span>
      ),
    },
    {
      key: 'loss',
      title: t('programmes.payments.loss'),
      isNumber: true,
      render: ({ estimatedLossShare, atLeast }) => {
        if (estimatedLossShare === null) return '–';
        const share = formatPercent(estimatedLossShare, i18n.language, 0);
        return (
          <span className={estimatedLossShare > 0 ? 'tone-losing' : undefined}>
            {atLeast ? t('programmes.payments.atLeast', { share }) : share}
          </span>
        );
      },
    },
  ];
}

function Methods({ row }: { row: PaymentCoverage }) {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const textOf = useProblemText();
  const { option } = usePolicyWords('local-payments');
  const { shopIds } = useMe();
  // It holds for every shop of the market, so it is not for those who are bound to some.
  const mayWrite = useCan('programmes:write') && shopIds === null;
  const client = useQueryClient();
  const set = useMutation({
    mutationFn: (chosen: PaymentCoverage['methods']) =>
      call('local-payments.set', { params: { market: row.market }, body: { methods: chosen } }),
    onError: (error) => {
      const { title, remedy } = textOf(error);
      notification.error({ title, description: remedy, placement: 'top' });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['local-payments.list'] }),
  });
  return (
    <Select
      className="payment-methods"
      mode="multiple"
      aria-label={`${t('programmes.payments.methods')}: ${row.market}`}
      disabled={!mayWrite}
      placeholder={t('programmes.payments.choose')}
      value={(set.isPending ? set.variables : row.methods) ?? []}
      options={methods.map((value) => ({ value, label: option(`methods.${value}`) }))}
      onChange={(chosen) => set.mutate(chosen.length > 0 ? chosen : null)}
    />
  );
}
