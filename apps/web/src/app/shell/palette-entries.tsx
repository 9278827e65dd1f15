import { DollarOutlined, GlobalOutlined, ShoppingOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { languageNames, languages } from '../../shared/i18n/languages.ts';
import { Flag } from '../../shared/widgets/flag.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { OrderStatusTag } from '../../shared/widgets/status-tag.tsx';
import { chooseLanguage } from '../choose-language.ts';
import { setPreferences } from '../preferences.ts';
import { useSetScope } from '../scope.ts';
import { useCan, useMe } from '../session.ts';
import { pages } from './pages.tsx';
import { themes } from './theme-menu.tsx';

export type Entry = {
  key: string;
  group: 'pages' | 'shops' | 'orders' | 'actions';
  icon: ReactNode;
  label: ReactNode;
  aside?: ReactNode;
  /** What typed text is compared with. */
  words: string;
  run: () => void;
};

const quickCurrencies = ['USD', 'CNY', 'EUR', 'GBP', 'JPY'];

/** Everything the palette can offer for this text: orders come from the server, the rest is here already. */
export function useEntries(text: string): { entries: Entry[]; isSearching: boolean } {
  const orders = useOrderEntries(text);
  const entries = [...usePageEntries(), ...useShopEntries(), ...useActionEntries()];
  const folded = text.toLocaleLowerCase();
  const matching = entries.filter((entry) => folded === '' || entry.words.toLocaleLowerCase().includes(folded));
  // With nothing typed the shops would push everything else off the list.
  const shown = folded === '' ? matching.filter((entry) => entry.group !== 'shops') : matching;
  const order = ['pages', 'shops', 'orders', 'actions'];
  return {
    entries: [...shown, ...orders.entries].sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group)),
    isSearching: orders.isSearching,
  };
}

function usePageEntries(): Entry[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { scopes } = useMe();
  return pages
    .filter((page) => page.scope === null || scopes.includes(page.scope))
    .map((page) => ({
      key: page.key,
      group: 'pages',
      icon: page.icon,
      label: t(`nav.${page.key}`),
      aside: <kbd>g {page.jump}</kbd>,
      words: `${t(`nav.${page.key}`)} ${page.key}`,
      run: () => void navigate({ to: page.to }),
    }));
}

function useShopEntries(): Entry[] {
  const { shops } = useShops();
  const setScope = useSetScope();
  return shops.map((shop) => ({
    key: shop.id,
    group: 'shops',
    icon: <Flag market={shop.market} />,
    label: shop.name,
    aside: shop.market,
    words: `${shop.name} ${shop.market} ${shop.channelShopId}`,
    run: () => setScope({ shop: shop.id }),
  }));
}

function useOrderEntries(text: string): { entries: Entry[]; isSearching: boolean } {
  const navigate = useNavigate();
  const mayRead = useCan('orders:read');
  const isAsked = mayRead && text.length >= 3;
  const { data, isFetching } = useQuery({
    ...apiQuery('orders.list', { query: { q: text, limit: 6 } }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  const entries = (isAsked ? (data?.items ?? []) : []).map(
    (order): Entry => ({
      key: order.id,
      group: 'orders',
      icon: <ShoppingOutlined />,
      label: (
        <span className="palette-order">
          <span className="num">{order.channelOrderId}</span> <Flag market={order.shop.market} /> <OrderStatusTag status={order.status} />
        </span>
      ),
      aside: <Money value={order.total} />,
      words: '',
      run: () => void navigate({ to: '/orders/$orderId', params: { orderId: order.id } }),
    }),
  );
  return { entries, isSearching: isAsked && isFetching };
}

function useActionEntries(): Entry[] {
  const { t } = useTranslation();
  const setScope = useSetScope();
  const action = (entry: { key: string; label: string; icon: ReactNode; run: () => void }): Entry => ({
    ...entry,
    group: 'actions',
    words: entry.label,
  });
  return [
    action({ key: 'all', label: t('palette.showAll'), icon: <GlobalOutlined />, run: () => setScope({}) }),
    ...languages.map((code) =>
      action({
        key: code,
        label: t('palette.language', { language: languageNames[code] }),
        icon: <GlobalOutlined />,
        run: () => void chooseLanguage(code),
      }),
    ),
    ...themes.map((theme) =>
      action({
        key: theme,
        label: t('palette.theme', { theme: t(`shell.themes.${theme}`) }),
        icon: <GlobalOutlined />,
        run: () => setPreferences({ theme }),
      }),
    ),
    ...quickCurrencies.map((currency) =>
      action({
        key: currency,
        label: t('palette.currency', { currency }),
        icon: <DollarOutlined />,
        run: () => setPreferences({ currency }),
      }),
    ),
  ];
}
