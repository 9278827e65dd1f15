import type { OwnSearch } from '../../shared/own-search.ts';

export const statuses = ['draft', 'active', 'archived'] as const;
export const lacks = ['listing', 'category', 'size', 'media'] as const;
export type ProductFilter = {
  q?: string;
  status?: (typeof statuses)[number];
  missing?: (typeof lacks)[number];
  category?: string;
  groupId?: string;
};

/** What the address says, as far as it is understood. */
export function filterOf(search: OwnSearch): ProductFilter {
  const q = search.q?.trim().slice(0, 100);
  const status = statuses.find((each) => each === search.status);
  const missing = lacks.find((each) => each === search.missing);
  const category = search.category?.slice(0, 60);
  const groupId = /^[0-9a-f-]{36}$/.test(search.groupId ?? '') ? search.groupId : undefined;
  return {
    ...(groupId ? { groupId } : {}),
    ...(q ? { q } : {}),
    ...(status ? { status } : {}),
    ...(missing ? { missing } : {}),
    ...(category ? { category } : {}),
  };
}

export const noFilter = { q: undefined, status: undefined, missing: undefined, category: undefined, groupId: undefined };
