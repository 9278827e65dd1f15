import type { Scope } from '@tradewind/contract/types';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { EmptyState } from './empty-state.tsx';

/** Shows its children to those who hold the scope, and to others what is missing and whom to ask. */
export function Requires({ scope, children }: { scope: Scope; children: ReactNode }) {
  const { t } = useTranslation();
  if (useCan(scope)) return children;
  return <EmptyState kind="no-right" title={t('common.noRight.title')} text={t('common.noRight.text', { scope: t(`scopes.${scope}`) })} />;
}
