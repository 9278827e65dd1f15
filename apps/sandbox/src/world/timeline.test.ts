import { describe, expect, it } from 'vitest';
import { ENDS_AT, handTime, newFolder, smallWorld } from '../testing.ts';
import { HOUR, MINUTE } from './zone.ts';

const TINY = { shops: 1, merchants: 1, days: 0, ordersPerShopDay: 0 };
/** Lets promises that are ready go on; real timers play no part. */
const breathe = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

describe('the virtual clock', () => {
  it('stands until it is advanced, and then stops at every minute', async () => {
    const time = handTime();
    const sim = smallWorld(TINY, time);
    time.pass(HOUR);
    expect(sim.now()).toBe(ENDS_AT);
    expect(sim.speed()).toBe(0);
    expect(sim.setSpeed(5)).toBe(false);
    const seen: number[] = [];
    for (let minute = 1; minute <= 3; minute++) sim.schedule(ENDS_AT + minute * MINUTE, () => void seen.push(sim.now() - ENDS_AT));
    await sim.advance(2.5 * MINUTE);
    expect(seen).toEqual([MINUTE, 2 * MINUTE]);
    expect(sim.now()).toBe(ENDS_AT + 2.5 * MINUTE);
    sim.close();
  });

  it('adds up what two callers ask for at the same time', async () => {
    const sim = smallWorld(TINY, handTime());
    await Promise.all([sim.advance(10 * MINUTE), sim.advance(5 * MINUTE)]);
    expect(sim.now()).toBe(ENDS_AT + 15 * MINUTE);
    sim.close();
  });

  it('does at once what is due at once, and nothing that was called off', async () => {
    const sim = smallWorld(TINY, handTime());
    const done: string[] = [];
    sim.schedule(sim.now(), () => void done.push('now'));
    sim.schedule(sim.now() + MINUTE, () => void done.push('off')).cancel();
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toEqual(['now']);
    await sim.advance(2 * MINUTE);
    expect(done).toEqual(['now']);
    sim.close();
  });

  it('waits for the deliveries that a step started, five seconds at most', async () => {
    const time = handTime();
    const sim = smallWorld(TINY, time);
    let deliver = (): void => undefined;
    sim.schedule(ENDS_AT + MINUTE, () => new Promise<void>((resolve) => (deliver = resolve)));
    let isDone = false;
    const advancing = sim.advance(MINUTE).then(() => {
      isDone = true;
    });
    await breathe();
    expect(isDone).toBe(false);
    deliver();
    await advancing;
    sim.schedule(sim.now() + MINUTE, () => new Promise<void>(() => undefined));
    const stuck = sim.advance(MINUTE);
    await breathe();
    time.pass(5_000);
    await stuck;
    sim.close();
  });
});

describe('followers', () => {
  it('hold a step until they acknowledge its time', async () => {
    const time = handTime();
    const sim = smallWorld(TINY, time);
    sim.followers.acked(sim.now());
    const reached: number[] = [];
    const advancing = sim.advance(2 * MINUTE).then(() => void reached.push(-1));
    await breathe();
    reached.push(sim.now() - ENDS_AT);
    sim.followers.acked(sim.now());
    await breathe();
    reached.push(sim.now() - ENDS_AT);
    sim.followers.acked(sim.now());
    await advancing;
    expect(reached).toEqual([MINUTE, 2 * MINUTE, -1]);
    sim.close();
  });

  it('that fell silent cost five seconds once, not every step', async () => {
    const time = handTime();
    const sim = smallWorld(TINY, time);
    sim.followers.acked(sim.now());
    const advancing = sim.advance(60 * MINUTE);
    await breathe();
    expect(sim.now()).toBe(ENDS_AT + MINUTE);
    time.pass(5_000);
    await advancing;
    expect(sim.now()).toBe(ENDS_AT + HOUR);
    sim.close();
  });

  it('with names are all waited for; whoever acknowledged long ago is none', async () => {
    const time = handTime();
    const sim = smallWorld(TINY, time);
    sim.followers.acked(sim.now(), 'gone');
    time.pass(31_000);
    sim.followers.acked(sim.now(), 'one');
    sim.followers.acked(sim.now(), 'two');
    let isDone = false;
    const advancing = sim.advance(MINUTE).then(() => {
      isDone = true;
    });
    await breathe();
    sim.followers.acked(sim.now(), 'one');
    await breathe();
    expect(isDone).toBe(false);
    sim.followers.acked(sim.now(), 'two');
    await advancing;
    sim.close();
  });

  it('may come by asking for the clock, before their first acknowledgement', async () => {
    const sim = smallWorld(TINY, handTime());
    sim.followers.sawClock();
    let isDone = false;
    const advancing = sim.advance(MINUTE).then(() => {
      isDone = true;
    });
    await breathe();
    expect(isDone).toBe(false);
    sim.followers.acked(sim.now());
    await advancing;
    sim.close();
  });
});

describe('the real clock', () => {
  it('follows real time times the speed, from where the history ended', () => {
    const time = handTime();
    const sim = smallWorld({ ...TINY, clock: 'real' }, time);
    expect(sim.now()).toBe(ENDS_AT);
    time.pass(10_000);
    expect(sim.now()).toBe(ENDS_AT + 10_000);
    expect(sim.setSpeed(60)).toBe(true);
    time.pass(1_000);
    expect(sim.now()).toBe(ENDS_AT + 70_000);
    time.pass(-20_000);
    expect(sim.now()).toBe(ENDS_AT + 70_000);
    sim.close();
  });

  it('runs on while the sandbox is down, advances included', async () => {
    const time = handTime();
    const dataDir = newFolder();
    const first = smallWorld({ ...TINY, clock: 'real', dataDir }, time);
    await first.advance(HOUR);
    first.close();
    time.pass(30_000);
    const second = smallWorld({ ...TINY, clock: 'real', dataDir }, time);
    expect(second.now()).toBe(ENDS_AT + HOUR + 30_000);
    second.close();
  });
});
