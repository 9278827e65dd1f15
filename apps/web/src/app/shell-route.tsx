import {
  createRootRoute,
  createRoute,
  type ErrorComponentProps,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
  useRouter,
} from '@tanstack/react-router';
import { ApiProblem } from '../shared/api/problem.ts';
import { loadTexts } from '../shared/i18n/index.ts';
import { ErrorPanel } from '../shared/widgets/error-panel.tsx';
import { NotFound } from './not-found.tsx';
import { parseScope, type ScopeSearch } from './scope.ts';
import { meQuery, queryClient } from './session.ts';

/** Search of a page as it stands in the address; each page reads and checks its own parameters. */
export type OpenSearch = ScopeSearch & Record<string, unknown>;

export const root = createRootRoute({
  validateSearch: (search: Record<string, unknown>): OpenSearch => {
    const { market: _market, shop: _shop, ...own } = search;
    return { ...own, ...parseScope(search) };
  },
  search: { middlewares: [retainSearchParams(['market', 'shop'])] },
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: PageError,
});

export const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) {
        throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } });
      }
      throw error;
    }
  },
  // What more than one page says.
  loader: () => Promise.all((['performance', 'compliance', 'openings', 'penalties', 'fulfilment'] as const).map(loadTexts)),
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
});

function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return <ErrorPanel error={error} retry={() => void router.invalidate().then(reset)} isPage />;
}
