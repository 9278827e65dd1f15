/**
 * Subscribing a shop to the topics the workbench listens to, one call per topic.
 * All topics are tried before a failure is raised, so that one refusal does not cost the others. The
 * messaging topics need a scope the platform grants by hand; a shop without it is still well bound.
 */
import { ChannelFailure, type ShopAccess } from '../port.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import type { Platform } from './platform.ts';

const TOPICS = [
  'ORDER_STATUS_CHANGE',
  'RECIPIENT_ADDRESS_UPDATE',
  'PACKAGE_UPDATE',
  'CANCELLATION_STATUS_CHANGE',
  'RETURN_STATUS_CHANGE',
  'PRODUCT_STATUS_CHANGE',
  'PRODUCT_INFORMATION_CHANGE',
  'PRODUCT_CREATION',
  'PRODUCT_AUDIT_STATUS_CHANGE',
  'SELLER_DEAUTHORIZATION',
  'UPCOMING_AUTHORIZATION_EXPIRATION',
];
const TOPICS_NEEDING_APPROVAL = ['NEW_MESSAGE', 'NEW_CONVERSATION'];
const SCOPE_MISSING = '105005';

export async function subscribe(platform: Platform, shop: ShopAccess, address: string): Promise<void> {
  await forEveryTopic((topic) => callFor(platform, shop, { operation: OPERATIONS.webhookSet, body: { address, event_type: topic } }));
}

/** Removing an absent subscription succeeds, so this may run any number of times. */
export async function unsubscribe(platform: Platform, shop: ShopAccess): Promise<void> {
  await forEveryTopic((topic) => callFor(platform, shop, { operation: OPERATIONS.webhookRemove, body: { event_type: topic } }));
}

async function callFor(platform: Platform, shop: ShopAccess, call: { operation: Operation; body: Record<string, string> }): Promise<void> {
  await platform.caller.signed({ ...call, baseUrl: platform.apiUrl, accessToken: shop.accessToken, shop });
}

async function forEveryTopic(act: (topic: string) => Promise<void>): Promise<void> {
  const failures: ChannelFailure[] = [];
  for (const topic of [...TOPICS, ...TOPICS_NEEDING_APPROVAL]) {
    try {
      await act(topic);
    } catch (error) {
      if (!(error instanceof ChannelFailure)) throw error;
      const isTolerable = error.kind === 'rejected' || error.channelCode === SCOPE_MISSING;
      if (TOPICS_NEEDING_APPROVAL.includes(topic) && isTolerable) continue;
      // Nothing after these can succeed either, and each try would cost a call.
      if (error.kind === 're-authorise' || error.kind === 'retry-later') throw error;
      failures.push(error);
    }
  }
  if (failures[0]) throw failures[0];
}
