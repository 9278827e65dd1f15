import type { ChannelPublishing, ChannelStock, ShopAccess } from '@tradewind/channels';
import type { JobContext } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import type { BoundShop } from '../../accounts/index.ts';
import type { PublicationProblem } from '../publication-cell.ts';

export type SendingCall = {
  services: Services;
  context: JobContext;
  shop: BoundShop;
  publishing: ChannelPublishing;
  stock: ChannelStock | null;
  access: ShopAccess;
};
export type Refuse = (problems: PublicationProblem[]) => never;
