import {
  AppstoreOutlined,
  AuditOutlined,
  BarChartOutlined,
  BarcodeOutlined,
  CloudUploadOutlined,
  CommentOutlined,
  DashboardOutlined,
  HomeOutlined,
  InboxOutlined,
  PayCircleOutlined,
  RocketOutlined,
  RollbackOutlined,
  SafetyCertificateOutlined,
  SendOutlined,
  SettingOutlined,
  ShopOutlined,
  ShoppingOutlined,
  StarOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import type { Scope } from '@tradewind/contract/types';
import type { ReactNode } from 'react';

/** The pages that exist, by job. A page is shown to those who may see anything on it; the others find no dead ends. */
export const pages: readonly {
  key:
    | 'home'
    | 'markets'
    | 'orders'
    | 'picking'
    | 'after-sales'
    | 'inbox'
    | 'reputation'
    | 'stock'
    | 'products'
    | 'listings'
    | 'performance'
    | 'penalties'
    | 'compliance'
    | 'money'
    | 'openings'
    | 'intents'
    | 'rules'
    | 'shops'
    | 'settings';
  to: string;
  icon: ReactNode;
  scope: Scope | null;
  jump: string;
  /** Not in the bottom bar of a phone: the user menu or the search leads there. */
  isDeskOnly?: true;
}[] = [
  { key: 'home', to: '/', icon: <HomeOutlined />, scope: null, jump: 'h' },
  { key: 'markets', to: '/markets', icon: <BarChartOutlined />, scope: 'analytics:read', jump: 'm' },
  { key: 'orders', to: '/orders', icon: <ShoppingOutlined />, scope: 'orders:read', jump: 'o' },
  { key: 'picking', to: '/orders/picking', icon: <BarcodeOutlined />, scope: 'orders:read', jump: 'w', isDeskOnly: true },
  { key: 'after-sales', to: '/after-sales', icon: <RollbackOutlined />, scope: 'orders:read', jump: 'a', isDeskOnly: true },
  { key: 'inbox', to: '/inbox', icon: <CommentOutlined />, scope: 'buyers:read', jump: 'b' },
  { key: 'reputation', to: '/reputation', icon: <StarOutlined />, scope: 'orders:read', jump: 'u', isDeskOnly: true },
  { key: 'stock', to: '/stock', icon: <InboxOutlined />, scope: 'stock:read', jump: 'k', isDeskOnly: true },
  { key: 'products', to: '/products', icon: <AppstoreOutlined />, scope: 'products:read', jump: 'd', isDeskOnly: true },
  { key: 'listings', to: '/listings', icon: <CloudUploadOutlined />, scope: 'listings:read', jump: 'l', isDeskOnly: true },
  { key: 'performance', to: '/performance', icon: <DashboardOutlined />, scope: 'orders:read', jump: 'p' },
  { key: 'penalties', to: '/penalties', icon: <WarningOutlined />, scope: 'penalties:read', jump: 'v', isDeskOnly: true },
  { key: 'compliance', to: '/compliance', icon: <SafetyCertificateOutlined />, scope: 'listings:read', jump: 'c', isDeskOnly: true },
  { key: 'money', to: '/money', icon: <PayCircleOutlined />, scope: 'finance:read', jump: 'y', isDeskOnly: true },
  { key: 'openings', to: '/openings', icon: <RocketOutlined />, scope: null, jump: 'n', isDeskOnly: true },
  { key: 'intents', to: '/intents', icon: <SendOutlined />, scope: null, jump: 'i', isDeskOnly: true },
  { key: 'rules', to: '/rules', icon: <AuditOutlined />, scope: null, jump: 'r', isDeskOnly: true },
  { key: 'shops', to: '/shops', icon: <ShopOutlined />, scope: 'shops:read', jump: 's' },
  { key: 'settings', to: '/settings', icon: <SettingOutlined />, scope: null, jump: 'e', isDeskOnly: true },
];
