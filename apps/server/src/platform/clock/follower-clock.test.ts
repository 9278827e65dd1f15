import { afterEach, expect, test } from 'vitest';
import { silentLog } from '../../testing/silent-log.ts';
import type { HttpSend } from '../ports.ts';
import { createFollowerClock, type FollowerClock } from './follower-clock.ts';

/** The sandbox's side: a clock that the test moves, and the acknowledgements it got. */
function source(start: { now: number; speed: number }) {
  const state = { ...start, away: false, acks: [] as number[] };
  const send: HttpSend = async ({ method, url, body }) => {
    if (state.away) throw new Error('refused');
    if (method === 'POST' && url.endsWith('/clock/ack')) state.acks.push(JSON.parse(Buffer.from(body ?? []).toString()).now);
    return { status: 200, headers: {}, body: Buffer.from(JSON.stringify({ now: state.now, speed: state.speed })) };
  };
  return { state, send };
}

const url = 'http://127.0.0.1:4320/_control/clock';
const opened: FollowerClock[] = [];
const follow = async (from: ReturnType<typeof source>, onMove: (now: number) => Promise<void> = async () => undefined) => {
  const clock = await createFollowerClock({ url, send: from.send, log: silentLog, name: 'test', onMove });
  opened.push(clock);
  return clock;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((clock) => clock.stop()));
});

test('a jump wakes sleepers, and is acknowledged only after the work it made due is done', async () => {
  const sandbox = source({ now: 1_000_000, speed: 0 });
  let release = (): void => undefined;
  const moves: number[] = [];
  const clock = await follow(sandbox, async (now) => {
    moves.push(now);
    if (now > 1_000_000) await new Promise<void>((resolve) => (release = resolve));
  });
  await expect.poll(() => sandbox.state.acks).toContain(1_000_000);
  const woken: string[] = [];
  void clock.sleep(60_000).then(() => woken.push('a minute'));
  void clock.sleep(60_001).then(() => woken.push('longer'));
  sandbox.state.now += 60_000;
  await expect.poll(() => moves).toContain(1_060_000);
  expect(woken).toEqual(['a minute']);
  expect(clock.now()).toBe(1_060_000);
  expect(sandbox.state.acks).not.toContain(1_060_000);
  release();
  await expect.poll(() => sandbox.state.acks).toContain(1_060_000);
});

test('it never goes back, and stands until the source has caught up', async () => {
  const sandbox = source({ now: 5_000_000, speed: 0 });
  const clock = await follow(sandbox);
  sandbox.state.now = 5_100_000;
  await expect.poll(() => clock.now()).toBe(5_100_000);
  sandbox.state.now = 1_000_000;
  await expect.poll(() => sandbox.state.acks).toContain(5_100_000);
  let latest = 5_100_000;
  for (let i = 0; i < 20; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(clock.now()).toBeGreaterThanOrEqual(latest);
    latest = clock.now();
  }
  sandbox.state.now = 5_200_000;
  await expect.poll(() => clock.now()).toBe(5_200_000);
});

test('while the source is away a running clock runs on, and afterwards follows again', async () => {
  const sandbox = source({ now: 2_000_000, speed: 1_000 });
  const clock = await follow(sandbox);
  sandbox.state.away = true;
  const before = clock.now();
  await clock.sleep(100_000);
  expect(clock.now()).toBeGreaterThanOrEqual(before + 100_000);
  sandbox.state.speed = 0;
  sandbox.state.now = 90_000_000;
  sandbox.state.away = false;
  await expect.poll(() => clock.now()).toBe(90_000_000);
});

test('an aborted sleep ends although time stands still', async () => {
  const clock = await follow(source({ now: 1, speed: 0 }));
  const giveUp = new AbortController();
  const slept = clock.sleep(1_000, giveUp.signal);
  giveUp.abort();
  await slept;
  expect(clock.now()).toBe(1);
});

test('only a clock of this machine is followed', async () => {
  const { send } = source({ now: 1, speed: 0 });
  for (const far of ['http://clock.example/clock', 'http://127.0.0.1.example/clock', 'http://10.0.0.1/clock', 'clock', 'http://0.0.0.0/']) {
    await expect(createFollowerClock({ url: far, send, log: silentLog, name: 'test', onMove: async () => undefined })).rejects.toThrow(
      /only name this machine/,
    );
  }
});
