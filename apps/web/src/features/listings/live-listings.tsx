import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Listing } from '@tradewind/contract/types';
import { App, Button, Checkbox, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { call, type Request } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { formatCount } from '../../shared/money.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { Dialog } from '../../shared/widgets/dialog.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { useProblemWords } from './problem-words.tsx';
import { useAct } from './use-act.ts';

/** As many as one call takes. */
const AT_MOST = 200;
const statuses = [
  ...(['live', 'deactivated-by-seller', 'deactivated-by-platform', 'in-review', 'review-failed', 'frozen', 'draft'] as const),
  ...(['deleted'] as const),
];

/** Every listing of the shops as its platform shows it, published from here or not: put on, taken off, copied. */
export function LiveListings({ scope }: { scope: NonNullable<Request<'listings.list'>['query']> }) {
  const { t } = useTranslation();
  const mayWrite = useCan('listings:write');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const query = useInfiniteQuery({
    queryKey: ['listings.list', 'pages', scope],
    queryFn: ({ pageParam, signal }) => call('listings.list', { query: { limit: 50, ...scope, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <section className="panel" aria-label={t('listings.live.listings.list')}>
      {mayWrite && <Acts chosen={chosen} clear={() => setChosen(new Set())} />}
      <KeysetTable
        caption={t('listings.live.listings.list')}
        query={query}
        rowKey={({ id }) => id}
        rowData={({ shop, channelProductId, status }) => ({
          ...{ 'data-testid': 'listing-row', 'data-market': shop.market, 'data-listing': channelProductId, 'data-status': status },
        })}
        columns={[
          {
            key: 'title',
            title: t('listings.columns.product'),
            render: ({ id, title, channelProductId }) => (
              <Checkbox
                checked={chosen.has(id)}
                disabled={!mayWrite || (chosen.size >= AT_MOST && !chosen.has(id))}
                onChange={() => toggle(id)}
                aria-label={t('listings.live.listings.choose', { name: title })}
                data-testid={`choose-listing-${channelProductId}`}
              >
                <span className="publication-title" title={title}>
                  {title}
                </span>
              </Checkbox>
            ),
          },
          { key: 'shop', title: t('listings.columns.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
          { key: 'status', title: t('listings.live.listings.status'), render: (row) => <Status row={row} /> },
          { key: 'wish', title: t('listings.live.listings.wish'), render: (row) => <Wish row={row} /> },
          {
            key: 'skus',
            title: t('listings.live.listings.skus'),
            isDeskOnly: true,
            render: ({ variants }) => <code className="cell-second">{variants[0]?.sellerSku ?? '–'}</code>,
          },
        ]}
        empty={<EmptyState kind="first-use" title={t('listings.live.listings.empty')} text={t('listings.live.listings.emptyText')} />}
      />
    </section>
  );
}

function Status({ row: { status, locked } }: { row: Listing }) {
  const { t } = useTranslation();
  const known = statuses.find((each) => each === status);
  return (
    <>
      {t(`listings.live.listings.states.${known ?? 'other'}`)}
      {locked && <span className="cell-second">{t('listings.live.listings.locked')}</span>}
    </>
  );
}

/** The last wish, and why it was refused. */
function Wish({ row: { switched } }: { row: Listing }) {
  const { t } = useTranslation();
  const words = useProblemWords();
  if (!switched) return <span className="muted">–</span>;
  const step = switched.state === 'sent' ? 'planned' : switched.state;
  const reason = switched.code && words({ code: switched.code, weight: 'blocks', subjects: [], message: switched.message });
  return (
    <>
      {t(`listings.live.listings.switched.${step}-${switched.isOn ? 'on' : 'off'}`)}
      {reason && <span className="cell-second">{reason}</span>}
    </>
  );
}

function Acts({ chosen, clear }: { chosen: ReadonlySet<string>; clear: () => void }) {
  const { t, i18n } = useTranslation();
  const { notification } = App.useApp();
  const [isCopying, setCopying] = useState(false);
  const count = (value: number) => formatCount(value, i18n.language);
  const listingIds = [...chosen];
  const done = ({ planned, keptBack }: { planned: number; keptBack: number }) => {
    const words = { planned: count(planned), keptBack: count(keptBack) };
    notification.info({ title: t('listings.live.listings.done', words), placement: 'top' });
    clear();
  };
  const putOn = useAct(() => call('listing-switches.create', { body: { listingIds, isOn: true } }), done);
  const takeOff = useAct(() => call('listing-switches.create', { body: { listingIds, isOn: false } }), done);
  const isNone = chosen.size === 0;
  return (
    <div className="panel-head">
      <Space wrap>
        <Button disabled={isNone} loading={putOn.isPending} onClick={() => putOn.mutate()} data-testid="put-on">
          {t('listings.live.listings.on')}
        </Button>
        <Button disabled={isNone} loading={takeOff.isPending} onClick={() => takeOff.mutate()} data-testid="take-off">
          {t('listings.live.listings.off')}
        </Button>
        <Button disabled={isNone} onClick={() => setCopying(true)} data-testid="copy-listings">
          {t('listings.live.listings.copy')}
        </Button>
        <span className="muted" role="status">
          {t('listings.live.listings.chosen', { count: chosen.size })}
        </span>
      </Space>
      {isCopying && <Copy listingIds={listingIds} close={() => setCopying(false)} />}
    </div>
  );
}

function Copy({ listingIds, close }: { listingIds: string[]; close: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { shops } = useShops();
  const [shopIds, setShopIds] = useState<string[]>([]);
  const copy = useAct(
    () => call('listing-copies.create', { body: { listingIds, shopIds } }),
    ({ id }) => void navigate({ to: '/listings/publish', search: { run: id } }),
  );
  return (
    <Dialog
      open
      title={t('listings.live.listings.copyTitle')}
      okText={t('listings.live.listings.copyGo')}
      okButtonProps={{ disabled: shopIds.length === 0, loading: copy.isPending }}
      onOk={() => copy.mutate()}
      onCancel={close}
    >
      <p className="muted">{t('listings.live.listings.copyText')}</p>
      <Checkbox.Group
        className="copy-shops"
        value={shopIds}
        onChange={setShopIds}
        options={shops.filter(({ state }) => state === 'active').map((shop) => ({ value: shop.id, label: <ShopChip shop={shop} /> }))}
      />
    </Dialog>
  );
}
