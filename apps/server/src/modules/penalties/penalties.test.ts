import { createHash, randomUUID } from 'node:crypto';
import { ChannelFailure } from '@tradewind/channels';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRefusal } from '../../platform/http/handler.ts';
import { enqueue, type LaneWorker } from '../../platform/lanes/lanes.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench, DAY_MS, START_AT } from '../accounts/testing.ts';
import { keepSweeping } from '../intake/index.ts';
import { penaltyHandlers, recordsReading } from './index.ts';
import { buildViolation, createFakeRecords, type FakeRecords } from './testing.ts';

/** The ledger and the appeals against it, by the real worker under a virtual clock, on a platform in memory with pages of two. */
let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let records: FakeRecords;
let worker: LaneWorker;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  records = createFakeRecords(bench.clock);
  bench.services.channels = { 'tiktok-shop': { ...bench.platform.channel, penalties: records.channel } };
  shop = await buildShop(bench, database.merchantId);
  await consentWith(['test.records']);
  const config = { fxFeedUrl: null };
  const send = () => Promise.reject(new Error('unused'));
  worker = bench.worker(jobHandlers({ services: bench.services, config, send, hookAddress: () => 'http://x' }));
});
afterEach(() => database.close());

const inMerchant: typeof database.database.withMerchant = (...args) => database.database.withMerchant(...args);
const consentWith = (scopes: string[]) =>
  inMerchant(database.merchantId, (tx) => tx.updateTable('channel_authorization').set({ granted_scopes: scopes }).execute());
const read = async () => {
  await inMerchant(shop.merchantId, (tx) =>
    enqueue(tx, { merchantId: shop.merchantId, jobs: [recordsReading.job(shop.shopId, bench.clock.now())], now: bench.clock.now() }),
  );
  await worker.drain();
};
const caller = (facts: Parameters<typeof buildCaller>[1] = {}) => buildCaller(database.merchantId, facts);
const asked = <Q>(query: Q) => ({ caller: caller(), requestId: 'r-1', query, params: {}, body: undefined });
const told = <T>(answer: T): Exclude<T, { refused: unknown }> => {
  if (isRefusal(answer)) throw new Error(JSON.stringify(answer));
  return answer as Exclude<T, { refused: unknown }>; // refused above
};
const ledger = async (query: object = {}) =>
  told(await penaltyHandlers(bench.services)['violations.list'](asked({ limit: 50, ...query }))).items;
const standing = async () => told(await penaltyHandlers(bench.services)['violations.standing'](asked({}))).items[0];
const detail = async (violationId: string) =>
  told(await penaltyHandlers(bench.services)['violations.get']({ ...asked({}), params: { violationId } }));
const appeal = (violationId: string, text = 'All were dispatched in time.', evidenceIds: string[] = []) =>
  penaltyHandlers(bench.services)['appeals.create']({ ...asked({}), body: { violationId, text, evidenceIds } });
const paper = (text: string) => {
  const bytes = Buffer.from(`%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% ${text}\nstartxref\n9\n%%EOF\n`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { query: { fileName: `${text}.pdf` }, body: { mediaType: 'application/pdf', bytes, sha256 } };
};
const keep = (violationId: string, text = 'letter') =>
  penaltyHandlers(bench.services)['appeal-evidence.create']({ ...asked({}), params: { violationId }, ...paper(text) });
const firstId = async () => (await ledger())[0]?.id ?? '';

describe('the ledger', () => {
  test('holds every violation once, however often it is read, and newest first', async () => {
    records.violations = [1, 2, 3, 4, 5].map((day) =>
      buildViolation({ channelViolationId: `V${day}`, violatedAt: START_AT - day * DAY_MS }),
    );
    await read();
    await read();
    expect((await ledger()).map(({ channelViolationId }) => channelViolationId)).toEqual(['V1', 'V2', 'V3', 'V4', 'V5']);
    const first = told(await penaltyHandlers(bench.services)['violations.list'](asked({ limit: 2 })));
    const second = told(await penaltyHandlers(bench.services)['violations.list'](asked({ limit: 2, cursor: first.nextCursor ?? '' })));
    expect(second.items.map(({ channelViolationId }) => channelViolationId)).toEqual(['V3', 'V4']);
  });

  test('a violation that was overturned counts as if it had never been', async () => {
    records.violations = [buildViolation({ channelViolationId: 'V1', violatedAt: START_AT - DAY_MS, points: 8 })];
    await read();
    expect(await standing()).toMatchObject({ balance: 8, nextNode: 12, formalWarning: true });
    const [first] = records.violations;
    if (first) records.violations = [{ ...first, overturnedAt: START_AT, updatedAt: START_AT }];
    await bench.clock.advance(60_000);
    await read();
    expect(await ledger()).toMatchObject([{ state: 'overturned', pointsUntil: null }]);
    expect(await standing()).toMatchObject({ balance: 0 });
    expect(await ledger({ state: 'in-force' })).toEqual([]);
  });

  test('another merchant, and a colleague bound to another shop, find nothing', async () => {
    records.violations = [buildViolation({ channelViolationId: 'V1', violatedAt: START_AT - DAY_MS })];
    await read();
    const violationId = await firstId();
    const file = told(await keep(violationId));
    const handlers = penaltyHandlers(bench.services);
    const stranger = buildCaller(database.otherMerchantId);
    const bound = caller({ shopIds: ['00000000-0000-4000-8000-000000000000'] });
    for (const who of [stranger, bound]) {
      expect(told(await handlers['violations.list']({ ...asked({ limit: 9 }), caller: who })).items).toEqual([]);
      const body = { violationId, text: 'x', evidenceIds: [] };
      const asWho = { ...asked({}), caller: who, params: { violationId, evidenceId: file.id } };
      for (const answer of [
        await handlers['violations.get']({ ...asked({}), caller: who, params: { violationId } }),
        await handlers['appeals.create']({ ...asked({}), caller: who, body }),
        await handlers['violations.note']({ ...asked({}), caller: who, params: { violationId }, body: { note: 'x' } }),
        await handlers['appeal-evidence.create']({ ...asWho, ...paper('theirs') }),
        await handlers['appeal-evidence.file'](asWho),
        await handlers['appeal-evidence.remove'](asWho),
        await handlers['appeals.draft']({ ...asked({}), caller: who, params: { violationId }, query: { language: 'en' as const } }),
      ])
        expect(answer).toEqual({ refused: 'not-found' });
    }
  });

  test('a note is kept beside the record and outlives its next version', async () => {
    const violation = buildViolation({ channelViolationId: 'V1', violatedAt: START_AT - DAY_MS });
    records.violations = [violation];
    await read();
    const violationId = await firstId();
    told(
      await penaltyHandlers(bench.services)['violations.note']({
        ...asked({}),
        params: { violationId },
        body: { note: 'Strike at the hub' },
      }),
    );
    records.violations = [{ ...violation, points: 6, updatedAt: START_AT }];
    await read();
    expect(await detail(violationId)).toMatchObject({ points: 6, note: 'Strike at the hub' });
  });
});

describe('the standing', () => {
  test('shows the platform’s restrictions beside the rule’s, and where they differ', async () => {
    const at = START_AT - 2 * DAY_MS;
    records.violations = [buildViolation({ channelViolationId: 'V1', violatedAt: at, points: 13 })];
    records.standing = {
      points: 14,
      isRevoked: false,
      restrictions: [
        { channelRestrictionId: 'R1', code: 'no-new-campaigns', node: 12, from: at, until: at + 7 * DAY_MS },
        { channelRestrictionId: 'R2', code: 'no-publishing', node: 24, from: at, until: at + 14 * DAY_MS },
        { channelRestrictionId: 'R3', code: 'traffic-reduced', node: 24, from: at - 30 * DAY_MS, until: at },
      ],
    };
    await read();
    const term = { from: new Date(at).toISOString(), until: new Date(at + 7 * DAY_MS).toISOString() };
    expect(await standing()).toMatchObject({
      records: { state: 'read' },
      balance: 13,
      platformPoints: 14,
      restrictions: [
        { code: 'no-publishing', rule: null },
        { code: 'no-new-campaigns', node: 12, rule: term, platform: term },
      ],
    });
  });

  test('money held back is shown as the platform says and as the rule does', async () => {
    const at = START_AT - 10 * DAY_MS;
    records.violations = [
      buildViolation({ channelViolationId: 'V1', violatedAt: at, points: 0, reason: 'not-as-described', area: 'fraud-risk' }),
    ];
    const hold = { channelBalanceHoldId: 'H1', channelViolationId: 'V1', amount: 125_000, currency: 'JPY', isHeld: true, holdDays: 90 };
    records.balanceHolds = [
      { ...hold, isPermanent: false, createdAt: at, updatedAt: at, investigationEndedAt: at + DAY_MS, releaseAt: at + 90 * DAY_MS },
    ];
    await read();
    const until = new Date(at + 90 * DAY_MS).toISOString();
    expect((await standing())?.balanceHolds).toMatchObject([
      { amount: { amount: 125_000, currency: 'JPY' }, platform: { isHeld: true, until }, rule: { isHeld: true, until } },
    ]);
  });

  test('a consent without the scope is said so, the platform is not asked, and the shop goes on', async () => {
    await consentWith([]);
    await read();
    expect(await standing()).toMatchObject({ records: { state: 'no-consent', readAt: null }, platformPoints: null });
    expect(records.calls).toEqual([]);
    expect(bench.platform.calls).toEqual([]);
    await consentWith(['test.records']);
    await bench.clock.advance(60_000);
    await worker.drain();
    expect(await standing()).toMatchObject({ records: { state: 'read' } });
  });

  test('a shop bound before there were records is read by the safety net, and one that cannot be read is not', async () => {
    const keep = (readings: (typeof recordsReading)[]) =>
      keepSweeping(bench.services, { merchantId: shop.merchantId, streams: [], readings });
    await keep([]);
    await worker.drain();
    expect(await standing()).toMatchObject({ records: { state: 'not-yet-read' } });
    await keep([recordsReading]);
    await worker.drain();
    expect(await standing()).toMatchObject({ records: { state: 'read' } });
  });
});

describe('an appeal', () => {
  beforeEach(async () => {
    records.violations = [buildViolation({ channelViolationId: 'V1', violatedAt: START_AT - 10 * DAY_MS })];
    await read();
    records.calls.length = 0;
  });

  test('is planned by the request, sent by a job, decided by the platform, and may be made once more within fifteen days', async () => {
    const id = await firstId();
    expect(told(await appeal(id))).toMatchObject({ state: 'planned', attempt: 1 });
    expect(records.calls).toEqual([]);
    expect((await detail(id)).appeal).toMatchObject({ canAppeal: false, reason: 'under-way' });
    await worker.drain();
    expect(records.calls.filter((call) => call === 'submit')).toHaveLength(1);
    expect(await detail(id)).toMatchObject({
      state: 'under-appeal',
      appeals: [{ state: 'under-review', isOwn: true, channelAppealId: 'A-1' }],
    });
    const decidedAt = bench.clock.now() + DAY_MS;
    await bench.clock.advance(2 * DAY_MS);
    records.appeals = records.appeals.map((each) => ({ ...each, status: 'rejected', decidedAt, updatedAt: decidedAt }));
    await read();
    expect(await detail(id)).toMatchObject({
      state: 'in-force',
      appeals: [{ state: 'rejected' }],
      appeal: { canAppeal: true, attempt: 2, secondDeadline: new Date(decidedAt + 15 * DAY_MS).toISOString() },
    });
    await bench.clock.advance(16 * DAY_MS);
    expect(await appeal(id)).toMatchObject({ refused: 'appeal-not-open', detail: 'deadline-passed' });
  });

  test('names its evidence to the platform by name and hash; what was named stays, what was not can go', async () => {
    const id = await firstId();
    const [letter, photo] = [told(await keep(id, 'letter')), told(await keep(id, 'photo'))];
    expect(told(await keep(id, 'letter')).id).toBe(letter.id); // sent again, kept once
    // Both were handed in at one virtual instant, so neither is the first.
    const kept = (await detail(id)).evidence.map(({ name, isSent }) => ({ name, isSent }));
    expect(kept.sort((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: 'letter.pdf', isSent: false },
      { name: 'photo.pdf', isSent: false },
    ]);
    const answer = await appeal(id, 'See the letter.', [randomUUID(), letter.id]);
    expect(answer).toMatchObject({ refused: 'invalid-input', errors: [{ path: '/evidenceIds/0', code: 'unknown-evidence' }] });
    await appeal(id, 'See the letter.', [letter.id]);
    await worker.drain();
    expect(records.evidence).toEqual([{ fileName: 'letter.pdf', sha256: letter.sha256 }]);
    const named = await detail(id);
    expect(named).toMatchObject({ appeals: [{ evidenceIds: [letter.id] }] });
    expect(new Map(named.evidence.map((one) => [one.id, one.isSent]))).toEqual(
      new Map([letter, photo].map((one) => [one.id, one === letter])),
    );
    const place = (evidenceId: string) => ({ ...asked({}), params: { violationId: id, evidenceId } });
    const handlers = penaltyHandlers(bench.services);
    expect(await handlers['appeal-evidence.remove'](place(letter.id))).toMatchObject({ refused: 'not-found' });
    expect(await handlers['appeal-evidence.remove'](place(photo.id))).toBeUndefined();
    expect(await handlers['appeal-evidence.file'](place(letter.id))).toMatchObject({ file: { name: 'letter.pdf' } });
    expect(await handlers['appeal-evidence.file'](place(photo.id))).toMatchObject({ refused: 'not-found' });
    const seen = await inMerchant(shop.merchantId, (tx) =>
      tx.selectFrom('audit_entry').select('object_id').where('action', '=', 'appeal-evidence.view').execute(),
    );
    expect(seen).toEqual([{ object_id: letter.id }]);
  });

  test('takes no file that is not what it says', async () => {
    const { query, body } = paper('letter');
    const lie = { ...asked(query), params: { violationId: await firstId() }, body: { ...body, bytes: Buffer.from('MZ no paper') } };
    expect(await penaltyHandlers(bench.services)['appeal-evidence.create'](lie)).toMatchObject({ refused: 'invalid-input' });
  });

  test('a second one on its way is refused', async () => {
    const id = await firstId();
    const answers = await Promise.all([appeal(id), appeal(id, 'Another.')]);
    expect(answers.filter(isRefusal)).toMatchObject([{ refused: 'appeal-not-open', detail: 'under-way' }]);
  });

  test('refused by the platform, it says with which code, the shop stays well, and another may be tried', async () => {
    const id = await firstId();
    records.refuse = new ChannelFailure('rejected', 'the time is over', { channelCode: '99001005' });
    await appeal(id);
    await worker.drain();
    expect(await detail(id)).toMatchObject({ appeals: [{ state: 'refused', failureCode: '99001005' }], appeal: { canAppeal: true } });
    const row = await inMerchant(shop.merchantId, (tx) => tx.selectFrom('shop').select('last_error_code').executeTakeFirstOrThrow());
    expect(row.last_error_code).toBeNull();
  });

  test.each([
    ['taken', true, 1],
    ['not taken', false, 2],
  ])('whose answer was lost and which was %s is looked for, and stands there once', async (_, isTaken, submits) => {
    const id = await firstId();
    records.refuse = new ChannelFailure('unknown-outcome', 'no answer arrived');
    records.isTaken = isTaken;
    await appeal(id);
    await worker.drain();
    expect((await detail(id)).appeals).toMatchObject([{ state: 'unknown' }]);
    await bench.clock.advance(31_000);
    await worker.drain();
    expect((await detail(id)).appeals).toMatchObject([{ state: 'under-review' }]);
    expect(records.calls.filter((call) => call === 'submit')).toHaveLength(submits);
    expect(records.appeals).toHaveLength(1);
  });

  test('a reading that sees it before its own job does is no second appeal', async () => {
    const id = await firstId();
    records.refuse = new ChannelFailure('unknown-outcome', 'no answer arrived');
    records.isTaken = true;
    await appeal(id);
    await worker.drain();
    await read();
    await bench.clock.advance(60_000);
    await worker.drain();
    expect((await detail(id)).appeals).toMatchObject([{ state: 'under-review', isOwn: true }]);
  });

  test('made in the seller centre shows too', async () => {
    const at = START_AT - DAY_MS;
    const made = { channelAppealId: 'A-9', channelViolationId: 'V1', attempt: 1, text: 'By hand', createdAt: at, updatedAt: at };
    records.appeals = [{ ...made, status: 'under-review', decidedAt: null }];
    await read();
    const list = told(await penaltyHandlers(bench.services)['appeals.list'](asked({ limit: 10 })));
    expect(list.items).toMatchObject([{ isOwn: false, state: 'under-review', text: 'By hand' }]);
    expect(await appeal(await firstId())).toMatchObject({ refused: 'appeal-not-open', detail: 'under-review' });
  });

  test('begins with a draft that cites what is known, in English and in the reader’s language', async () => {
    const params = { violationId: await firstId() };
    const draft = told(await penaltyHandlers(bench.services)['appeals.draft']({ ...asked({}), params, query: { language: 'zh-CN' } }));
    expect(draft.platform).toContain('violation V1 (Late dispatch');
    expect(draft.platform).toContain('12 of 100');
    expect(draft.reader).toContain('违规单 V1');
  });
});
