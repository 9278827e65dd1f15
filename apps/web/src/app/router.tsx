import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { loadTexts } from '../shared/i18n/index.ts';
import { inboxRoutes } from './inbox-routes.ts';
import { onSignedOut, queryClient } from './session.ts';
import { settings } from './settings-routes.ts';
import { root, shell } from './shell-route.tsx';

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('../features/sign-in/page.tsx'), 'SignInPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../features/invitation/page.tsx'), 'InvitationPage'),
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('../features/home/page.tsx'), 'HomePage'),
});
const markets = createRoute({
  getParentRoute: () => shell,
  path: '/markets',
  component: lazyRouteComponent(() => import('../features/markets/page.tsx'), 'MarketsPage'),
});
const orders = createRoute({
  getParentRoute: () => shell,
  path: '/orders',
  loader: () => Promise.all((['desk', 'review-rules'] as const).map(loadTexts)),
  component: lazyRouteComponent(() => import('../features/orders/orders-layout.tsx'), 'OrdersLayout'),
});
const orderDesk = createRoute({
  getParentRoute: () => orders,
  path: '/desk',
  component: lazyRouteComponent(() => import('../features/desk/page.tsx'), 'OrderDeskPage'),
});
const delivery = createRoute({
  getParentRoute: () => orders,
  path: '/delivery',
  component: lazyRouteComponent(() => import('../features/fulfilment/delivery-page.tsx'), 'DeliveryPage'),
});
const reviewRules = createRoute({
  getParentRoute: () => orders,
  path: '/rules',
  loader: () => loadTexts('review-rules'),
  component: lazyRouteComponent(() => import('../features/review-rules/page.tsx'), 'ReviewRulesPage'),
});
const orderList = createRoute({
  getParentRoute: () => orders,
  path: '/',
  component: lazyRouteComponent(() => import('../features/orders/page.tsx'), 'OrdersPage'),
});
const order = createRoute({
  getParentRoute: () => shell,
  path: '/orders/$orderId',
  loader: () => Promise.all((['desk', 'returns', 'review-rules'] as const).map(loadTexts)),
  component: lazyRouteComponent(() => import('../features/orders/order-page.tsx'), 'OrderPage'),
});
const shipments = createRoute({
  getParentRoute: () => orders,
  path: '/shipments',
  component: lazyRouteComponent(() => import('../features/fulfilment/page.tsx'), 'ShipmentsPage'),
});
const penalties = createRoute({
  getParentRoute: () => shell,
  path: '/penalties',
  component: lazyRouteComponent(() => import('../features/penalties/page.tsx'), 'PenaltiesPage'),
});
const afterSales = createRoute({
  getParentRoute: () => shell,
  path: '/after-sales',
  loader: () => loadTexts('returns'),
  component: lazyRouteComponent(() => import('../features/returns/page.tsx'), 'AfterSalesPage'),
});
const inbox = inboxRoutes(shell);
const reputation = createRoute({
  getParentRoute: () => shell,
  path: '/reputation',
  loader: () => Promise.all((['reputation', 'inbox', 'review-sync', 'translation'] as const).map(loadTexts)),
  component: lazyRouteComponent(() => import('../features/reputation/layout.tsx'), 'ReputationLayout'),
});
const reviews = createRoute({
  getParentRoute: () => reputation,
  path: '/',
  component: lazyRouteComponent(() => import('../features/reputation/page.tsx'), 'ReputationPage'),
});
const reviewReasons = createRoute({
  getParentRoute: () => reputation,
  path: '/reasons',
  component: lazyRouteComponent(() => import('../features/reputation/reasons-page.tsx'), 'ReasonsPage'),
});
const reviewSync = createRoute({
  getParentRoute: () => reputation,
  path: '/sync',
  component: lazyRouteComponent(() => import('../features/review-sync/page.tsx'), 'ReviewSyncPage'),
});
const compliance = createRoute({
  getParentRoute: () => shell,
  path: '/compliance',
  component: lazyRouteComponent(() => import('../features/compliance/page.tsx'), 'CompliancePage'),
});
const shops = createRoute({
  getParentRoute: () => shell,
  path: '/shops',
  component: lazyRouteComponent(() => import('../features/shops/page.tsx'), 'ShopsPage'),
});
const intents = createRoute({
  getParentRoute: () => shell,
  path: '/intents',
  loader: () => loadTexts('intents'),
  component: lazyRouteComponent(() => import('../features/intents/page.tsx'), 'IntentsPage'),
});
const openings = createRoute({
  getParentRoute: () => shell,
  path: '/openings',
  component: lazyRouteComponent(() => import('../features/openings/page.tsx'), 'OpeningsPage'),
});
const openShop = createRoute({
  getParentRoute: () => shell,
  path: '/openings/new',
  component: lazyRouteComponent(() => import('../features/openings/wizard-page.tsx'), 'OpenShopPage'),
});
const rules = createRoute({
  getParentRoute: () => shell,
  path: '/rules',
  component: lazyRouteComponent(() => import('../features/rules/page.tsx'), 'RulesPage'),
});
const policy = createRoute({
  getParentRoute: () => shell,
  path: '/rules/$policyId',
  component: lazyRouteComponent(() => import('../features/rules/policy-page.tsx'), 'PolicyPage'),
});

const performance = createRoute({
  getParentRoute: () => shell,
  path: '/performance',
  component: lazyRouteComponent(() => import('../features/performance/page.tsx'), 'PerformancePage'),
});
const shopPerformance = createRoute({
  getParentRoute: () => shell,
  path: '/performance/$shopId',
  component: lazyRouteComponent(() => import('../features/performance/shop-page.tsx'), 'ShopPerformancePage'),
});

const money = createRoute({
  getParentRoute: () => shell,
  path: '/money',
  component: lazyRouteComponent(() => import('../features/finance/layout.tsx'), 'MoneyLayout'),
});
const moneyHome = createRoute({
  getParentRoute: () => money,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/money/rate-cards', replace: true });
  },
});
const rateCards = createRoute({
  getParentRoute: () => money,
  path: '/rate-cards',
  component: lazyRouteComponent(() => import('../features/finance/rate-cards-page.tsx'), 'RateCardsPage'),
});
const fees = createRoute({
  getParentRoute: () => money,
  path: '/fees',
  component: lazyRouteComponent(() => import('../features/finance/fees-page.tsx'), 'FeesPage'),
});
const taxIds = createRoute({
  getParentRoute: () => money,
  path: '/tax-ids',
  component: lazyRouteComponent(() => import('../features/finance/tax-ids-page.tsx'), 'TaxIdsPage'),
});
const deposits = createRoute({
  getParentRoute: () => money,
  path: '/deposits',
  component: lazyRouteComponent(() => import('../features/finance/deposits-page.tsx'), 'DepositsPage'),
});
const prices = createRoute({
  getParentRoute: () => money,
  path: '/prices',
  loader: () => loadTexts('prices'),
  component: lazyRouteComponent(() => import('../features/prices/page.tsx'), 'PricesPage'),
});
const picking = createRoute({
  getParentRoute: () => shell,
  path: '/orders/picking',
  loader: () => loadTexts('picking'),
  component: lazyRouteComponent(() => import('../features/picking/layout.tsx'), 'PickingLayout'),
});
const waves = createRoute({
  getParentRoute: () => picking,
  path: '/',
  component: lazyRouteComponent(() => import('../features/picking/waves-page.tsx'), 'WavesPage'),
});
const wave = createRoute({
  getParentRoute: () => picking,
  path: '/$waveId',
  component: lazyRouteComponent(() => import('../features/picking/wave-page.tsx'), 'WavePage'),
});
const labels = createRoute({
  getParentRoute: () => picking,
  path: '/labels',
  component: lazyRouteComponent(() => import('../features/picking/labels-page.tsx'), 'LabelsPage'),
});
const labelRun = createRoute({
  getParentRoute: () => picking,
  path: '/labels/$labelRunId',
  component: lazyRouteComponent(() => import('../features/picking/label-run-page.tsx'), 'LabelRunPage'),
});
const bins = createRoute({
  getParentRoute: () => picking,
  path: '/bins',
  component: lazyRouteComponent(() => import('../features/picking/bins-page.tsx'), 'BinsPage'),
});

const stock = createRoute({
  getParentRoute: () => shell,
  path: '/stock',
  loader: () => loadTexts('stock'),
  component: lazyRouteComponent(() => import('../features/stock/layout.tsx'), 'StockLayout'),
});
const stockLevels = createRoute({
  getParentRoute: () => stock,
  path: '/',
  component: lazyRouteComponent(() => import('../features/stock/levels-page.tsx'), 'StockLevelsPage'),
});
const warehouses = createRoute({
  getParentRoute: () => stock,
  path: '/warehouses',
  component: lazyRouteComponent(() => import('../features/stock/warehouses-page.tsx'), 'WarehousesPage'),
});
const stockShops = createRoute({
  getParentRoute: () => stock,
  path: '/shops',
  component: lazyRouteComponent(() => import('../features/stock/shops-page.tsx'), 'StockShopsPage'),
});
const stockRules = createRoute({
  getParentRoute: () => stock,
  path: '/rules',
  component: lazyRouteComponent(() => import('../features/stock/rules-page.tsx'), 'StockRulesPage'),
});
const stockCheck = createRoute({
  getParentRoute: () => stock,
  path: '/check',
  component: lazyRouteComponent(() => import('../features/stock/check-page.tsx'), 'StockCheckPage'),
});
const purchases = createRoute({
  getParentRoute: () => stock,
  path: '/purchases',
  component: lazyRouteComponent(() => import('../features/stock/purchases-page.tsx'), 'PurchasesPage'),
});
const programmes = createRoute({
  getParentRoute: () => shell,
  path: '/openings/programmes',
  loader: () => loadTexts('programmes'),
  component: lazyRouteComponent(() => import('../features/programmes/layout.tsx'), 'ProgrammesLayout'),
});
const programmesHome = createRoute({
  getParentRoute: () => programmes,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/openings/programmes/us-to-mexico', replace: true });
  },
});
const usToMexico = createRoute({
  getParentRoute: () => programmes,
  path: '/us-to-mexico',
  component: lazyRouteComponent(() => import('../features/programmes/mexico-page.tsx'), 'MexicoPage'),
});
const localHosting = createRoute({
  getParentRoute: () => programmes,
  path: '/local-hosting',
  component: lazyRouteComponent(() => import('../features/programmes/hosting-page.tsx'), 'HostingPage'),
});
const hostingModes = createRoute({
  getParentRoute: () => programmes,
  path: '/hosting-modes',
  component: lazyRouteComponent(() => import('../features/programmes/modes-page.tsx'), 'ModesPage'),
});
const channels = createRoute({
  getParentRoute: () => programmes,
  path: '/channels',
  component: lazyRouteComponent(() => import('../features/programmes/channel-page.tsx'), 'ChannelPage'),
});
const payments = createRoute({
  getParentRoute: () => programmes,
  path: '/payments',
  component: lazyRouteComponent(() => import('../features/programmes/payments-page.tsx'), 'PaymentsPage'),
});

const listings = createRoute({
  getParentRoute: () => shell,
  path: '/listings',
  loader: () => loadTexts('listings'),
  component: lazyRouteComponent(() => import('../features/listings/page.tsx'), 'ListingsPage'),
});
const publish = createRoute({
  getParentRoute: () => shell,
  path: '/listings/publish',
  loader: () => loadTexts('listings'),
  component: lazyRouteComponent(() => import('../features/listings/publish-page.tsx'), 'PublishPage'),
});
const products = createRoute({
  getParentRoute: () => shell,
  path: '/products',
  loader: () => loadTexts('products'),
  component: lazyRouteComponent(() => import('../features/products/layout.tsx'), 'ProductsLayout'),
});
const productList = createRoute({
  getParentRoute: () => products,
  path: '/',
  component: lazyRouteComponent(() => import('../features/products/page.tsx'), 'ProductsPage'),
});
const newProduct = createRoute({
  getParentRoute: () => products,
  path: '/new',
  component: lazyRouteComponent(() => import('../features/products/product-page.tsx'), 'NewProductPage'),
});
const product = createRoute({
  getParentRoute: () => products,
  path: '/$productId',
  component: lazyRouteComponent(() => import('../features/products/product-page.tsx'), 'ProductPage'),
});
const productImports = createRoute({
  getParentRoute: () => products,
  path: '/imports',
  component: lazyRouteComponent(() => import('../features/products/imports-page.tsx'), 'ImportsPage'),
});
const productImport = createRoute({
  getParentRoute: () => products,
  path: '/imports/$importId',
  component: lazyRouteComponent(() => import('../features/products/import-page.tsx'), 'ImportPage'),
});
const texts = createRoute({
  getParentRoute: () => products,
  path: '/texts',
  loader: () => loadTexts('localisation'),
  component: lazyRouteComponent(() => import('../features/localisation/texts-page.tsx'), 'TextsPage'),
});
const productTexts = createRoute({
  getParentRoute: () => products,
  path: '/$productId/texts',
  loader: () => loadTexts('localisation'),
  component: lazyRouteComponent(() => import('../features/localisation/review-page.tsx'), 'ProductTextsPage'),
});
const wordbook = createRoute({
  getParentRoute: () => products,
  path: '/words',
  loader: () => loadTexts('localisation'),
  component: lazyRouteComponent(() => import('../features/localisation/wordbook-page.tsx'), 'WordbookPage'),
});
const textSettings = createRoute({
  getParentRoute: () => products,
  path: '/text-settings',
  loader: () => loadTexts('localisation'),
  component: lazyRouteComponent(() => import('../features/localisation/settings-page.tsx'), 'TextSettingsPage'),
});
const productGroups = createRoute({
  getParentRoute: () => products,
  path: '/groups',
  component: lazyRouteComponent(() => import('../features/products/groups/groups-page.tsx'), 'GroupsPage'),
});
const productTable = createRoute({
  getParentRoute: () => products,
  path: '/table',
  component: lazyRouteComponent(() => import('../features/products/table/table-page.tsx'), 'ProductTablePage'),
});
const unmatched = createRoute({
  getParentRoute: () => products,
  path: '/unmatched',
  component: lazyRouteComponent(() => import('../features/products/unmatched-page.tsx'), 'UnmatchedPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    invitation,
    shell.addChildren([
      home,
      markets,
      orders.addChildren([orderDesk, orderList, shipments, reviewRules, delivery]),
      order,
      picking.addChildren([waves, wave, labels, labelRun, bins]),
      afterSales,
      inbox,
      reputation.addChildren([reviews, reviewReasons, reviewSync]),
      stock.addChildren([stockLevels, warehouses, stockShops, stockRules, purchases, stockCheck]),
      penalties,
      listings,
      publish,
      products.addChildren([
        productList,
        newProduct,
        product,
        productImports,
        productImport,
        productTable,
        productGroups,
        unmatched,
        texts,
        productTexts,
        wordbook,
        textSettings,
      ]),
      performance,
      shopPerformance,
      compliance,
      intents,
      openings,
      openShop,
      programmes.addChildren([programmesHome, usToMexico, localHosting, hostingModes, channels, payments]),
      shops,
      rules,
      policy,
      money.addChildren([moneyHome, prices, rateCards, fees, taxIds, deposits]),
      settings,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

onSignedOut(() => {
  const { pathname, href } = router.state.location;
  if (pathname === '/sign-in') return;
  queryClient.clear();
  void router.navigate({ to: '/sign-in', search: { next: href } });
});
