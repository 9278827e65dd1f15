import type { Channel, ChannelReturns, ShopAccess } from '@tradewind/channels';
import type { JobContext } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import type { AnswerWishRow } from '../queries/answer-wish.ts';

export type Run = { services: Services; context: JobContext; shopId: string; row: AnswerWishRow; wish: { sentAt: Date | null } };
export type Call = Run & { channel: Channel; returns: ChannelReturns; access: ShopAccess };
