import type { DutySource } from '../../platform/duties.ts';
import { shopsWithHealth } from './queries/shop-list.ts';
import type { ShopInScope } from './queries/shops-in-scope.ts';

/** What is wrong between shops and their platform. Whose end is near says so as a deadline, the others since when. */
export const shopDuties: DutySource<ShopInScope> = {
  kinds: ['shop-trouble'],
  find: async (tx, { caller, shops, now }) => {
    const inScope = new Set(shops.map(({ id }) => id));
    const found = await shopsWithHealth(tx, { caller, now });
    return found
      .filter(({ id }) => inScope.has(id))
      .flatMap(({ id, health }) =>
        health.troubles.map(({ code, severity, remedy, since }) => {
          const ends =
            code === 'token-expiring' ? health.tokenExpiresAt : code === 'authorisation-expiring' ? health.authorisationExpiresAt : null;
          return {
            kind: 'shop-trouble' as const,
            subject: `${id} ${code}`,
            shopId: id,
            isLosing: severity === 'losing',
            deadlineAt: ends === null ? null : Date.parse(ends),
            sinceAt: since === null || ends !== null ? null : Date.parse(since),
            data: { code, remedy },
            link: { page: '/shops', search: { open: id } },
          };
        }),
      );
  },
};
