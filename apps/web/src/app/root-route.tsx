import { createRootRoute, type ErrorComponentProps, Outlet, retainSearchParams, useRouter } from '@tanstack/react-router';
import { ErrorPanel } from '../shared/widgets/error-panel.tsx';
import { NotFound } from './not-found.tsx';
import { parseScope, type ScopeSearch } from './scope.ts';

function RootError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return <ErrorPanel error={error} retry={() => void router.invalidate().then(reset)} isPage />;
}

/** Search of a page as it stands in the address; each page reads and checks its own parameters. */
type OpenSearch = ScopeSearch & Record<string, unknown>;

export const root = createRootRoute({
  validateSearch: (search: Record<string, unknown>): OpenSearch => {
    const { market: _market, shop: _shop, ...own } = search;
    return { ...own, ...parseScope(search) };
  },
  search: { middlewares: [retainSearchParams(['market', 'shop'])] },
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: RootError,
});
