/** What a group passes down: the nearest group that says something is heard, and a product that says it itself is heard before all. */
export type Group = {
  id: string;
  parentId: string | null;
  attributes: Record<string, string>;
  leaves: readonly { channel: string; market: string; channelCategoryId: string; attributeIds: Record<string, string> }[];
};
export type Groups = ReadonlyMap<string, Group>;

export const LEVELS_MAX = 3;

/** The group itself first, then those above it. One that stands below itself ends where it comes round. */
export function chainOf(groups: Groups, groupId: string | null): Group[] {
  const chain: Group[] = [];
  for (let at = groups.get(groupId ?? ''); at && !chain.includes(at); at = groups.get(at.parentId ?? '')) chain.push(at);
  return chain;
}

type Place = { channel: string; market: string };

export function leafOf(chain: readonly Group[], { channel, market }: Place): Group['leaves'][number] | null {
  for (const { leaves } of chain) {
    const leaf = leaves.find((each) => each.channel === channel && each.market === market);
    if (leaf) return leaf;
  }
  return null;
}

/** What the product says with what it inherits. An empty text of a group asks for a value and gives none. */
export function attributesOf(chain: readonly Group[], own: Record<string, string>): Record<string, string> {
  const said = chain.map(({ attributes }) => attributes).toReversed();
  return Object.fromEntries(Object.entries(Object.assign({}, ...said, own) as Record<string, string>).filter(([, value]) => value !== '')); // texts by name, each of them
}
