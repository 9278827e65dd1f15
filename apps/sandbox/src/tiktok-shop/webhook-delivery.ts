/**
 * Sends notifications to the registered addresses.
 *
 * A notification starts `waiting`. Each attempt is a signed POST that must be answered 200 within
 * 3 real seconds. Anything else, a refused connection included, leads to the next attempt, 2 min,
 * 30 min, 3 h and 12 h of virtual time after the one before; after the fifth it is given up. The
 * id stays the same over all attempts, so a receiver can tell a repetition.
 *
 * Attempts run concurrently, at most 16 at a time, the rest queue in order: the receiver may see
 * two notifications in either order, as on the platform. The address is looked up at each attempt,
 * so a registration removed meanwhile ends the retries.
 *
 * Faults strike when the event happens (drop, duplicate, reorder, delay) or at an attempt (wrong
 * signature). A dropped notification is lost for good: the platform believes it was delivered.
 */
import type { Simulation } from '../world/simulation-type.ts';
import type { Instant, PlatformEvent } from '../world/types.ts';
import { wireJson } from './envelope.ts';
import type { Dice } from './fault-dice.ts';
import type { RegisteredApp } from './registered-app.ts';
import { signNotification } from './signature.ts';
import { EVENT_TYPES, type Registrations } from './webhook-registrations.ts';

const MINUTE_MS = 60_000;
const RETRY_AFTER_MS = [2 * MINUTE_MS, 30 * MINUTE_MS, 180 * MINUTE_MS, 720 * MINUTE_MS];
const MAX_CONCURRENT = 16;
/** A reordered notification is overtaken by what happens within this time. */
const REORDER_WINDOW_MS = 30_000;
/** Topics whose product id is a bare number on the wire (reference §3). */
const NUMERIC_PRODUCT_ID = new Set([16, 37]);

/** Topics without a name for subscriptions are switched on in the developer console, for which there is none here. */
const CONSOLE_TOPICS_GO_WITH = 'PRODUCT_INFORMATION_CHANGE';

/** Delivers one POST and tells the status; null when there was no answer in time. */
export type Post = (address: string, request: { body: string; authorization: string }) => Promise<number | null>;
type Notification = { id: string; shopId: string; eventType: string; body: string; attempt: number };
/** A notification that was answered 200. `forged`: its signature was wrong, so nobody should have. */
export type Accepted = { id: string; shopId: string; eventType: string; at: Instant; forged: boolean };

export type DeliveryOptions = {
  sim(): Simulation;
  app(): RegisteredApp;
  registrations(): Registrations;
  dice: Dice;
  post: Post;
  count(name: string): void;
};

export class Delivery {
  private readonly options: DeliveryOptions;
  private readonly queue: { notification: Notification; done: () => void }[] = [];
  private readonly pending = new Set<Promise<void>>();
  private running = 0;
  private taken: Accepted[] = [];
  /** Counts worlds: what was queued or due in an earlier one is dropped. */
  private epoch = 0;

  constructor(options: DeliveryOptions) {
    this.options = options;
  }

  onEvent(event: PlatformEvent): void {
    const { dice, count } = this.options;
    if (!this.addressOf(event)) return;
    const { webhooks } = dice.faults();
    if (dice.strikes('drop', webhooks.drop)) {
      count('webhooksDropped');
      return;
    }
    const id = this.options.sim().nextId();
    const notification = { id, shopId: event.shopId, eventType: event.eventType, body: bodyOf(event, id), attempt: 0 };
    this.sendLater(notification);
    if (!dice.strikes('duplicate', webhooks.duplicate)) return;
    count('webhooksDuplicated');
    this.sendLater({ ...notification });
  }

  private addressOf({ shopId, eventType }: { shopId: string; eventType: string }): string | undefined {
    const topic = isSubscribable(eventType) ? eventType : CONSOLE_TOPICS_GO_WITH;
    return this.options.registrations().find(shopId, topic)?.address;
  }

  /** Resolves when no attempt is queued or in flight. Retries that are not due yet are not waited for. */
  async settled(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }

  accepted(): readonly Accepted[] {
    return this.taken;
  }

  reset(): void {
    this.epoch += 1;
    this.taken = [];
    for (const { done } of this.queue.splice(0)) done();
  }

  private sendLater(notification: Notification): void {
    const { dice, count } = this.options;
    const { webhooks } = dice.faults();
    const isReordered = dice.strikes('reorder', webhooks.reorder);
    if (isReordered) count('webhooksReordered');
    const heldMs = isReordered ? 1000 + dice.upTo('reorderMs', REORDER_WINDOW_MS) : 0;
    const waitMs = dice.upTo('delayMs', webhooks.delayMs) + heldMs;
    if (waitMs > 0) this.at(this.options.sim().now() + waitMs, notification);
    else void this.enqueue(notification);
  }

  private at(instant: Instant, notification: Notification): void {
    const born = this.epoch;
    this.options.sim().schedule(instant, () => (born === this.epoch ? this.enqueue(notification) : undefined));
  }

  private enqueue(notification: Notification): Promise<void> {
    const finished = new Promise<void>((done) => this.queue.push({ notification, done }));
    this.pending.add(finished);
    void finished.then(() => this.pending.delete(finished));
    this.pump();
    return finished;
  }

  private pump(): void {
    while (this.running < MAX_CONCURRENT) {
      const next = this.queue.shift();
      if (!next) return;
      this.running += 1;
      void this.attempt(next.notification).finally(() => {
        this.running -= 1;
        next.done();
        this.pump();
      });
    }
  }

  private async attempt(notification: Notification): Promise<void> {
    const { dice, count, app, post, sim } = this.options;
    const born = this.epoch;
    const address = this.addressOf(notification);
    if (!address) return;
    const isForged = dice.strikes('wrongSignature', dice.faults().webhooks.wrongSignature);
    if (isForged) count('webhooksForged');
    const authorization = isForged ? '0'.repeat(64) : signNotification(notification.body, app());
    count('webhooksSent');
    const status = await post(address, { body: notification.body, authorization });
    if (born !== this.epoch) return;
    count(status === 200 ? 'webhooksAccepted' : 'webhooksRefused');
    if (status === 200) {
      const { id, shopId, eventType } = notification;
      this.taken.push({ id, shopId, eventType, at: sim().now(), forged: isForged });
      return;
    }
    const wait = RETRY_AFTER_MS[notification.attempt];
    if (wait === undefined) count('webhooksGivenUp');
    else this.at(sim().now() + wait, { ...notification, attempt: notification.attempt + 1 });
  }
}

function bodyOf(event: PlatformEvent, notificationId: string): string {
  return wireJson({
    type: event.type,
    tts_notification_id: notificationId,
    ...(event.sellerOpenId === undefined ? { shop_id: event.shopId } : { seller_open_id: event.sellerOpenId }),
    timestamp: Math.floor(event.at / 1000),
    data: wireData(event),
  });
}

function wireData(event: PlatformEvent): Record<string, unknown> {
  const { product_id: productId, order_status: status } = event.data;
  if (NUMERIC_PRODUCT_ID.has(event.type) && typeof productId === 'string') return { ...event.data, product_id: BigInt(productId) };
  // The notification says CANCEL where the order API says CANCELLED.
  if (event.type === 1 && status === 'CANCELLED') return { ...event.data, order_status: 'CANCEL' };
  return event.data;
}

const SUBSCRIBABLE: ReadonlySet<string> = new Set(EVENT_TYPES);
const isSubscribable = (eventType: string): boolean => SUBSCRIBABLE.has(eventType);
