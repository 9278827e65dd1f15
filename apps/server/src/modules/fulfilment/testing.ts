/** Getting parcels out on a platform in memory, for tests of this module. `next` is what the next write shall fail with. */
import {
  type ChannelFailure,
  type ChannelFulfilment,
  ChannelFailure as Failure,
  type PackageDetail,
  type ShipmentResult,
} from '@tradewind/channels';

type FakePackage = Pick<PackageDetail, 'channelPackageId' | 'channelOrderIds' | 'channelLineIds' | 'status' | 'path' | 'trackingNumber'>;
export type FakeShipping = {
  channel: ChannelFulfilment;
  packages: Map<string, FakePackage>;
  /** Writes that took effect, by package or order. */
  effects: string[];
  calls: string[];
  /** By package: what the platform says instead of shipping it. */
  refusals: Map<string, { code: string; message: string }>;
  next: ChannelFailure | null;
  /** Whether the failing write took effect all the same: its answer was lost. */
  isTaken: boolean;
};

export const lost = () => new Failure('unknown-outcome', 'the connection broke');

export function createFakeShipping(): FakeShipping {
  const fake: FakeShipping = {
    packages: new Map(),
    effects: [],
    calls: [],
    refusals: new Map(),
    next: null,
    isTaken: false,
    // Filled beneath: its functions speak of this object.
    channel: {} as ChannelFulfilment,
  };
  const tools = toolsOf(fake);
  const { write, shipOne } = tools;
  fake.channel = {
    scopes: ['test.ship'],
    rowsMax: 3,
    packageExists: (market) => market !== 'US',
    services: async () => [],
    handoverChoice: async () => ({ canPickUp: true, canDropOff: true, dropOffPage: null, slots: [] }),
    carriers: async () => [{ channelCarrierId: '7001', name: 'Post' }],
    ship: async (_shop, shipments) =>
      write(`ship ${shipments.length}`, () =>
        shipments.map((one) =>
          shipOne(
            one.channelPackageId,
            one.path === 'seller'
              ? { path: 'seller', trackingNumber: one.trackingNumber }
              : { path: 'platform', trackingNumber: `PL${one.channelPackageId}` },
          ),
        ),
      ),
    ...makingOf(tools),
    updateTracking: async (_shop, { channelPackageId, trackingNumber }) =>
      write('updateTracking', () => {
        const found = fake.packages.get(channelPackageId);
        if (found) fake.packages.set(channelPackageId, { ...found, trackingNumber });
        fake.effects.push(channelPackageId);
      }),
    document: async () => ({ bytes: new Uint8Array(), trackingNumber: null }),
    splitAttributes: async (_shop, ids) => ids.map((channelOrderId) => ({ channelOrderId, canSplit: true, mustSplit: false, reason: '' })),
    ...cuttingOf(fake, tools),
    uncombine: async () => [],
    readPackage: async (_shop, channelPackageId) => {
      fake.calls.push('readPackage');
      const found = fake.packages.get(channelPackageId);
      const plain = {
        cut: 'whole',
        channelCarrierId: null,
        carrier: null,
        handover: null,
        pickupSlot: null,
        weightG: null,
        createdAt: 0,
        updatedAt: 0,
      } as const;
      return found ? { ...plain, ...found } : null;
    },
    tracking: async () => [{ at: Date.UTC(2026, 10, 22), description: 'Handed over' }],
  };
  return fake;
}

type Tools = ReturnType<typeof toolsOf>;

function toolsOf(fake: FakeShipping) {
  let made = 0;
  const write = <T>(name: string, effect: () => T): T => {
    fake.calls.push(name);
    const failure = fake.next;
    fake.next = null;
    if (failure && !fake.isTaken) throw failure;
    const answer = effect();
    if (failure) throw failure;
    return answer;
  };
  const open = (facts: Omit<FakePackage, 'channelPackageId'>): string => {
    made += 1;
    const channelPackageId = `115000${made}`;
    fake.packages.set(channelPackageId, { ...facts, channelPackageId });
    return channelPackageId;
  };
  const shipOne = (channelPackageId: string, facts: Partial<FakePackage>): ShipmentResult => {
    const refusal = fake.refusals.get(channelPackageId);
    const found = fake.packages.get(channelPackageId);
    if (refusal || !found) return { channelPackageId, outcome: 'refused', code: '21011001', message: 'no such package', ...refusal };
    if (found.status !== 'processing') return { channelPackageId, outcome: 'refused', code: '21008099', message: 'shipped already' };
    fake.packages.set(channelPackageId, { ...found, ...facts, status: 'fulfilling' });
    fake.effects.push(channelPackageId);
    return { channelPackageId, outcome: 'ok' };
  };
  const taken = (name: string): void => void fake.effects.push(name);
  return { write, open, shipOne, taken };
}

/** Where a package is made when it leaves. */
function makingOf({ write, open, taken }: Tools): Pick<ChannelFulfilment, 'buyLabel' | 'shipUnits'> {
  return {
    buyLabel: async (_shop, { channelOrderId, channelLineIds }) =>
      write('buyLabel', () => {
        const lines = channelLineIds ?? ['1'];
        const id = open({
          channelOrderIds: [channelOrderId],
          channelLineIds: lines,
          status: 'fulfilling',
          path: 'platform',
          trackingNumber: 'PL1',
        });
        taken(channelOrderId);
        return { channelPackageId: id, channelLineIds: lines, warning: null };
      }),
    shipUnits: async (_shop, { channelOrderId, channelLineIds, trackingNumber }) =>
      write('shipUnits', () => {
        const lines = channelLineIds ?? ['1'];
        const id = open({ channelOrderIds: [channelOrderId], channelLineIds: lines, status: 'fulfilling', path: 'seller', trackingNumber });
        taken(channelOrderId);
        return { channelPackageId: id, channelLineIds: lines, warning: null };
      }),
  };
}

function cuttingOf(fake: FakeShipping, { write, open, taken }: Tools): Pick<ChannelFulfilment, 'split' | 'combine' | 'combinable'> {
  return {
    split: async (_shop, { channelOrderId, groups }) =>
      write('split', () => {
        for (const [id, one] of fake.packages) if (one.channelOrderIds.includes(channelOrderId)) fake.packages.delete(id);
        taken(channelOrderId);
        return groups.map((lines) =>
          open({
            channelOrderIds: [channelOrderId],
            channelLineIds: [...lines],
            status: 'processing',
            path: 'platform',
            trackingNumber: null,
          }),
        );
      }),
    combinable: async () => ({ items: [], nextToken: null, total: 0 }),
    combine: async (_shop, { channelOrderIds }) =>
      write('combine', () => {
        const parts = [...fake.packages.values()].filter((one) => one.channelOrderIds.some((id) => channelOrderIds.includes(id)));
        for (const { channelPackageId } of parts) fake.packages.delete(channelPackageId);
        taken(channelOrderIds.join('+'));
        const lines = parts.flatMap(({ channelLineIds }) => channelLineIds);
        const channelPackageId = open({
          channelOrderIds: [...channelOrderIds],
          channelLineIds: lines,
          status: 'processing',
          path: 'platform',
          trackingNumber: null,
        });
        return { channelPackageId, channelOrderIds };
      }),
  };
}
