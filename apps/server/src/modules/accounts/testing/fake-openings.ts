/** A platform's desk for applications, in memory: takes what comes, and decides when a test says so. */
import type { ChannelOpening, ChannelOpenings, NewOpening, OpeningRefusal, ShopAccess } from '@tradewind/channels';

export type FakeOpenings = {
  items: ChannelOpening[];
  /** The next application is not even taken. */
  refuseNext: OpeningRefusal['refused'] | null;
  /** What the platform says of the newest application from now on. */
  say(change: Partial<ChannelOpening>): void;
};

export const OPENING_SCOPE = 'test.openings';

type Tools = { now(): number; made: (call: string) => Promise<void>; check: (token: string) => void };

export function createFakeOpenings({ now, made, check }: Tools): FakeOpenings & { channel: ChannelOpenings } {
  const desk: FakeOpenings = {
    items: [],
    refuseNext: null,
    say: (change) => {
      const last = desk.items.at(-1);
      if (!last) throw new Error('nothing was submitted');
      const status = change.status ?? last.status;
      const history = status === last.status ? last.history : [...last.history, { status, at: now() }];
      desk.items[desk.items.length - 1] = { ...last, history, updatedAt: now(), ...change };
    },
  };
  const take = (source: ShopAccess, wish: NewOpening): ChannelOpening | OpeningRefusal => {
    if (desk.refuseNext) {
      const refused = desk.refuseNext;
      desk.refuseNext = null;
      return { refused };
    }
    const taken: ChannelOpening = {
      channelOpeningId: `opening-${desk.items.length + 1}`,
      sourceChannelShopId: source.channelShopId,
      targetMarket: wish.targetMarket,
      entityName: wish.entity.name,
      path: 'instant',
      pathReasons: [],
      status: 'submitted',
      history: [{ status: 'submitted', at: now() }],
      reasons: [],
      documents: wish.documents.map(({ type, sha256 }) => ({ type, sha256 })),
      deposit: null,
      openedChannelShopId: null,
      createdAt: now(),
      updatedAt: now(),
    };
    desk.items.push(taken);
    return taken;
  };
  const channel: ChannelOpenings = {
    scope: OPENING_SCOPE,
    submit: async (source, wish) => {
      check(source.accessToken);
      await made('submitOpening');
      const answer = take(source, wish);
      await made('submittedOpening');
      return structuredClone(answer);
    },
    read: async (source, id) => {
      check(source.accessToken);
      await made('readOpening');
      const found = desk.items.find(({ channelOpeningId }) => channelOpeningId === id);
      if (!found) throw new Error(`no application ${id}`);
      return structuredClone(found);
    },
    updated: async (source, range) => {
      check(source.accessToken);
      await made('openings');
      const items = desk.items.filter(({ updatedAt }) => updatedAt >= range.updatedFrom && updatedAt < range.updatedTo);
      return { items: structuredClone(items), nextToken: null, total: items.length };
    },
  };
  return Object.assign(desk, { channel });
}
