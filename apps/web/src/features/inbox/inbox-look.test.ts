import { expect, test } from 'vitest';
import { filterOf, lookOf, shareLeft } from './inbox-look.ts';

const member = '0192aaaa-0000-7000-8000-000000000001';

test.each([
  [{}, { isWaiting: 'true', isAside: 'false' }],
  [{ view: 'nonsense' }, { isWaiting: 'true', isAside: 'false' }],
  [
    { view: 'unread', q: '  5761 ' },
    { isUnread: 'true', isAside: 'false', q: '5761' },
  ],
  [
    { view: 'mine', assigneeId: 'nobody' },
    { isAside: 'false', assigneeId: 'me' },
  ],
  [
    { view: 'all', assigneeId: member, labelId: member },
    { assigneeId: member, labelId: member },
  ],
  [{ view: 'all', labelId: 'not an id' }, {}],
  [{ view: 'all', assigneeId: 'nobody' }, { assigneeId: 'nobody' }],
  [{ view: 'aside', assigneeId: 'not an id' }, { isAside: 'true' }],
])('the address %j asks for %j', (search, filter) => {
  expect(filterOf(lookOf(search))).toEqual(filter);
});

test.each([
  [24, 12, 0.5],
  [48, 48, 1],
  [24, -1, 0],
] as const)('of %i hours %i are left', (hours, left, share) => {
  expect(shareLeft({ hours, at: new Date(left * 3_600_000).toISOString() }, 0)).toBe(share);
});
