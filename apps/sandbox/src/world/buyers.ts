import { type Core, streamOf } from './core.ts';
import { type ChatLanguage, MARKETS } from './markets.ts';
import { PEOPLE } from './people.ts';
import { hashText, pick, type Rng, wholeBetween } from './random.ts';
import type { Buyer, Shop } from './types.ts';

/**
 * A shop's circle of buyers: some order often, most once. A buyer is made when first met, from a stream of their own,
 * so who they are does not depend on when they came.
 */
export class Buyers {
  private readonly known = new Map<string, (Buyer | undefined)[]>();
  private readonly core: Core;
  private readonly circle: number;

  constructor(core: Core, expectedOrdersPerShop: number) {
    this.core = core;
    this.circle = Math.min(2500, Math.max(40, Math.round(expectedOrdersPerShop * 0.6)));
  }

  /** Squaring favours low numbers: the loyal few. */
  someone(shop: Shop, rng: Rng): Buyer {
    return this.number(shop, Math.floor(rng() ** 2 * this.circle));
  }

  /** Somebody who writes in this language, newly met if need be. */
  speaking(shop: Shop, language: string, rng: Rng): Buyer {
    const buyer = this.someone(shop, rng);
    return buyer.language === language ? buyer : { ...buyer, language };
  }

  private number(shop: Shop, index: number): Buyer {
    let circle = this.known.get(shop.id);
    if (!circle) {
      circle = [];
      this.known.set(shop.id, circle);
    }
    const met = circle[index];
    if (met) return met;
    const key = `${shop.id}:${index}`;
    const buyer = makeBuyer(shop, streamOf(this.core, `buyer:${key}`), buyerId(this.core.seed, key));
    circle[index] = buyer;
    return buyer;
  }
}

/** Not from the counter: met earlier or later, a buyer keeps the id. Two hashes keep clashes out of reach. */
const buyerId = (seed: number, key: string): string =>
  `7195${String(hashText(`${seed}:a:${key}`)).padStart(10, '0')}${String(hashText(`b:${key}`) % 10_000).padStart(4, '0')}`;

function makeBuyer(shop: Shop, rng: Rng, id: string): Buyer {
  const people = PEOPLE[shop.market];
  const facts = MARKETS[shop.market];
  const given = pick(people.given, rng);
  const family = pick(people.family, rng);
  const name = people.familyFirst ? `${family}${shop.market === 'JP' ? '' : ' '}${given}` : `${given} ${family}`;
  const [city, state, postalCode] = pick(people.cities, rng);
  const foreign: ChatLanguage[] = facts.otherLanguages;
  const language = foreign.length > 0 && rng() < 0.12 ? pick(foreign, rng) : facts.language;
  return {
    id,
    name,
    nickname: `user${wholeBetween(1000, 99999, rng)}`,
    phone: `(${facts.dialCode})${wholeBetween(100000000, 999999999, rng)}`,
    email: `b${id.slice(-10)}@buyers.sandbox.example`,
    language,
    address: { line1: `${wholeBetween(1, 240, rng)} ${pick(people.streets, rng)}`, city, state, postalCode, region: shop.market },
  };
}
