import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { forgetJournal, openJournal } from './journal.ts';
import { newFolder } from './testing.ts';

const ARGS = { seed: 1, merchants: 1, shops: 1, days: 1, ordersPerShopDay: 1, endsAt: 0, troubled: false };
const entry = (n: number) => ({ kind: 'test', at: n, data: { n } });

it('gives back what was appended, and the arguments of the first start', () => {
  const dataDir = newFolder();
  const first = openJournal(dataDir, ARGS);
  first.append(entry(1));
  first.append(entry(2));
  first.close();
  const second = openJournal(dataDir, { ...ARGS, seed: 2 });
  expect(second.args).toEqual(ARGS);
  expect(second.records).toEqual([entry(1), entry(2)]);
  second.close();
});

it('drops a last line cut short by a kill and goes on after it', () => {
  const dataDir = newFolder();
  const path = join(dataDir, 'sandbox', 'journal.jsonl');
  const first = openJournal(dataDir, ARGS);
  first.append(entry(1));
  first.close();
  appendFileSync(path, '{"kind":"test","at":2,"da');
  const second = openJournal(dataDir, ARGS);
  expect(second.records).toEqual([entry(1)]);
  second.append(entry(3));
  second.close();
  const third = openJournal(dataDir, ARGS);
  expect(third.records).toEqual([entry(1), entry(3)]);
  third.close();
});

it('starts anew when not even the arguments were finished, and after being forgotten', () => {
  const dataDir = newFolder();
  const path = join(dataDir, 'sandbox', 'journal.jsonl');
  openJournal(dataDir, ARGS).close();
  writeFileSync(path, '{"seed":1,');
  const cut = openJournal(dataDir, { ...ARGS, seed: 5 });
  expect(cut.args.seed).toBe(5);
  cut.close();
  forgetJournal(dataDir);
  const fresh = openJournal(dataDir, { ...ARGS, seed: 6 });
  expect(fresh.args.seed).toBe(6);
  fresh.close();
});

it('refuses a journal that is broken in the middle rather than show another world', () => {
  const dataDir = newFolder();
  const path = join(dataDir, 'sandbox', 'journal.jsonl');
  const first = openJournal(dataDir, ARGS);
  first.append(entry(1));
  first.close();
  writeFileSync(path, `${readFileSync(path, 'utf8')}oops\n${JSON.stringify(entry(2))}\n`);
  expect(() => openJournal(dataDir, ARGS)).toThrow(/damaged/);
});
