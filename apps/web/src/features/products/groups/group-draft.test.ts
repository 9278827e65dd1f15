import type { ProductGroup } from '@tradewind/contract/types';
import { expect, test } from 'vitest';
import { groupDraftOf, readGroupDraft, treeOf } from './group-draft.ts';

const group = (id: string, parentId: string | null): ProductGroup => ({
  ...{ id, parentId, name: id, attributes: {}, leaves: [], productCount: 0, version: 1 },
});

test('groups stand below their parents, and none is lost', () => {
  const rows = treeOf([group('cups', 'kitchen'), group('home', null), group('kitchen', 'home'), group('lost', 'gone')]);
  expect(rows.map(({ id, level }) => `${level} ${id}`)).toEqual(['0 home', '1 kitchen', '2 cups', '0 lost']);
});

test('a group is saved as it was read, without attributes that have no name and without what was mapped to them', () => {
  const leaf = { channel: 'tiktok-shop' as const, market: 'GB', channelCategoryId: '7', name: 'Cups', channelAttributes: null };
  const read = {
    ...group('cups', null),
    attributes: { Finish: 'matt', Size: '' },
    leaves: [{ ...leaf, attributeIds: { Finish: '1', Gone: '2' } }],
  };
  const draft = groupDraftOf(read);
  const saved = readGroupDraft({ ...draft, attributes: [...draft.attributes, { name: ' ', value: 'x' }] });
  expect(saved).toEqual({
    ...{ name: 'cups', parentId: null, attributes: { Finish: 'matt', Size: '' } },
    leaves: [{ channel: 'tiktok-shop', market: 'GB', channelCategoryId: '7', attributeIds: { Finish: '1' } }],
  });
});
