/** A platform that takes applications, for tests of everything that applies. */
import {
  type Channel,
  ChannelFailure,
  type ChannelProgrammeApplication,
  type ChannelProgrammes,
  type ProgrammeForm,
} from '@tradewind/channels';
import type { Services } from '../../platform/services.ts';

type Bench = { services: Services; platform: { channel: Channel } };
type Shop = { merchantId: string; authorizationId: string };

const SCOPE = 'sandbox.shop_opening';

export type FakeProgrammes = {
  applications: ChannelProgrammeApplication[];
  forms: ProgrammeForm[];
  /** Called before an application is taken, and after: either may throw what the call shall fail with. */
  before: () => void;
  after: () => void;
  /** The platform decides. */
  move(change: Partial<ChannelProgrammeApplication>): void;
};

/** From now on the bench's platform offers programmes, and the shop's consent names them. */
export async function openProgrammes({ services, platform }: Bench, shop: Shop): Promise<FakeProgrammes> {
  const fake: FakeProgrammes = {
    applications: [],
    forms: [],
    before: () => undefined,
    after: () => undefined,
    move(change) {
      const latest = fake.applications.at(-1);
      if (!latest) throw new Error('nobody has applied');
      const at = services.clock.now();
      const history = change.status ? [...latest.history, { status: change.status, at }] : latest.history;
      Object.assign(latest, { ...change, history, updatedAt: at });
    },
  };
  const programmes: ChannelProgrammes = {
    scope: SCOPE,
    applicationsUpdated: async () => ({ items: structuredClone(fake.applications), nextToken: null, total: null }),
    apply: async (_access, form) => {
      fake.before();
      const at = services.clock.now();
      const made: ChannelProgrammeApplication = {
        channelApplicationId: `application-${fake.applications.length + 1}`,
        programme: form.programme,
        status: 'submitted',
        history: [{ status: 'submitted', at }],
        reasons: [],
        invitedCategories: [],
        stage: null,
        createdAt: at,
        updatedAt: at,
      };
      fake.applications.push(made);
      fake.forms.push(form);
      fake.after();
      return structuredClone(made);
    },
  };
  platform.channel.programmes = programmes;
  await services.database.withMerchant(shop.merchantId, (tx) =>
    tx
      .updateTable('channel_authorization')
      .set({ granted_scopes: [SCOPE] })
      .where('id', '=', shop.authorizationId)
      .execute(),
  );
  return fake;
}

export const lostAnswer = (): never => {
  throw new ChannelFailure('unknown-outcome', 'no answer arrived');
};
