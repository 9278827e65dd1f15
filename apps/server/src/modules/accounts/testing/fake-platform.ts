/**
 * A platform in memory. It keeps tokens as the real one does: an access token lives a week, a refresh replaces both, and the replaced
 * refresh token can be repeated until the new access token is first used, so that a lost answer strands nobody. Lists are keyset-paged by
 * update time. `before` is called with the name of each call, and may change the platform or throw what the call shall fail with.
 */
import {
  type Channel,
  type ChannelAfterSale,
  ChannelFailure,
  type ChannelListing,
  type ChannelListingDetail,
  type ChannelMessage,
  type ChannelOrder,
  type ChannelPackage,
  type ChannelShop,
  type ChannelTokens,
  type Clock,
  type Page,
  type ShopAccess,
  type UpdatedRange,
} from '@tradewind/channels';
import { createTikTokShop } from '@tradewind/channels/tiktok-shop';
import { fakeConversations } from './fake-conversations.ts';
import { createFakeOpenings, type FakeOpenings } from './fake-openings.ts';

const DAY_MS = 86_400_000;
export const APP = { appKey: 'test-key', appSecret: 'test-secret' };

type Account = { id: string; name: string; shops: ChannelShop[] };
type Lists = {
  orders: ChannelOrder[];
  returns: ChannelAfterSale[];
  cancellations: ChannelAfterSale[];
  packages: ChannelPackage[];
  listings: ChannelListing[];
};

export type FakePlatform = Lists & {
  /** By the platform's id of the listing. */
  details: Map<string, ChannelListingDetail>;
  /** What was written, by the platform's id of the conversation, oldest first. Asked for only where the consent names the scope. */
  messages: Map<string, ChannelMessage[]>;
  /** What lies at the addresses of pictures. */
  pictures: Map<string, Uint8Array>;
  /** Conversations that the platform was told are read. */
  readConversations: string[];
  channel: Channel;
  openings: FakeOpenings;
  /** Names of the calls so far, in order. */
  calls: string[];
  /** Ciphers of the shops that were read, in order. */
  read: string[];
  before: (call: string) => void | Promise<void>;
  pageSize: number;
  addAccount(account: Account): void;
  /** A code as the consent page would hand out. */
  grant(accountId: string): string;
  tokensOf(accountId: string): ChannelTokens;
  /** How long access tokens issued from now on live; a week unless changed. */
  setTokenLife(ms: number): void;
  /** Access tokens end now, before their time. */
  expireTokens(): void;
  /** The next refresh takes effect, but its answer never arrives. */
  loseNextRefresh(): void;
  count(call: string): number;
};

export const expired = () => new ChannelFailure('re-authorise', 'the access token has expired', { channelCode: '105002' });

export function createFakePlatform(clock: Clock): FakePlatform {
  const tokens = createTokens(clock);
  const made = async (call: string): Promise<void> => {
    platform.calls.push(call);
    await platform.before(call);
  };
  const openings = createFakeOpenings({ now: () => clock.now(), made, check: tokens.check });
  const platform: FakePlatform = {
    openings,
    orders: [],
    returns: [],
    cancellations: [],
    packages: [],
    listings: [],
    details: new Map(),
    messages: new Map(),
    pictures: new Map(),
    readConversations: [],
    calls: [],
    read: [],
    before: () => undefined,
    pageSize: 3,
    addAccount: tokens.add,
    grant: tokens.grant,
    tokensOf: tokens.issue,
    expireTokens: tokens.expireAll,
    loseNextRefresh: tokens.loseNext,
    setTokenLife: tokens.setLife,
    count: (call) => platform.calls.filter((made) => made === call).length,
    channel: createTikTokShop(
      { ...APP, apiUrl: 'http://x.invalid', authUrl: 'http://x.invalid', consentUrl: 'http://x.invalid/consent' },
      { clock, send: () => Promise.reject(new Error('tests send nothing')), random: () => 0.5 },
    ),
  };
  platform.channel = { ...platform.channel, ...answeredHere(platform, { clock, tokens, made }), openings: openings.channel };
  return platform;
}

/** Consent page and webhook signatures stay the real channel's; what would go over the wire is answered here. */
type Answering = { clock: Clock; tokens: Tokens; made: (call: string) => Promise<void> };

function answeredHere(platform: FakePlatform, { clock, tokens, made }: Answering): Partial<Channel> {
  const list =
    <K extends keyof Lists>(kind: K) =>
    async (access: ShopAccess, range: UpdatedRange): Promise<Page<Lists[K][number]>> => {
      platform.read.push(access.cipher);
      await made(kind);
      tokens.check(access.accessToken);
      return pageOf<Lists[K][number]>(platform[kind], range, platform.pageSize);
    };
  return {
    exchangeCode: async (code) => {
      await made('exchangeCode');
      return tokens.exchange(code);
    },
    refresh: async (token) => {
      await made('refresh');
      return tokens.refresh(token);
    },
    authorisedShops: async (token) => {
      await made('authorisedShops');
      return tokens.check(token).shops;
    },
    subscribe: async (access) => {
      await made('subscribe');
      tokens.check(access.accessToken);
    },
    unsubscribe: async (access) => {
      await made('unsubscribe');
      tokens.check(access.accessToken);
    },
    orders: async (access, ids) => {
      await made('fetchOrders');
      tokens.check(access.accessToken);
      return platform.orders.filter((order) => ids.includes(order.channelOrderId));
    },
    ordersUpdated: list('orders'),
    returnsUpdated: list('returns'),
    cancellationsUpdated: list('cancellations'),
    packagesUpdated: list('packages'),
    listingsUpdated: list('listings'),
    listingDetail: async (access, channelProductId) => {
      await made('listingDetail');
      tokens.check(access.accessToken);
      return platform.details.get(channelProductId) ?? null;
    },
    conversations: fakeConversations({
      ...{ messages: platform.messages, pictures: platform.pictures, read: platform.readConversations, made },
      now: () => clock.now(),
      check: (access) => void tokens.check(access.accessToken),
      pageOf: (items, range) => pageOf(items, range, platform.pageSize),
    }),
  };
}

type Tokens = ReturnType<typeof createTokens>;

function createTokens(clock: { now(): number }) {
  const accounts = new Map<string, Account>();
  const codes = new Map<string, string>();
  const access = new Map<string, { accountId: string; from: string | null }>();
  const refreshing = new Map<string, string>();
  let made = 0;
  let losing = false;
  let lifeMs = 7 * DAY_MS;
  const issue = (accountId: string, from: string | null = null): ChannelTokens => {
    made += 1;
    access.set(`access-${made}`, { accountId, from });
    refreshing.set(`refresh-${made}`, accountId);
    return {
      accessToken: `access-${made}`,
      accessTokenExpiresAt: clock.now() + lifeMs,
      refreshToken: `refresh-${made}`,
      refreshTokenExpiresAt: clock.now() + 365 * DAY_MS,
      accountId,
      accountName: accounts.get(accountId)?.name ?? '',
      grantedScopes: [],
    };
  };
  return {
    issue,
    add: (account: Account) => void accounts.set(account.id, account),
    grant: (accountId: string) => {
      codes.set(`code-${codes.size + 1}`, accountId);
      return `code-${codes.size}`;
    },
    exchange: (code: string) => {
      const accountId = codes.get(code);
      codes.set(code, '');
      if (!accountId) throw new ChannelFailure('re-authorise', 'the code is not accepted', { channelCode: '36004004' });
      return issue(accountId);
    },
    refresh: (token: string) => {
      const accountId = refreshing.get(token);
      if (!accountId) throw new ChannelFailure('re-authorise', 'the refresh token is not accepted', { channelCode: '36004004' });
      const pair = issue(accountId, token);
      if (!losing) return pair;
      losing = false;
      throw new ChannelFailure('unknown-outcome', 'no answer arrived');
    },
    check: (token: string): Account => {
      const known = access.get(token);
      const account = known && accounts.get(known.accountId);
      if (!known || !account) throw expired();
      if (known.from) refreshing.delete(known.from);
      return account;
    },
    expireAll: () => access.clear(),
    loseNext: () => {
      losing = true;
    },
    setLife: (ms: number) => {
      lifeMs = ms;
    },
  };
}

type Updated = { updatedAt: number } & Partial<
  Record<'channelOrderId' | 'channelAfterSaleId' | 'channelPackageId' | 'channelProductId', string>
>;

const keyOf = (item: Updated): string =>
  `${String(item.updatedAt).padStart(15, '0')} ${item.channelAfterSaleId ?? item.channelPackageId ?? item.channelProductId ?? item.channelOrderId ?? ''}`;

function pageOf<T extends Updated>(items: readonly T[], range: UpdatedRange, size: number): Page<T> {
  const within = items.filter((item) => item.updatedAt >= range.updatedFrom && item.updatedAt < range.updatedTo);
  const rest = within
    .filter((item) => range.pageToken === null || keyOf(item) > range.pageToken)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const page = rest.slice(0, size);
  const last = page.at(-1);
  return { items: structuredClone(page), nextToken: last && rest.length > size ? keyOf(last) : null, total: within.length };
}
