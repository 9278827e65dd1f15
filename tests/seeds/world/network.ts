/** The line between the programs and the platform, both ways, with everything that the seed's faults do to it. */
import type { HttpAnswer, HttpRequest, HttpSend } from '@tradewind/channels';
import { NoAnswer } from '../../../apps/server/src/platform/http-out.ts';
import type { Order, Version } from '../platform/orders.ts';
import { type Notification, refusal } from '../platform/platform.ts';
import type { Program } from './program.ts';
import type { Owner } from './schedule.ts';
import type { World } from './world.ts';

const WAY_MS = [15, 250] as const;
/** A replica lags less than the sweep's overlap of five minutes. */
const LAG_MS = [2_000, 240_000] as const;
const ACK_WITHIN_MS = 3_000;
const AGAIN_AFTER_MS = [15_000, 120_000];

/** Outgoing calls of one program. */
export function createSend(world: World, owner: Owner): HttpSend {
  const { schedule, faults, chance, platform } = world;
  return (request) =>
    new Promise<HttpAnswer>((resolve, reject) => {
      const name = `${request.method} ${new URL(request.url).pathname}`;
      const fate = drawFate(world, request);
      const way = (): number => chance.network.between(...WAY_MS);
      if (fate.hangs) hang(world, { owner, name, timeoutMs: request.timeoutMs }, () => reject(new NoAnswer('no answer within the limit')));
      if (fate.isStopped) return;
      schedule.after(way(), { owner: null, label: name }, () => {
        if (faults.strikes('tokenExpired')) chance.network.pick(nonEmpty(platform.accounts())).expire();
        const isStale = request.method !== 'PUT' && faults.strikes('staleRead');
        const asOf = schedule.now() - (isStale ? chance.network.between(...LAG_MS) : 0);
        const answer = fate.refusal ?? platform.answer(request, { program: owner.name, asOf, pageSize: 4 });
        if (!fate.hangs) schedule.after(way(), { owner, label: `${answer.status} of ${name}` }, () => resolve(answer));
      });
    });
}

/** `hangs`: no answer comes back; `isStopped`: nor does the call arrive. */
type Fate = { hangs: boolean; isStopped: boolean; refusal: HttpAnswer | null };

function drawFate({ faults, chance }: World, request: HttpRequest): Fate {
  if (request.url.includes('/token/refresh') && faults.strikes('refreshAnswerLost'))
    return { hangs: true, isStopped: false, refusal: null };
  if (faults.strikes('timeoutBefore')) return { hangs: true, isStopped: true, refusal: null };
  if (faults.strikes('timeoutAfter')) return { hangs: true, isStopped: false, refusal: null };
  if (faults.strikes('serverError')) return { hangs: false, isStopped: false, refusal: refusal(36_009_003, 'internal', { status: 500 }) };
  if (!faults.strikes('throttled')) return { hangs: false, isStopped: false, refusal: null };
  const headers: Record<string, string> = chance.network.number() < 0.7 ? { 'retry-after': '2' } : {};
  return { hangs: false, isStopped: false, refusal: refusal(36_009_002, 'too many requests', { status: 429, headers }) };
}

function hang(world: World, call: { owner: Owner; name: string; timeoutMs: number }, reject: () => void): void {
  world.hanging += 1;
  world.disturbed.push({ program: call.owner.name, at: world.schedule.now() });
  // Two events: the time passes also for a program that is gone by then.
  world.schedule.after(call.timeoutMs, { owner: null, label: `hung ${call.name}` }, () => {
    world.hanging -= 1;
    world.schedule.after(0, { owner: call.owner, label: 'timed out' }, reject);
  });
}

/** The platform tells of a change; `receiver` is whichever program answers at that moment. */
export function announce(world: World, change: { order: Order; version: Version }, receiver: () => Program | null): void {
  const { schedule, faults, chance, platform } = world;
  if (faults.strikes('webhookDropped')) return;
  const notification = platform.notification(change.order, change.version);
  const send = (): void => {
    const afterMs = faults.strikes('webhookReordered') ? chance.network.between(1_000, 30_000) : chance.network.between(100, 1_500);
    if (faults.strikes('webhookDelayed')) delay(world, notification, receiver);
    else deliver(world, { notification, attempt: 0, afterMs }, receiver);
  };
  send();
  if (faults.strikes('webhookDuplicated')) send();
  if (!faults.strikes('webhookForged')) return;
  const forged = { ...platform.notification(change.order, change.version), headers: { authorization: '0'.repeat(64) } };
  world.forged.add(forged.id);
  schedule.after(chance.network.between(100, 5_000), { owner: null, label: 'forged webhook' }, () => {
    const program = receiver();
    if (program) schedule.after(1, { owner: program, label: 'forged webhook arrives' }, () => program.receive(forged, () => undefined));
  });
}

/** By minutes, while the story still goes on, or by up to two days. */
function delay(world: World, notification: Notification, receiver: () => Program | null): void {
  if (world.chance.network.number() < 0.5) world.late.push(notification);
  else deliver(world, { notification, attempt: 0, afterMs: world.chance.network.between(30_000, 300_000) }, receiver);
}

/** What the platform held back all this time arrives. */
export function deliverLate(world: World, receiver: () => Program | null): void {
  for (const notification of world.late.splice(0))
    deliver(world, { notification, attempt: 0, afterMs: world.chance.network.between(100, 20_000) }, receiver);
}

type Delivery = { notification: Notification; attempt: number; afterMs: number };

/** Answered 200 within three seconds, or tried again a few times, or given up: that is what the sweep is for. */
function deliver(world: World, { notification, attempt, afterMs }: Delivery, receiver: () => Program | null): void {
  const { schedule } = world;
  schedule.after(afterMs, { owner: null, label: `webhook ${notification.id}` }, () => {
    let isOver = false;
    const again = (): void => {
      const pause = AGAIN_AFTER_MS[attempt];
      if (isOver || pause === undefined) return;
      isOver = true;
      deliver(world, { notification, attempt: attempt + 1, afterMs: pause }, receiver);
    };
    schedule.after(ACK_WITHIN_MS, { owner: null, label: `webhook ${notification.id} unanswered` }, again);
    const program = receiver();
    if (!program) return;
    schedule.after(world.chance.network.between(1, 50), { owner: program, label: `webhook ${notification.id} arrives` }, () =>
      program.receive(notification, (status) => {
        schedule.note(`webhook ${notification.id} answered ${status}`);
        if (status !== 200) return;
        isOver = true;
        world.acknowledged.add(notification.id);
      }),
    );
  });
}

function nonEmpty<T>(items: T[]): [T, ...T[]] {
  const [first, ...rest] = items;
  if (first === undefined) throw new Error('nothing to choose from');
  return [first, ...rest];
}
