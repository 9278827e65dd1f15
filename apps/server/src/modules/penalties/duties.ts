import type { Duty, DutySource } from '../../platform/duties.ts';
import type { ShopInScope } from '../accounts/index.ts';
import { appealCourseOf } from './queries/course.ts';
import { appealsOf } from './queries/views.ts';

const DAY_MS = 86_400_000;
/** A fortnight to gather evidence; earlier there is nothing to hurry for. */
const SOON_MS = 14 * DAY_MS;
/** The first attempt ends thirty days after the penalty; the second begins at the latest when the first was refused. */
const OPEN_AT_MOST_MS = 90 * DAY_MS;

/** Violations that cost points and against which the time to appeal runs out. */
export const appealDuties: DutySource<ShopInScope> = {
  kinds: ['appeal-closing'],
  find: async (tx, { shops, now }) => {
    const held = new Map(shops.map((shop) => [shop.id, shop]));
    if (held.size === 0) return [];
    const violations = await tx
      .selectFrom('violation')
      .selectAll()
      .where('shop_id', 'in', [...held.keys()])
      .where('points', '>', 0)
      .where('overturned_at', 'is', null)
      .where('violated_at', '>', new Date(now - OPEN_AT_MOST_MS))
      .execute();
    const appeals = await appealsOf(
      tx,
      violations.map(({ id }) => id),
    );
    return violations.flatMap((violation): Duty[] => {
      const shop = held.get(violation.shop_id);
      if (!shop) return [];
      const own = appeals.filter(({ violation_id }) => violation_id === violation.id);
      const course = appealCourseOf({ violation, appeals: own, sellerType: shop.sellerType, now });
      if (!course?.canAppeal) return [];
      const deadlineAt = Date.parse(course.secondDeadline ?? course.firstDeadline);
      if (deadlineAt > now + SOON_MS) return [];
      const data = { points: violation.points };
      const link = { page: '/penalties', search: { open: violation.id } };
      return [{ kind: 'appeal-closing', subject: violation.id, shopId: shop.id, isLosing: false, deadlineAt, sinceAt: null, data, link }];
    });
  },
};
