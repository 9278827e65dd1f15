import { PlusOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope, useSetScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { useShops } from '../../shared/api/shops.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { BackfillBanner } from './backfill.tsx';
import { BindDialog } from './bind-dialog.tsx';
import { BindingProblem, BindingResult } from './binding-result.tsx';
import { useShopColumns } from './shop-columns.tsx';
import { ShopDrawer } from './shop-drawer.tsx';
import { byUrgency, isIn, type ShopView, shopViews } from './shop-order.ts';
import './shops.css';
import { ShopsAnswer } from './shops-answer.tsx';

export function ShopsPage() {
  const { t } = useTranslation();
  const mayBind = useCan('shops:write');
  const search = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const [isBinding, setBinding] = useState(false);
  const bindAnew = () => setBinding(true);
  const closeResult = () => setSearch({ authorization: undefined, bindingProblem: undefined }, true);
  return (
    <>
      <PageHeader
        title={t('nav.shops')}
        answer={<ShopsAnswer />}
        actions={
          mayBind ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={bindAnew} data-testid="bind-shop">
              {t('shops.bind.action')}
            </Button>
          ) : (
            // A button that is simply absent would leave one looking for it.
            <span className="muted">{t('common.noRight.text', { scope: t('scopes.shops:write') })}</span>
          )
        }
      />
      <Requires scope="shops:read">
        <div className="shops">
          {search.authorization ? (
            <BindingResult authorizationId={search.authorization} close={closeResult} bindAnew={bindAnew} />
          ) : (
            search.bindingProblem && <BindingProblem code={search.bindingProblem} close={closeResult} bindAnew={bindAnew} />
          )}
          <ShopList bindAnew={bindAnew} />
        </div>
        {isBinding && <BindDialog close={() => setBinding(false)} />}
      </Requires>
    </>
  );
}

function useShownShops() {
  const { shops, ...query } = useShops();
  const { market, shopId } = useScope();
  const search = useOwnSearch();
  const view = shopViews.find((each) => each === search.view) ?? 'bound';
  const inScope = useMemo(
    () => shops.filter((shop) => (!market || shop.market === market) && (!shopId || shop.id === shopId)).sort(byUrgency),
    [shops, market, shopId],
  );
  const counts = Object.fromEntries(shopViews.map((each) => [each, inScope.filter((shop) => isIn(shop, each)).length]));
  const shown = useMemo(() => inScope.filter((shop) => isIn(shop, view)), [inScope, view]);
  return { query, shops, inScope, counts, view, shown, openId: search.open };
}

function ShopList({ bindAnew }: { bindAnew: () => void }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const columns = useShopColumns();
  const { query, shops, inScope, counts, view, shown, openId } = useShownShops();
  const open = shops.find((shop) => shop.id === openId);
  const move = useCallback(
    (step: 1 | -1) => {
      const next = shown[shown.findIndex((shop) => shop.id === openId) + step];
      if (next) setSearch({ open: next.id }, true);
    },
    [shown, openId, setSearch],
  );
  if (query.isPending) {
    return (
      <div className="panel">
        <SkeletonRows rows={8} label={t('common.loading')} />
      </div>
    );
  }
  if (query.isError && shops.length === 0) return <ErrorPanel error={query.error} retry={() => void query.refetch()} />;
  if (shops.length === 0) return <FirstUse bindAnew={bindAnew} />;
  return (
    <>
      <BackfillBanner shops={inScope} />
      <section className="panel">
        <div className="panel-head">
          <Segmented<ShopView>
            aria-label={t('shops.views.label')}
            value={view}
            options={shopViews.map((each) => ({
              value: each,
              label: (
                <>
                  {t(`shops.views.${each}`)} <span className="num view-count">{counts[each]}</span>
                </>
              ),
            }))}
            onChange={(next) => setSearch({ view: next === 'bound' ? undefined : next, open: undefined })}
          />
        </div>
        {shown.length === 0 ? (
          <NothingHere view={view} hasAny={inScope.length > 0} />
        ) : (
          <DataTable
            caption={t('shops.list')}
            columns={columns}
            rows={shown}
            rowKey={(shop) => shop.id}
            rowData={(shop) => ({ 'data-testid': `shop-row-${shop.market}`, 'data-shop-id': shop.id, 'data-state': shop.state })}
            onOpen={(shop) => setSearch({ open: shop.id })}
          />
        )}
      </section>
      {open && <ShopDrawer shop={open} close={() => setSearch({ open: undefined }, true)} move={move} />}
    </>
  );
}

function FirstUse({ bindAnew }: { bindAnew: () => void }) {
  const { t } = useTranslation();
  const mayBind = useCan('shops:write');
  return (
    <div className="panel">
      <EmptyState
        kind="first-use"
        title={t('shops.empty.first.title')}
        text={t(mayBind ? 'shops.empty.first.text' : 'shops.empty.first.others')}
        action={
          mayBind && (
            <Button type="primary" onClick={bindAnew}>
              {t('shops.bind.action')}
            </Button>
          )
        }
      />
    </div>
  );
}

function NothingHere({ view, hasAny }: { view: ShopView; hasAny: boolean }) {
  const { t } = useTranslation();
  const setSearch = useSetOwnSearch();
  const setScope = useSetScope();
  if (!hasAny || view === 'bound') {
    return (
      <EmptyState
        kind="no-match"
        title={t('shops.empty.match.title')}
        text={t('shops.empty.match.text')}
        action={<Button onClick={() => setScope({})}>{t('shops.empty.showAll')}</Button>}
      />
    );
  }
  return (
    <EmptyState
      kind="no-match"
      title={t(`shops.empty.${view}.title`)}
      text={t(`shops.empty.${view}.text`)}
      action={<Button onClick={() => setSearch({ view: undefined })}>{t('shops.empty.showBound')}</Button>}
    />
  );
}
