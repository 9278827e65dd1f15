import type { ProductGroup } from '@tradewind/contract/types';
import type { Request } from '../../../shared/api/call.ts';

type Saved = Request<'product-groups.create'>['body'];
export type DraftLeaf = Pick<ProductGroup['leaves'][number], 'channel' | 'market' | 'channelCategoryId' | 'name' | 'attributeIds'>;
export type GroupDraft = {
  name: string;
  parentId: string | null;
  attributes: { name: string; value: string }[];
  leaves: DraftLeaf[];
};

export const blankGroup: GroupDraft = { name: '', parentId: null, attributes: [], leaves: [] };

export const groupDraftOf = ({ name, parentId, attributes, leaves }: ProductGroup): GroupDraft => ({
  ...{ name, parentId, leaves },
  attributes: Object.entries(attributes).map(([of, value]) => ({ name: of, value })),
});

/** A mapping of an attribute that is gone says nothing any more. */
export function readGroupDraft({ name, parentId, attributes, leaves }: GroupDraft): Saved {
  const given = attributes.map((each) => [each.name.trim(), each.value.trim()] as const).filter(([of]) => of !== '');
  const names = new Set(given.map(([of]) => of));
  return {
    ...{ name: name.trim(), parentId, attributes: Object.fromEntries(given) },
    leaves: leaves.map(({ channel, market, channelCategoryId, attributeIds }) => ({
      ...{ channel, market, channelCategoryId },
      attributeIds: Object.fromEntries(Object.entries(attributeIds).filter(([of]) => names.has(of))),
    })),
  };
}

export type TreeRow = ProductGroup & { level: number };

/** Each below its parent, by name; one whose parent is not there stands at the top. */
export function treeOf(groups: readonly ProductGroup[]): TreeRow[] {
  const ids = new Set(groups.map(({ id }) => id));
  const below = (parentId: string | null, level: number): TreeRow[] =>
    groups
      .filter((group) => (group.parentId !== null && ids.has(group.parentId) ? group.parentId : null) === parentId)
      .flatMap((group) => [{ ...group, level }, ...below(group.id, level + 1)]);
  return below(null, 0);
}
