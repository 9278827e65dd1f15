import { useMutation } from '@tanstack/react-query';
import type { Shop } from '@tradewind/contract/types';
import { App } from 'antd';
import { call } from '../../shared/api/call.ts';
import { ApiProblem } from '../../shared/api/problem.ts';
import { useProblemText } from '../../shared/widgets/error-panel.tsx';

type BindingWish = { channel: Shop['channel']; market: string; legalEntityId?: string };

/**
 * Asks for a consent page and leaves for it. The person comes back through the server's callback to
 * `/shops?authorization=<id>`, or `/shops?bindingProblem=<code>` where there is no binding to tell of.
 */
async function leaveForConsent(wish: BindingWish): Promise<void> {
  const { authorizeUrl } = await call('shop-authorizations.create', { body: wish });
  const { protocol, href } = new URL(authorizeUrl);
  // An address configured by mistake (or by malice) as script must not run in our page.
  if (protocol !== 'https:' && protocol !== 'http:') throw new ApiProblem({ code: 'channel-not-configured', status: 0 });
  location.assign(href);
}

/** Stays pending after success, until the browser has left: a second click would ask for a second consent. */
export function useStartBinding() {
  const { notification } = App.useApp();
  const textOf = useProblemText();
  const mutation = useMutation({ mutationFn: leaveForConsent });
  const start = (wish: BindingWish) =>
    mutation.mutate(wish, {
      onError: (error) => {
        const { title, remedy } = textOf(error);
        notification.error({ title, description: remedy, placement: 'top' });
      },
    });
  return { start, isStarting: mutation.isPending || mutation.isSuccess };
}

export const wishOf = (shop: Shop): BindingWish => ({
  channel: shop.channel,
  market: shop.market,
  legalEntityId: shop.legalEntity.id,
});
