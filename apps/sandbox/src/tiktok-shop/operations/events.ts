/** Webhook subscriptions of a shop. An http address of this machine, port and all, is the sandbox's stated relaxation of the platform's https rule. */
import { z } from 'zod';
import { seconds } from '../money.ts';
import { shopOperation } from '../operation.ts';
import { EVENT_TYPES } from '../webhook-registrations.ts';

const SCOPE = 'seller.authorization.info';
const TEMPLATE = '/event/{version}/webhooks';
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

const address = z
  .string()
  .max(255)
  .refine(isDeliverable, 'must be an https address with a domain name and no port, or one of this machine');
const eventType = z.enum(EVENT_TYPES);

const put = shopOperation({
  method: 'PUT',
  template: TEMPLATE,
  versions: ['202309'],
  scope: SCOPE,
  body: z.strictObject({ address, event_type: eventType }),
  answer({ sim, shop, registrations, body }) {
    registrations.put(shop.id, body.event_type, body.address);
    sim.acts.recordWrite({ shopId: shop.id, operation: 'PUT webhooks', data: { eventType: body.event_type, address: body.address } });
    return {};
  },
});

const get = shopOperation({
  method: 'GET',
  template: TEMPLATE,
  versions: ['202309'],
  scope: SCOPE,
  answer({ shop, registrations }) {
    const webhooks = registrations.of(shop.id).map((item) => ({
      event_type: item.eventType,
      address: item.address,
      create_time: seconds(item.createdAt),
      update_time: seconds(item.updatedAt),
    }));
    return { webhooks, total_count: webhooks.length };
  },
});

/** Removing what is not there succeeds as well. */
const remove = shopOperation({
  method: 'DELETE',
  template: TEMPLATE,
  versions: ['202309'],
  scope: SCOPE,
  body: z.strictObject({ event_type: eventType }),
  answer({ sim, shop, registrations, body }) {
    registrations.remove(shop.id, body.event_type);
    sim.acts.recordWrite({ shopId: shop.id, operation: 'DELETE webhooks', data: { eventType: body.event_type } });
    return {};
  },
});

/** The platform asks for https, a domain name and no port; numbers as a host are refused. */
function isDeliverable(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (LOOPBACK.has(url.hostname)) return url.protocol === 'http:' || url.protocol === 'https:';
  const isName = /[a-z]/i.test(url.hostname.split('.').at(-1) ?? '') && url.hostname.includes('.');
  return url.protocol === 'https:' && url.port === '' && isName;
}

export const EVENT_OPERATIONS = [put, get, remove];
