import type { DutySource } from '../../platform/duties.ts';
import type { ShopInScope } from '../accounts/index.ts';
import { categoryMappings } from './queries/category-mappings.ts';

/** Live listings in categories that nobody has answered for. Whoever may not answer is not told. */
export const categoryDuties: DutySource<ShopInScope> = {
  kinds: ['categories-unknown'],
  find: async (tx, { caller, isWhole }) => {
    if (!isWhole || !caller.scopes.has('documents:write')) return [];
    const unknown = (await categoryMappings(tx, { caller })).filter(({ category, live }) => category === null && live > 0);
    if (unknown.length === 0) return [];
    const count = unknown.reduce((sum, { live }) => sum + live, 0);
    const link = { page: '/compliance', search: { view: 'categories' } };
    const of = { kind: 'categories-unknown' as const, subject: 'all', shopId: null, link };
    return [{ ...of, isLosing: false, deadlineAt: null, sinceAt: null, data: { count, categories: unknown.length } }];
  },
};
