import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useToday } from '../../shared/use-periods.ts';
import { type MarketsSearch, type MarketsView, readView } from './view.ts';

export function useMarketsView(): [MarketsView, (change: MarketsSearch) => void] {
  // Read loosely: the root keeps every parameter, and readView checks each.
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const today = useToday();
  const navigate = useNavigate();
  const view = useMemo(() => readView(search, today), [search, today]);
  return [view, (change) => void navigate({ to: '/markets', search: (previous) => ({ ...previous, ...change }), replace: true })];
}
