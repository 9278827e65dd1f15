import { ChannelFailure } from '@tradewind/channels';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createScene, lost, type Scene, told } from './testing.ts';

/** From the wish to the platform's answer, by the real worker under a virtual clock. */
let scene: Scene;
beforeEach(async () => {
  scene = await createScene();
  await scene.list(scene.us, 'p-us');
  await scene.list(scene.jp, 'p-jp');
  await scene.review(scene.us, {});
});
afterEach(() => scene.close());

test('published: the platform was told once, and the ledger says what is shown since when', async () => {
  expect(await scene.published()).toMatchObject({ state: 'planned', before: { ratings: 0 }, after: { ratings: 1 } });
  expect(await scene.preview()).toMatchObject({ state: 'shown' });
  expect(scene.fake.calls).toBe(1);
  expect((await scene.ledger()).map(({ kind, cause, version, reviews, by }) => [kind, cause, version, reviews, by])).toEqual(
    expect.arrayContaining([
      ['wished', 'published', 1, 1, expect.any(String)],
      ['shown', 'confirmed', 1, 1, 'platform'],
    ]),
  );
});

test('nothing changed, nothing is told: an hour passes, and it is published again', async () => {
  await scene.published();
  scene.bench.clock.advance(2 * 3_600_000);
  await scene.worker.drain();
  told(await scene.publish());
  await scene.worker.drain();
  expect(scene.fake.calls).toBe(1);
});

test('units sold elsewhere follow within the hour', async () => {
  await scene.published();
  await scene.sell(scene.us, 'p-us', 3);
  scene.bench.clock.advance(3_600_001);
  await scene.worker.drain();
  expect(scene.onTarget()?.soldElsewhere).toEqual([{ market: 'US', units: 3 }]);
});

test.each([
  { name: 'after its effect: found at the platform, not told again', isTaken: true, calls: 1 },
  { name: 'before its effect: looked for, and told once more', isTaken: false, calls: 2 },
])('the answer is lost $name', async ({ isTaken, calls }) => {
  scene.fake.next = lost();
  scene.fake.isTaken = isTaken;
  await scene.published();
  expect(await scene.preview()).toMatchObject({ state: 'unconfirmed' });
  scene.fake.isTaken = false;
  scene.bench.clock.advance(31_000);
  await scene.worker.drain();
  expect(await scene.preview()).toMatchObject({ state: 'shown' });
  expect(scene.fake.calls).toBe(calls);
});

test('refused by the platform: said with its code, and publishing after a change tells it anew', async () => {
  scene.fake.next = new ChannelFailure('rejected', 'no', { channelCode: '99008002' });
  await scene.published();
  expect(await scene.preview()).toMatchObject({ state: 'refused', failureCode: '99008002' });
  expect((await scene.ledger())[0]).toMatchObject({ kind: 'rejected', cause: '99008002' });
  await scene.review(scene.us, {});
  await scene.worker.drain();
  expect(await scene.preview()).toMatchObject({ state: 'shown' });
});

test('two people publish at once: one display, told once', async () => {
  told(await scene.link());
  told(await scene.open());
  await Promise.all([scene.publish(), scene.publish()]);
  await scene.worker.drain();
  expect(scene.fake.calls).toBe(1);
});

test('another merchant’s listing is not there to be linked', async () => {
  const foreign = { shopId: '01a20955-51c2-774e-9d88-7ddd599f4c01', channelProductId: 'p-us' };
  expect(await scene.link(undefined, { source: foreign, target: scene.target })).toMatchObject({ refused: 'not-found' });
});

test('the ledger cannot be changed by the program', async () => {
  await scene.published();
  await expect(scene.within(scene.merchantId, (tx) => tx.updateTable('review_ledger').set({ by: 'x' }).execute())).rejects.toThrow(
    /permission denied/,
  );
  await expect(scene.within(scene.merchantId, (tx) => tx.deleteFrom('review_ledger').execute())).rejects.toThrow(/permission denied/);
});
